import { describe, expect, it } from 'vitest';
import { parseToml } from './parse.ts';

const N = 100_000;

/** What a reader with a worse than linear step, or a recursion, would not come back from. */
const HOSTILE: readonly (readonly [string, string])[] = [
  ['open brackets', `a = ${'['.repeat(N)}`],
  ['closed brackets', `a = ${'['.repeat(N)}${']'.repeat(N)}`],
  ['open braces', `a = ${'{a='.repeat(N)}`],
  ['brackets of both kinds', `a = ${'[{a='.repeat(N)}${'}]'.repeat(N)}`],
  ['a key of many parts', `a${'.a'.repeat(N)} = 1`],
  ['a header of many parts', `[a${'.a'.repeat(N)}]`],
  ['many parts in braces', `a = { a${'.a'.repeat(N)} = 1 }`],
  ['a header of brackets', '['.repeat(10 * N)],
  ['a long bare word', 'x'.repeat(10 * N)],
  ['a long number', `a = ${'1'.repeat(10 * N)}`],
  ['a long key', `"${'x'.repeat(10 * N)}" = 1`],
  ['quotes', '"'.repeat(10 * N)],
  ['backslashes', `a = "${'\\'.repeat(10 * N + 1)}`],
  ['escaped quotes', `a = """${'\\"""'.repeat(N)}`],
  ['open multi-line strings', 'a = """\n'.repeat(N)],
  ['open multi-line strings of both kinds', 'a = """\nb = \'\'\'\n'.repeat(N)],
  ['open arrays', 'a = [\n'.repeat(N)],
  ['open inline tables', 'a = {\n\n'.repeat(N)],
  ['an inline table of lines', `a = {${'\n'.repeat(10 * N)}} }`],
  ['lines of an inline table', `a = [${' '.repeat(N)}{\n${'  b = 1\n'.repeat(N)}`],
  ['half headers', '[a\nx = 1\n'.repeat(N)],
  ['half headers of arrays', '[[a\n[[b]]\n[b.c]\n'.repeat(N / 4)],
  ['merge conflicts', '<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\n'.repeat(N / 2)],
  ['markers in an array', `a = [\n${'<<<<<<< a\n"x",\n'.repeat(N)}]`],
  ['commas', `a = [${','.repeat(10 * N)}]`],
  ['elements without commas', `a = [${'"x"\n'.repeat(N)}]`],
  ['dots', '.'.repeat(10 * N)],
  ['a line of dots in an array', `a = [\n${'b.'.repeat(5 * N)}\n]`],
  ['NUL', '\0'.repeat(10 * N)],
  ['carriage returns', 'a = 1\r'.repeat(N)],
  ['the same table', '[a]\nx = 1\n'.repeat(N)],
  ['a value in the way of tables', `a = 1\n${'[a.b]\nx = 1\n'.repeat(N)}`],
];

describe('a hostile text', () => {
  it.each(HOSTILE)('of %s costs what stands before and behind it nothing', (_, text) => {
    const document = parseToml(`before = 1\n${text}\nbehind = 1\n[last]\nx = 1\n`);
    expect(document.errors.length).toBeGreaterThan(0);
    expect(document.root.entries.has('before')).toBe(true);
    expect(document.root.entries.has('last')).toBe(true);
    expect(document.sections.at(-1)?.peekString('x')).toBeNull();
  });

  it.each([
    ['a string', `"${'x'.repeat(10 * N)}"`, 10 * N],
    ['a string with escapes', `"${'\\u0041\\\\'.repeat(N)}"`, 2 * N],
    ['a literal string', `'${'\\'.repeat(10 * N)}'`, 10 * N],
    ['a multi-line string', `"""\r\n${'x\r\n'.repeat(N)}\\\n  """`, 2 * N],
    ['a multi-line literal string', `'''${"it''s\n".repeat(N)}'''`, 6 * N],
  ])('may hold %s of a million letters', (_, written, length) => {
    const document = parseToml(`a = { b = [1, ${written}], "c" = 2 } # ${' '.repeat(N)}\nd = 1\n`);
    expect(document.errors).toEqual([]);
    const a = document.root.entries.get('a')?.value;
    const b = a?.kind === 'table' ? a.entries.get('b')?.value : undefined;
    const item = b?.kind === 'array' ? b.items[1] : undefined;
    expect(item?.kind === 'string' && item.value.length).toBe(length);
    expect(item && item.span.end - item.span.start).toBe(written.length);
    expect(document.root.entries.has('d')).toBe(true);
  });

  it.each(['"\\q', '"\0', '"\\ud800'])('may not hold a long string with %j', (start) => {
    const document = parseToml(`a = ${start}${'x'.repeat(N)}"\nb = 1\n`);
    expect(document.errors).toHaveLength(1);
    expect([...document.root.entries.keys()]).toEqual(['b']);
  });

  it('may hold an array of a million letters', () => {
    const document = parseToml(`a = [\n${'  "abcdefgh", # c\n'.repeat(N / 2)}]\nb = 1\n`);
    expect(document.errors).toEqual([]);
    const a = document.root.entries.get('a')?.value;
    expect(a?.kind === 'array' && a.items.length).toBe(N / 2);
    expect(a?.kind === 'array' && a.complete).toBe(true);
  });

  it('may hold many tables', () => {
    const document = parseToml('[[a]]\nx = 1\n[a.b]\ny = 1\n'.repeat(N / 4));
    expect(document.errors).toEqual([]);
    const a = document.root.entries.get('a')?.value;
    expect(a?.kind === 'array' && a.items.length).toBe(N / 4);
  });
});
