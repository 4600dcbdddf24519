import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseToml } from '../../toml/parse.ts';
import { tomlCursorAt, type TomlCursor } from './toml-cursor.ts';

/** The cursor where `|` stands, with spans as text. */
function cursorIn(marked: string): unknown {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  const cursor: TomlCursor | null = tomlCursorAt(parseToml(text), offset);
  if (cursor === null) return null;
  const { span, ...rest } = cursor;
  return { ...rest, whole: text.slice(span.start, span.end) };
}

const key = (table: readonly string[], typed: string, more: object = {}): object => ({
  kind: 'key',
  table,
  typed,
  whole: typed,
  hasValue: false,
  inline: false,
  ...more,
});

const value = (path: readonly string[], typed: string, more: object = {}): object => ({
  kind: 'value',
  path,
  typed,
  whole: typed,
  inArray: false,
  quote: '"',
  ...more,
});

describe('tomlCursorAt', () => {
  it.each([
    ['[a.b]\nre|', key(['a', 'b'], 're')],
    ['[a.b]\n|', key(['a', 'b'], '')],
    ['[a.b]\nx = 1\nre|q = 1\n', key(['a', 'b'], 're', { whole: 'req', hasValue: true })],
    ['[a]\nb.c|', key(['a', 'b'], 'c')],
    ['[a]\nb.|', key(['a', 'b'], '')],
    ['[a]\n"b c".d|', key(['a', 'b c'], 'd')],
    ['[a]\n"re|', key(['a'], 're')],
    ['[a]\nb = {|', key(['a', 'b'], '', { inline: true })],
    ['[a]\nb = { version = "1", ex|', key(['a', 'b'], 'ex', { inline: true })],
    ['[a]\nb = [{ in|', key(['a', 'b'], 'in', { inline: true })],
    ['x|', key([], 'x')],
  ])('%j: a key', (marked, expected) => {
    expect(cursorIn(marked)).toEqual(expected);
  });

  it.each([
    ['[a]\nb = "1.|"', value(['a', 'b'], '1.')],
    ['[a]\nb = "1.|2"\n', value(['a', 'b'], '1.', { whole: '1.2' })],
    ['[a]\nb = "1.|', value(['a', 'b'], '1.')],
    ["[a]\nb = '|'", value(['a', 'b'], '', { quote: "'" })],
    ['[a]\nb = |', value(['a', 'b'], '', { quote: null })],
    ['[a]\nb = tr|', value(['a', 'b'], 'tr', { quote: null })],
    ['[a]\nb = ["x", "y|"]', value(['a', 'b'], 'y', { inArray: true })],
    ['[a]\nb = [\n  "x",\n  "y|",\n]', value(['a', 'b'], 'y', { inArray: true })],
    ['[a]\nb = { c = "x", d = "|" }', value(['a', 'b', 'd'], '')],
    ['[a]\nb = { c = ["x", "|"] }', value(['a', 'b', 'c'], '', { inArray: true })],
    ['[a]\nb = [{ c = "|" }]', value(['a', 'b', 'c'], '')],
    ['[a]\nb = "\\"|"', value(['a', 'b'], '\\"')],
    ['[a]\nb = """\nx|"""', value(['a', 'b'], '\nx', { quote: '"""' })],
    ['[a]\nb.c = "|"', value(['a', 'b', 'c'], '')],
  ])('%j: a value', (marked, expected) => {
    expect(cursorIn(marked)).toEqual(expected);
  });

  it.each([['[a] # x|'], ['[a]\nb = 1 # |'], ['# |\n[a]'], ['[a|]'], ['[a|\n']])(
    '%j: nothing to complete',
    (marked) => {
      expect(cursorIn(marked)).toBeNull();
    },
  );

  it('ends what was never closed where the next statement begins', () => {
    expect(cursorIn('[a]\nb = ["x\nc = "|"')).toEqual(value(['a', 'c'], ''));
    expect(cursorIn('[a]\nb = { x = 1\nc = "|"')).toEqual(value(['a', 'c'], ''));
    expect(cursorIn('[a]\nb = "x\nre|')).toEqual(key(['a'], 're'));
  });

  it('takes any text and any offset', () => {
    const text = fc.array(
      fc.constantFrom(
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '"""',
        '=',
        '.',
        ',',
        '#',
        '\n',
        '\r\n',
        ' ',
        'a',
        '\\',
        '🚀',
      ),
    );
    fc.assert(
      fc.property(text, fc.nat(60), (parts, offset) => {
        const document = parseToml(parts.join(''));
        const cursor = tomlCursorAt(document, Math.min(offset, document.text.length));
        expect(cursor === null || cursor.span.start <= cursor.span.end).toBe(true);
      }),
    );
  });
});
