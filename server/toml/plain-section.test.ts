import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentStart, readContent, toOwnTable } from './content.ts';
import { itemEnd, nextItem } from './items.ts';
import type { TomlTable } from './model.ts';
import { plainTable } from './plain-section.ts';
import { sectionStarts } from './split.ts';
import { Scanner } from './scan.ts';
import { plainTree } from './testing.ts';

describe('a plain section', () => {
  it.each([
    'name = "x"\n',
    '# nothing\n\n',
    '[a]',
    '[a] # why\r\nb = 1 # c\r\n\r\n',
    '[[package]]\nname = "x"\nfiles = [\n  {file = "x.whl", hash = "sha256:0"},\n]\n',
    '[package.dependencies]\n"a.b" = {version = "*", markers = "os_name == \\"nt\\""}\n',
    '[a]\n  b = 1\n\t[c]\n',
  ])('is known without its values: %j', (text) => {
    expect(plainOf(text)).not.toBeNull();
    expectAsRead(text);
  });

  it.each([
    '[a]\nb = 1\nb = 2\n',
    '[a]\nb.c = 1\n',
    '[a] b = 1\n',
    '[a]\nb = 1 c\n',
    '[a]\nb = 1\r',
    '[a]\n# \u0000\n',
    '[a]\nb = "\u007f"\n',
    '[a]\nb = 1.5\n',
    '[a]\nb = """x"""\n',
    '[a]\nb\n',
    '[a]\n<<<<<<< HEAD\nb = 1\n',
    '[a]\nb = [\n=======\n]\n',
    '[a]\nb = 1\n[1, 2]\n',
    '[a]\nb = {c = 1, c = 2}\n',
    '["a"]\nb = 1\n',
    '[ a ]\nb = 1\n',
    '\uFEFFb = 1\n',
  ])('is not %j', (text) => {
    expect(plainOf(text)).toBeNull();
  });

  it('knows many names', () => {
    const names = Array.from({ length: 40 }, (_, n) => `k${n}`);
    const text = names.map((name) => `${name} = 1\n`).join('');
    expect(plainOf(text)?.keys).toEqual(names);
    expect(plainOf(`${text}k3 = 2\n`)).toBeNull();
  });

  it('has the values of its table read when they are asked for', () => {
    const text = '[a]\nb = [1]\n';
    const plain = plainOf(text);
    const table = plain && plainTable(text, plain);
    const first = table?.entries.get('b')?.value;
    expect(first).toMatchObject({ kind: 'array', complete: true, span: { start: 8, end: 11 } });
    expect(table?.entries.get('b')?.value).toBe(first);
  });

  it('never differs from the section that is read with its values', () => {
    const pieces =
      `a = 1|b = "x"|'c d' = 'y'|"e" = "\\"\\n"|f = [|]|, |1|{|}|g = {h = 1, i = [{}]}|# c|"""|"|\\|=|.|[k]|[[l.m]]|[1]|=======|<<<<<<< x|true|\0|\r|\uFEFF|n.o = 2| |-`
        .split('|')
        .flatMap((piece) => [piece, `${piece}\n`]);
    const text = fc
      .tuple(
        fc.constantFrom('', '[x]\n', '[[x.y]]\n', '[x] # c\r\n'),
        fc.array(fc.constantFrom(...pieces, '\n', '\r\n'), { maxLength: 10 }),
      )
      .map(([header, parts]) => header + parts.join(''));
    let plain = 0;
    fc.assert(
      fc.property(text, (given) => {
        plain += expectAsRead(given);
      }),
      { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 3000) },
    );
    expect(plain).toBeGreaterThan(100);
  });
});

function plainOf(text: string): ReturnType<typeof outlines>[number]['plain'] {
  return (
    outlines(text).find(({ header }) => header !== null || !text.startsWith('['))?.plain ?? null
  );
}

function outlines(text: string) {
  return [...sectionStarts(new Scanner(text, false), null)];
}

/** Holds every plain section of a text to what the text itself says of it; answers how many there are. */
function expectAsRead(text: string): number {
  const found = outlines(text);
  const starts = startsOneByOne(text);
  expect(found.map(({ start }) => start)).toEqual(starts);
  let count = 0;
  for (const [index, { start, plain }] of found.entries()) {
    if (plain === null) continue;
    count += 1;
    const own = text.slice(start, starts[index + 1] ?? text.length);
    const read = readContent(own, false);
    expect(read.errors).toEqual([]);
    expect(read.twice).toEqual([]);
    expect(read.complete).toBe(true);
    const { headerKeys, headerSpan, isArrayElement, end, length, markers, openString } = read;
    expect(plain).toMatchObject({ headerSpan, isArrayElement, end, length });
    expect(plain.headerKeys).toEqual(headerKeys);
    expect([plain.markers, plain.openString]).toEqual([markers, openString]);
    expect(plain.keys).toEqual([...read.draft.entries.keys()]);
    expectSameTable(plainTable(own, plain), toOwnTable(read).table);
  }
  return count;
}

/** Where sections start, by every statement that the scanner finds. */
function startsOneByOne(text: string): readonly number[] {
  const scanner = new Scanner(text, false);
  const starts = [0];
  let at = contentStart(text);
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind === 'header') starts.push(item.start);
  }
  return starts;
}

function expectSameTable(table: TomlTable, expected: TomlTable): void {
  expect(plainTree(table)).toEqual(plainTree(expected));
  expect(table).toMatchObject({ span: expected.span, headerSpans: expected.headerSpans });
  for (const [key, entry] of expected.entries) {
    const { keySpan, span, value } = table.entries.get(key) ?? {};
    expect({ keySpan, span, value }).toEqual({
      keySpan: entry.keySpan,
      span: entry.span,
      value: entry.value,
    });
  }
}
