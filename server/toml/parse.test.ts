import { describe, expect, it } from 'vitest';
import type { TomlDocument, TomlTable, TomlValue } from './model.ts';
import { parseToml } from './parse.ts';
import { plainTree } from './testing.ts';

/** The value behind a path of keys and indices of the tree. */
function at(document: TomlDocument, ...path: readonly (string | number)[]): TomlValue | undefined {
  let value: TomlValue | undefined = document.root;
  for (const step of path) {
    if (value?.kind === 'table') value = value.entries.get(String(step))?.value;
    else if (value?.kind === 'array') value = value.items[Number(step)];
    else return undefined;
  }
  return value;
}

function tableAt(document: TomlDocument, ...path: readonly (string | number)[]): TomlTable {
  const value = at(document, ...path);
  if (value?.kind !== 'table') throw new Error(`no table at ${path.join('.')}`);
  return value;
}

function textOf(document: TomlDocument, span: { start: number; end: number }): string {
  return document.text.slice(span.start, span.end);
}

describe('values', () => {
  it.each<[string, Partial<TomlValue>]>([
    ['"a\\u00e9\\n"', { kind: 'string', value: 'aé\n', verbatim: false }],
    ["'C:\\dir'", { kind: 'string', value: 'C:\\dir', verbatim: true }],
    ['""', { kind: 'string', value: '', verbatim: true }],
    ["''", { kind: 'string', value: '', verbatim: true }],
    ['"""\nx\n"""', { kind: 'string', value: 'x\n', verbatim: false }],
    ['"""x"""', { kind: 'string', value: 'x', verbatim: true }],
    ["'''it's'''", { kind: 'string', value: "it's", verbatim: true }],
    ['""""two""quotes"""""', { kind: 'string', value: '"two""quotes""' }],
    ['"""a\\\n   b"""', { kind: 'string', value: 'ab' }],
    ['"😀"', { kind: 'string', value: '😀', verbatim: true }],
    ['0', { kind: 'integer', value: 0n }],
    ['-17', { kind: 'integer', value: -17n }],
    ['1_000', { kind: 'integer', value: 1000n }],
    ['0xdead_BEEF', { kind: 'integer', value: 0xdeadbeefn }],
    ['0o17', { kind: 'integer', value: 15n }],
    ['0b101', { kind: 'integer', value: 5n }],
    ['9223372036854775808', { kind: 'integer', value: 9223372036854775808n }],
    ['1.0', { kind: 'float', value: 1 }],
    ['1e16', { kind: 'float', value: 1e16 }],
    ['-0.0', { kind: 'float', value: -0 }],
    ['inf', { kind: 'float', value: Infinity }],
    ['-inf', { kind: 'float', value: -Infinity }],
    ['+nan', { kind: 'float', value: NaN }],
    ['true', { kind: 'boolean', value: true }],
    ['1979-05-27T07:32:00.5+01:00', { kind: 'datetime', text: '1979-05-27T07:32:00.5+01:00' }],
    ['1979-05-27', { kind: 'datetime', text: '1979-05-27' }],
    ['07:32:00', { kind: 'datetime', text: '07:32:00' }],
  ])('reads %s', (written, expected) => {
    const document = parseToml(`key = ${written} # comment\n`);
    expect(document.errors).toEqual([]);
    const value = at(document, 'key');
    expect(value).toMatchObject(expected);
    expect(value && textOf(document, value.span)).toBe(written);
  });

  it('says what is between the quotes', () => {
    for (const [written, content] of [
      ['"a b"', 'a b'],
      ["'a'", 'a'],
      ['"""\na"""', '\na'],
      ["''''''", ''],
    ] as const) {
      const document = parseToml(`k = [${written}]`);
      const value = at(document, 'k', 0);
      expect(value?.kind === 'string' && textOf(document, value.contentSpan)).toBe(content);
    }
  });

  it('reads arrays over several lines', () => {
    const document = parseToml('a = [\n  1, # one\n  [2, "x"],\n  { b.c = 3 },\n]\n');
    expect(document.errors).toEqual([]);
    const inner = new Map([['b', new Map([['c', 3n]])]]);
    expect(plainTree(document.root)).toEqual(new Map([['a', [1n, [2n, 'x'], inner]]]));
  });
});

describe('keys', () => {
  it('gives each part of a dotted key its place', () => {
    const document = parseToml('a . "b.c".\'d\' = 1');
    const a = document.root.entries.get('a');
    const b = a?.value.kind === 'table' ? a.value.entries.get('b.c') : undefined;
    const d = b?.value.kind === 'table' ? b.value.entries.get('d') : undefined;
    const places = [a, b, d].map((entry) => entry && textOf(document, entry.keySpan));
    expect(places).toEqual(['a', '"b.c"', "'d'"]);
    expect(d && textOf(document, d.span)).toBe('a . "b.c".\'d\' = 1');
  });

  it('takes names of the object prototype for what they are', () => {
    const text = '__proto__ = 1\nconstructor.prototype = 2\n[toString]\nvalueOf = 3\n';
    const document = parseToml(text);
    expect(document.errors).toEqual([]);
    expect([...document.root.entries.keys()]).toEqual(['__proto__', 'constructor', 'toString']);
    expect(at(document, 'constructor', 'prototype')).toMatchObject({ value: 2n });
    expect(at(document, 'hasOwnProperty')).toBeUndefined();
  });
});

describe('tables', () => {
  it('know where they are written', () => {
    const text = 'top = 1\n\n[a.b] # why\nx = 1\ny = { z = 2 }\n\n# end\n[c]\n';
    const document = parseToml(text);
    const b = tableAt(document, 'a', 'b');
    expect(textOf(document, b.span)).toBe('[a.b] # why\nx = 1\ny = { z = 2 }');
    expect(b.headerSpans.map((span) => textOf(document, span))).toEqual(['[a.b]']);
    const a = tableAt(document, 'a');
    expect([textOf(document, a.span), a.headerSpans, a.inline]).toEqual(['a', [], false]);
    const y = tableAt(document, 'a', 'b', 'y');
    expect([textOf(document, y.span), y.headerSpans, y.inline]).toEqual(['{ z = 2 }', [], true]);
    expect(textOf(document, tableAt(document, 'c').span)).toBe('[c]');
    expect(document.root.span).toEqual({ start: 0, end: text.length });
  });

  it('may be headed after their sub-tables', () => {
    const document = parseToml('[a.b]\nx = 1\n[a]\ny = 2\n');
    expect(document.errors).toEqual([]);
    expect(plainTree(document.root)).toEqual(
      new Map([
        [
          'a',
          new Map<string, unknown>([
            ['b', new Map([['x', 1n]])],
            ['y', 2n],
          ]),
        ],
      ]),
    );
    expect(textOf(document, tableAt(document, 'a').span)).toBe('[a]\ny = 2');
    const entry = document.root.entries.get('a');
    expect(entry && textOf(document, entry.span)).toBe('[a]');
  });

  it('belong to the last element of an array of tables', () => {
    const document = parseToml(
      '[[package]]\nname = "a"\n[package.dependencies]\nx = "1"\n\n[[package]]\nname = "b"\n[package.dependencies]\ny = "2"\n',
    );
    expect(document.errors).toEqual([]);
    expect(at(document, 'package')).toMatchObject({ kind: 'array', ofTables: true });
    expect(at(document, 'package', 0, 'dependencies', 'x')).toMatchObject({ value: '1' });
    expect(at(document, 'package', 1, 'dependencies', 'y')).toMatchObject({ value: '2' });
    expect(at(document, 'package', 0, 'dependencies', 'y')).toBeUndefined();
  });

  it('may add to a table of dotted keys below it', () => {
    const document = parseToml('[fruit]\napple.color = "red"\n[fruit.apple.taste]\nsweet = true\n');
    expect(document.errors).toEqual([]);
    expect(at(document, 'fruit', 'apple', 'taste', 'sweet')).toMatchObject({ value: true });
    expect(at(document, 'fruit', 'apple', 'color')).toMatchObject({ value: 'red' });
  });
});

describe('line ends and odd characters', () => {
  it('accepts a byte order mark, and counts it', () => {
    const document = parseToml('\uFEFFa = 1\n[b]\nc = 2\n');
    expect(document.errors).toEqual([]);
    expect(document.root.entries.get('a')?.keySpan).toEqual({ start: 1, end: 2 });
    expect(document.sections.map(({ path }) => path)).toEqual([[], ['b']]);
  });

  it('accepts CRLF', () => {
    const document = parseToml('[a]\r\nb = [\r\n  "x",\r\n]\r\n[c]\r\nd = """\r\ny\r\n"""\r\n');
    expect(document.errors).toEqual([]);
    expect(at(document, 'c', 'd')).toMatchObject({ value: 'y\n' });
    expect(tableAt(document, 'a').span).toEqual({ start: 0, end: 21 });
  });

  it('counts UTF-16 units', () => {
    const document = parseToml('a = "😀" # 😀\nb = 2');
    expect(document.root.entries.get('b')?.span).toEqual({ start: 14, end: 19 });
  });

  it.each([
    ['a carriage return alone', 'a = 1\rb = 2\n'],
    ['NUL in a comment', '# \0\na = 1\nb = 2\n'],
    ['DEL behind a value', 'a = 1 # \x7f\nb = 2\n'],
    ['a carriage return in a multi-line string', 'a = """x\ry"""\nb = 2\n'],
  ])('reports %s and reads the rest', (_, text) => {
    const document = parseToml(text);
    expect(document.errors).toHaveLength(1);
    expect(at(document, 'b')).toMatchObject({ value: 2n });
  });

  it('reads nothing from nothing', () => {
    for (const text of ['', '\uFEFF', '\n\n', '# only']) {
      const { root, errors, sections } = parseToml(text);
      expect([root.entries.size, errors, sections.length]).toEqual([0, [], 1]);
      expect(root.complete).toBe(true);
    }
  });
});

describe('sections', () => {
  const text = 'top = 1\n[a."b c"]\nname = "x" # why\n[[d]]\n\'name\' = "y"\n  [e]\n[broken\n';
  const { sections } = parseToml(text);

  it('are the text between headers', () => {
    expect(sections.map(({ path, isArrayElement }) => [path, isArrayElement])).toEqual([
      [[], false],
      [['a', 'b c'], false],
      [['d'], true],
      [['e'], false],
      [null, false],
    ]);
    expect(
      sections.map(({ headerSpan }) => headerSpan && text.slice(headerSpan.start, headerSpan.end)),
    ).toEqual([null, '[a."b c"]', '[[d]]', '[e]', '[broken']);
    expect(sections.map(({ span }) => text.slice(span.start, span.end)).join('')).toBe(text);
  });

  it('have offsets of their own', () => {
    const name = sections[1]?.table().entries.get('name');
    expect(name?.keySpan).toEqual({ start: 10, end: 14 });
    expect(sections[1]?.table().headerSpans).toEqual([{ start: 0, end: 9 }]);
    expect(sections[4]?.errors()).toEqual([
      { message: 'This table header is not closed: ] is missing', span: { start: 0, end: 7 } },
    ]);
  });

  it.each([
    ['name = "x"', 'x'],
    ['name="x"#c', 'x'],
    ['  name\t=\t"x"', 'x'],
    ['name = ""', ''],
    ['a = [\n  "name = 1",\n]\nname = "x"', 'x'],
    ['a = """\nname = "no"\n"""\nname = "x"', 'x'],
    ['name = "x"\nname = "y"', 'x'],
    ['names = "x"', null],
    ["name = 'x'", null],
    ['"name" = "x"', null],
    ['name.x = "x"', null],
    ['name = "a\\tb"', null],
    ['name = "x', null],
    ['name = "x" y', null],
    ['name = """x"""', null],
    ['name = 1', null],
    ['# name = "x"', null],
    ['a = { name = "x" }', null],
  ])('show the string in %j without being parsed', (given, expected) => {
    const [, section] = parseToml(`[a]\n${given}\n`).sections;
    expect(section?.peekString('name')).toBe(expected);
  });
});
