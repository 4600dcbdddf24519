import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import { parseNix } from '../parse.ts';
import type { Expr } from '../syntax.ts';
import { appendElements, appendLines, setContainer } from './insert.ts';
import { readBrackets, readFileStyle } from './style.ts';

function appended(text: string, ...blocks: readonly string[]): string {
  const tree = parseNix(text);
  const set = find(tree.root, 'attrs');
  const container = set === null ? null : setContainer(set);
  if (container === null) throw new Error('no set');
  return applyEdits(text, appendLines(tree, container, blocks, readFileStyle(tree)));
}

function extended(text: string, ...elements: readonly string[]): string {
  const tree = parseNix(text);
  const list = find(tree.root, 'list');
  if (list === null) throw new Error('no list');
  const style = readFileStyle(tree);
  return applyEdits(text, appendElements(tree, list, elements, style, true));
}

function find<K extends Expr['kind']>(
  root: Expr | null,
  kind: K,
): Extract<Expr, { kind: K }> | null {
  return root !== null && root.kind === kind ? (root as Extract<Expr, { kind: K }>) : null;
}

describe('appendLines', () => {
  it.each([
    ['{\n  a = 1;\n}\n', '{\n  a = 1;\n  b = 2;\n}\n'],
    ['{ a = 1; }', '{\n  a = 1;\n  b = 2;\n}'],
    ['{ }', '{\n  b = 2;\n}'],
    ['{}', '{\n  b = 2;\n}'],
    ['{\n}', '{\n  b = 2;\n}'],
    ['{\n\n}', '{\n  b = 2;\n}'],
    ['{\n  a = 1; }', '{\n  a = 1;\n  b = 2;\n}'],
    ['{\n    a = 1;\n}', '{\n    a = 1;\n    b = 2;\n}'],
    ['{\n\ta = 1;\n}', '{\n\ta = 1;\n\tb = 2;\n}'],
    ['{\r\n  a = 1;\r\n}', '{\r\n  a = 1;\r\n  b = 2;\r\n}'],
    ['{\n  a = 1; # why\n}', '{\n  a = 1; # why\n  b = 2;\n}'],
    ['{\n  a = 1;\n  # no more\n}', '{\n  a = 1;\n  # no more\n  b = 2;\n}'],
    ['{\n  a = 1;\n\n  c = 3;\n}', '{\n  a = 1;\n\n  c = 3;\n\n  b = 2;\n}'],
    ['{\n  a = 1;\n  c = 3;\n\n  d = 4;\n}', '{\n  a = 1;\n  c = 3;\n\n  d = 4;\n  b = 2;\n}'],
    ['{\n  a = 1;\n\n}', '{\n  a = 1;\n  b = 2;\n\n}'],
    ['{ /* a */ }', '{ /* a */\n  b = 2;\n}'],
    ['{\n   # here\n}', '{\n   # here\n   b = 2;\n}'],
  ])('adds to %j', (before, after) => {
    expect(appended(before, 'b = 2;')).toBe(after);
  });

  it('indents every line of a block, and separates blocks as the entries are', () => {
    expect(appended('{\n  a = 1;\n\n  c = 1;\n}', 'b = {\n  x = 1;\n};', 'd = 2;')).toBe(
      '{\n  a = 1;\n\n  c = 1;\n\n  b = {\n    x = 1;\n  };\n\n  d = 2;\n}',
    );
  });
});

describe('appendElements', () => {
  it.each([
    ['[ a ]', '[ a x y ]'],
    ['[a]', '[a x y]'],
    ['[ ]', '[ x y ]'],
    ['[]', '[ x y ]'],
    ['[\n  a\n]', '[\n  a\n  x\n  y\n]'],
    ['[\n  a # why\n]', '[\n  a # why\n  x\n  y\n]'],
    ['[\n  a b\n]', '[\n  a b x y\n]'],
    ['[ a\n  b ]', '[ a\n  b\n  x\n  y\n]'],
    ['[\n]', '[\n  x\n  y\n]'],
    ['[ /* none */ ]', '[ /* none */ x y ]'],
  ])('adds to %j', (before, after) => {
    expect(extended(before, 'x', 'y')).toBe(after);
  });
});

describe('readFileStyle', () => {
  it.each([
    ['{\n  a = {\n    b = 1;\n  };\n}', '\n', '  '],
    ['{\n    a = 1;\n}', '\n', '    '],
    ['{\r\n\ta = 1;\r\n}\r\n', '\r\n', '\t'],
    ['{ }', '\n', '  '],
    ['', '\n', '  '],
    ["{\n  a = ''\n        text\n  '';\n}", '\n', '  '],
  ])('of %j', (text, newline, unit) => {
    expect(readFileStyle(parseNix(text))).toEqual({ newline, unit });
  });
});

describe('readBrackets', () => {
  it.each([
    ['[a] [b] [ c ]', false, false],
    ['[ a ] []', true, false],
    ['[a] [ ]', false, true],
    ['x', true, true],
  ])('of %j', (lists, spaced, emptySpaced) => {
    expect(readBrackets(parseNix(`f ${lists}`), [])).toEqual({ spaced, emptySpaced });
  });
});
