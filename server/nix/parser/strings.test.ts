import { describe, expect, it } from 'vitest';
import { parseNix } from '../parse.ts';
import { cookedParts, pathText, stringValue } from './strings.ts';

function valueOf(text: string): string | null {
  const { root } = parseNix(text);
  if (root?.kind !== 'string') throw new Error('no string');
  return stringValue(root, text);
}

describe('stringValue', () => {
  it.each([
    ['"a"', 'a'],
    ['"a\\nb\\tc\\r"', 'a\nb\tc\r'],
    ['"\\${x} \\" \\\\ \\z"', '${x} " \\ z'],
    ['"$$ $${x} $"', '$$ $${x} $'],
    ['"a\r\nb\rc"', 'a\nb\nc'],
    ['""', ''],
    ["''''", ''],
    ["''a''", 'a'],
    ["''  a  ''", 'a  '],
    ["''\n  a\n    b\n''", 'a\n  b\n'],
    ["''\n    a\n  b\n  ''", '  a\nb\n'],
    ["''\n  a\n\n  b''", 'a\n\nb'],
    ["''\n  a\n \n  b''", 'a\n\nb'],
    ["''''''''''", "''''"],
    ["''a''${x}''\\tb''", 'a${x}\tb'],
    ["''  ''\\n  a''", '\na'],
    ["''\n\ta\n\t''", '\ta\n\t'],
  ])('of %j is %j', (text, expected) => {
    expect(valueOf(text)).toBe(expected);
  });

  it('is not known with an interpolation', () => {
    expect(valueOf('"a${b}"')).toBeNull();
    expect(valueOf("''a${b}''")).toBeNull();
  });
});

describe('cookedParts', () => {
  it('takes the indentation off around interpolations', () => {
    const text = "''\n    a ${b}\n      c\n  ''";
    const { root } = parseNix(text);
    if (root?.kind !== 'string') throw new Error('no string');
    const parts = cookedParts(root, text);
    expect(parts.map((part) => (typeof part === 'string' ? part : part.kind))).toEqual([
      'a ',
      'interpolation',
      '\n  c\n',
    ]);
  });
});

describe('pathText', () => {
  it('is the path as written, and not known with an interpolation', () => {
    const plain = parseNix('./a/b').root;
    const computed = parseNix('./a/${b}').root;
    if (plain?.kind !== 'path' || computed?.kind !== 'path') throw new Error('no path');
    expect(pathText(plain, './a/b')).toBe('./a/b');
    expect(pathText(computed, './a/${b}')).toBeNull();
  });
});
