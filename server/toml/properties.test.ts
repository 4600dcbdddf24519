import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Span } from '../text.ts';
import type { TomlDocument, TomlTable, TomlValue } from './model.ts';
import { parseToml, parseTomlAgain } from './parse.ts';
import { plainTree, wholeDocument, wholeTree } from './testing.ts';

/** What people and tools write in such files, whole lines and pieces of them. */
const FRAGMENTS = [
  '[tool.poetry]\n',
  '[tool.poetry.dependencies]\n',
  '[tool.poetry.group.dev.dependencies]\r\n',
  '[[package]]\n',
  '[package.dependencies]\n',
  '[[package.files]]\n',
  '[[tool.poetry.source]] # second\n',
  '["quoted".\'key\']\n',
  '[a]\n',
  '[a.b]\n',
  '[[a]]\n',
  '[a.b.c]\n',
  '[tool.x',
  '[[packa',
  '[',
  ']',
  '{',
  '}',
  '\n',
  '\r\n',
  '\r',
  '\0',
  ',',
  '#',
  '.',
  '=',
  ' = ',
  '"',
  "'",
  '"""',
  "'''",
  '\\',
  '\\"',
  '  ',
  '\t',
  '😀',
  '\uFEFF',
  'name',
  'name = ',
  'name = "pillow"\n',
  'version = "1.0"\n',
  "literal = 'C:\\path'\n",
  'a.b = 1\n',
  'a.b.c = 0x1F\n',
  'b.c = true\n',
  'a = 1\n',
  '"a" = 2\n',
  'float = -0.0\n',
  'big = 123456789012345678901234567890\n',
  'infinity = -inf\n',
  'when = 1979-05-27T07:32:00Z\n',
  'requests = { version = "^2.0", extras = ["socks"] }\n',
  'flask = [{ version = "1", python = "<3" }, { version = "2" }]\n',
  'dependencies = [\n  "a>=1",\n  "b", # why\n]\n',
  'nested = [ [1, 2], ["a"], [] ]\n',
  'text = """\nline one\n[not.a.header]\nkey = 1\n"""\n',
  "text2 = '''it's'''\n",
  'quotes = """"two\\""""""\n',
  'escaped = "\\u00e9\\n\\U0001F600"\n',
  'bad = "\\q"\n',
  'open = "x\n',
  'open = [\n',
  'open = { a = 1\n',
  'open = """\n',
  '# comment = [\n',
  '<<<<<<< HEAD\n',
  '||||||| base\n',
  '=======\n',
  '>>>>>>> branch\n',
  '= ^1.2\n',
  'requests = ^1.2\n',
  'requests>=2.0\n',
  '__proto__ = 1\n',
  'constructor.prototype = 1\n',
  '  "a>=1",\n',
];

const text = fc
  .array(fc.constantFrom(...FRAGMENTS), { maxLength: 30 })
  .map((parts) => parts.join(''));
/** Whole lines, so that much of it is valid. */
const orderlyText = fc
  .array(fc.constantFrom(...FRAGMENTS.filter((line) => wholeTree(line) && line.endsWith('\n'))), {
    maxLength: 8,
  })
  .map((lines) => lines.join(''));
const anyText = fc.oneof(
  { weight: 3, arbitrary: text },
  fc.string({ unit: 'binary', maxLength: 200 }),
);

const RUNS = { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 1000) };

describe('any text', () => {
  it('is read, with every span in it and every child in its parent', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const document = parseToml(given);
        const whole = { start: 0, end: given.length };
        for (const { span, message } of document.errors) {
          expect(message).not.toBe('');
          expectInside(span, whole);
        }
        expectNested(document.root, whole);
        expectCovered(document);
        for (const section of document.sections) {
          const own = { start: 0, end: section.span.end - section.span.start };
          expectNested(section.table(), own);
          for (const error of section.errors()) expectInside(error.span, own);
        }
      }),
      RUNS,
    );
  });

  it('is read as the library reads it whole, and has errors exactly where the library finds one', () => {
    fc.assert(
      fc.property(fc.oneof(text, orderlyText), (given) => {
        // The library takes a carriage return alone for a line break, and refuses a byte order mark.
        fc.pre(!/\r(?!\n)|\uFEFF/.test(given));
        const { root, errors } = parseToml(given);
        const whole = wholeTree(given);
        expect(errors.length === 0).toBe(whole !== null);
        if (whole) expect(plainTree(root)).toEqual(whole);
      }),
      RUNS,
    );
  });

  it('says the same of a string by looking and by parsing', () => {
    fc.assert(
      fc.property(text, fc.constantFrom('name', 'version', 'a', 'open'), (given, key) => {
        for (const section of parseToml(given).sections) {
          const peeked = section.peekString(key);
          const value = section.table().entries.get(key)?.value;
          if (peeked !== null) expect(value).toMatchObject({ kind: 'string', value: peeked });
        }
      }),
      RUNS,
    );
  });
});

describe('an edited text', () => {
  const edit = fc.record({
    from: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.oneof(fc.constant(0), fc.nat(40)),
    newText: fc.oneof(fc.constant(''), fc.constantFrom(...FRAGMENTS), text),
  });

  it('is the same as the text read afresh', () => {
    fc.assert(
      fc.property(text, fc.array(edit, { minLength: 1, maxLength: 6 }), (given, edits) => {
        let document = parseToml(given);
        for (const { from, length, newText } of edits) {
          wholeDocument(document);
          const start = Math.floor(from * document.text.length);
          const end = Math.min(start + length, document.text.length);
          const next = document.text.slice(0, start) + newText + document.text.slice(end);
          document = document.edit({ start, end }, newText);
          expect(document.text).toBe(next);
          expect(wholeDocument(document)).toEqual(wholeDocument(parseToml(next)));
        }
      }),
      RUNS,
    );
  });
});

describe('a text in the place of another', () => {
  it('is the same as read afresh', () => {
    fc.assert(
      fc.property(text, text, text, text, (start, middle, end, other) => {
        const before = parseToml(start + middle + end);
        wholeDocument(before);
        for (const next of [start + other + end, start + middle + end, other, '']) {
          const again = parseTomlAgain(next, before);
          expect(again.text).toBe(next);
          expect(wholeDocument(again)).toEqual(wholeDocument(parseToml(next)));
        }
      }),
      RUNS,
    );
  });

  it('keeps the sections that both have', () => {
    const before = parseToml('[a]\nx = 1\n[b]\nx = 1\n[c]\nx = 1\n');
    const [, a, b, c] = identities(before);
    const [, again, changed, moved] = identities(
      parseTomlAgain('[a]\nx = 1\n[b]\nx = 1000\n[c]\nx = 1\n', before),
    );
    expect(again).toBe(a);
    expect(changed).not.toBe(b);
    expect(moved).toBe(c);
  });
});

function identities({ sections }: TomlDocument): readonly object[] {
  return sections.map(({ identity }) => identity);
}

function expectInside(inner: Span, outer: Span): void {
  expect(inner.start).toBeGreaterThanOrEqual(outer.start);
  expect(inner.end).toBeGreaterThanOrEqual(inner.start);
  expect(inner.end).toBeLessThanOrEqual(outer.end);
}

/** Tables by header are elsewhere than their parents; all else is inside of what it belongs to. */
function expectNested(value: TomlValue, outer: Span): void {
  expectInside(value.span, outer);
  if (value.kind === 'array') {
    for (const item of value.items) expectNested(item, value.ofTables ? outer : value.span);
  } else if (value.kind === 'string') {
    expectInside(value.contentSpan, value.span);
  } else if (value.kind === 'table') {
    expectEntriesNested(value, value.inline ? value.span : outer);
  }
}

function expectEntriesNested(table: TomlTable, outer: Span): void {
  for (const entry of table.entries.values()) {
    expectInside(entry.span, outer);
    expectInside(entry.keySpan, entry.span);
    const { value } = entry;
    const isElsewhere = value.kind === 'table' || (value.kind === 'array' && value.ofTables);
    expectNested(value, isElsewhere ? outer : entry.span);
  }
}

/** The sections follow each other without a gap, from the text's start to its end. */
function expectCovered({ sections, text: whole }: TomlDocument): void {
  let end = 0;
  for (const { span } of sections) {
    expect(span.start).toBe(end);
    end = span.end;
  }
  expect(end).toBe(whole.length);
}
