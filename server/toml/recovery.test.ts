import { describe, expect, it } from 'vitest';
import type { TomlDocument, TomlTable } from './model.ts';
import { parseToml } from './parse.ts';

function tableAt(document: TomlDocument, ...path: readonly string[]): TomlTable {
  let table = document.root;
  for (const key of path) {
    const value = table.entries.get(key)?.value;
    if (value?.kind !== 'table') throw new Error(`no table at ${path.join('.')}`);
    table = value;
  }
  return table;
}

/** Each error as its message and what it is on. */
function errorsOf(document: TomlDocument): readonly (readonly [string, string])[] {
  return document.errors.map(({ message, span }) => [
    message,
    document.text.slice(span.start, span.end),
  ]);
}

function messages(text: string): readonly string[] {
  return parseToml(text).errors.map(({ message }) => message);
}

/** The strings of `project.dependencies`; of other values their kind. */
function itemsOf(document: TomlDocument): readonly string[] {
  const value = tableAt(document, 'project').entries.get('dependencies')?.value;
  if (value?.kind !== 'array') throw new Error('no dependencies');
  return value.items.map((item) => (item.kind === 'string' ? item.value : item.kind));
}

function withTypedElement(line: string): TomlDocument {
  return parseToml(
    `[project]\ndependencies = [\n  "a>=1",\n${line}\n  "b",\n]\nname = "x"\n[next]\ny = 1\n`,
  );
}

function conflictOn(key: string): string {
  return `<<<<<<< a\n${key} = 1\n=======\n${key} = 2\n>>>>>>> b\n`;
}

function isComplete(text: string, ...path: readonly string[]): boolean {
  return tableAt(parseToml(text), ...path).complete;
}

const HALF_TYPED = [
  ['a missing value', 'name = ', 'name ='],
  ['a bare word', 'name', 'name'],
  ['an open string', 'name = "^1', '"^1'],
  ['an open inline table', 'name = {', '{'],
  ['an open inline table with a start', 'name = { version = "^1"', '{'],
  ['an open array', 'name = [', '['],
  ['an open header', '[tool.x', '[tool.x'],
  ['an open header of an array', '[[tool.x', '[[tool.x'],
  ['a bracket', '[', '['],
  ['two brackets', '[]', '[]'],
  ['a missing key', '= ^1.2', '= ^1.2'],
  ['a constraint without quotes', 'name = ^1.2', '^1.2'],
  ['a requirement', 'name>=1.2', 'name>=1.2'],
  ['a defined key', 'requests = "1"', 'requests'],
  ['an open multi-line string', 'name = """', '"""'],
  ['a dot', 'name.', '.'],
  ['an open key', '"na', '"na'],
  ['conflict markers', '<<<<<<< HEAD\nname = "1"\n=======\nname = "2"\n>>>>>>> b', '<<<<<<< HEAD'],
  [
    'three-way conflict markers',
    '<<<<<<< HEAD\nflask = "1"\n||||||| base\nflask = "0"\n=======\nflask = "2"\n>>>>>>> b',
    '<<<<<<< HEAD',
  ],
] as const;

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
])('in the middle of a table, with %s', (_, lineBreak) => {
  it.each(HALF_TYPED)('%s leaves the rest as it is', (_name, typed, marked) => {
    const text = [
      '[tool.poetry.dependencies]',
      'python = "^3.8"',
      'requests = { version = "^2.0", extras = ["socks"] }',
      ...typed.split('\n'),
      'pillow = "^7"',
      'lxml = [',
      '  { version = "^4", python = "<3.9" },',
      ']',
      '',
      '[tool.poetry.group.dev.dependencies]',
      'pytest = "^7"',
      '',
    ].join(lineBreak);
    const document = parseToml(text);
    const main = tableAt(document, 'tool', 'poetry', 'dependencies');
    for (const name of ['python', 'requests', 'pillow', 'lxml'])
      expect(main.entries.has(name), name).toBe(true);
    const later = tableAt(document, 'tool', 'poetry', 'group', 'dev', 'dependencies');
    expect([...later.entries.keys()]).toEqual(['pytest']);
    expect(errorsOf(document).map(([, on]) => on)).toEqual([marked]);
  });
});

describe('an array that is being typed', () => {
  it.each([
    ['  "c', ['a>=1', 'b']],
    ['  "', ['a>=1', 'b']],
    ['  c>=1', ['a>=1', 'b']],
    ['  "c"', ['a>=1', 'c', 'b']],
    ['  "c", "d', ['a>=1', 'c', 'b']],
    ['  { x = 1', ['a>=1', 'b']],
    ['  ,', ['a>=1', 'b']],
    ['<<<<<<< HEAD\n  "c",\n=======\n  "d",\n>>>>>>> b', ['a>=1', 'c', 'd', 'b']],
  ])('keeps the other elements beside %j', (line, items) => {
    const document = withTypedElement(line);
    expect(itemsOf(document)).toEqual(items);
    expect(document.errors).toHaveLength(1);
    const project = tableAt(document, 'project');
    expect(project.entries.has('name')).toBe(true);
    expect(project.complete).toBe(false);
    expect(project.entries.get('dependencies')?.value).toMatchObject({ complete: false });
    expect(tableAt(document, 'next').complete).toBe(true);
  });

  it.each([
    ['a = ["x", "y]\nb = 1\n', ['x']],
    ['a = [\n  "x",\n  "y"\n\n[b]\n', ['x', 'y']],
    ['a = [\n  "x",\nb = 1\n', ['x']],
    ['a = [\n  "x",\n"b" = 1\n', ['x']],
    ['a = [\n  "x",\n  ["y"],\n  [1],\n[[b]]\n', ['x', 'array', 'array']],
  ])('ends before the next statement in %j', (text, items) => {
    const document = parseToml(text);
    const value = document.root.entries.get('a')?.value;
    expect(value).toMatchObject({ kind: 'array', complete: false });
    if (value?.kind === 'array')
      expect(value.items.map((item) => (item.kind === 'string' ? item.value : item.kind))).toEqual(
        items,
      );
    expect(document.root.entries.has('b')).toBe(true);
    expect(document.errors).toHaveLength(1);
  });

  it('is left out where nothing of it could be read', () => {
    const document = parseToml('a = [\nb = 1\n');
    expect([...document.root.entries.keys()]).toEqual(['b']);
  });
});

describe('messages', () => {
  it.each([
    ['a = ', 'A value is missing after `=`', 'a ='],
    ['a = # why', 'A value is missing after `=`', 'a ='],
    ['a', 'A `=` and a value are missing after this key', 'a'],
    ['a b', 'A `=` is missing after the key', 'a b'],
    ['a.b. = 1', 'A part of the key is missing behind this dot', '.'],
    ['a == 1', 'A single `=` stands between key and value', '='],
    ['a = ^1', 'Not a TOML value: text must be in quotes', '^1'],
    ['a = True # yes', 'Not a TOML value: text must be in quotes', 'True'],
    ['a = \u201cx\u201d', 'Not a TOML value: text must be in straight quotes', '\u201cx\u201d'],
    ["a = 'x", "This string is not closed: ' is missing", "'x"],
    ['a = "x" "y"', 'Expected a line break after the value', '"y"'],
    ['a = ["x" "y"]', 'A comma is missing before this', '"y"'],
    ['a = ["x", , "y"]', 'A value is missing before this comma', ','],
    ['a = [1]]', 'Expected a line break after the value', ']'],
    ['a = { b = 1 }}', 'This } closes nothing', '}'],
    ['a = ["x", { b = 1]', 'This inline table is not closed: } is missing', '{'],
    ['a = { b = }', 'A value is missing before this', '}'],
    ['a = { b }', 'A `=` is missing before this', '}'],
    ['a = { b = 1, b = 2 }', 'This key is defined twice', 'b'],
    ['a = {\n  b = 1\n  c = 2\n}', 'A comma is missing before this', 'c'],
    ['a = "C:\\dir"', 'Not an escape sequence of TOML; \\\\ stands for a backslash', '\\d'],
    ['[]', 'A table header holds keys with dots between them', '[]'],
    ['[[a]', 'This table header is not closed: ]] is missing', '[[a]'],
    ['[a] b = 1', 'Expected a line break after the table header', 'b = 1'],
    ['a = 1\n"a" = 2', '`a` is defined twice', '"a"'],
    ['[a]\n[b]\n[a]', 'The table `a` is defined twice', '[a]'],
    ['[[a]]\n[a]', '`a` is defined already, as an array of tables', 'a'],
    ['# \x01', 'The control character U+0001 must be written as an escape', '\x01'],
  ])('of %j', (text, message, on) => {
    expect(errorsOf(parseToml(text))).toEqual([[message, on]]);
  });

  it('are said once of lines that are no TOML at all', () => {
    expect(
      messages('[a]\nx = 1\nonce upon a time\nthere was a file\n- with a list\n'),
    ).toHaveLength(1);
    expect(messages('once upon\nx = 1\na time\n')).toHaveLength(2);
  });

  it('are said once of a table that a value stands in the way of', () => {
    expect(messages('a = 1\n[a.b]\nx = 1\n[a.c]\n[a.d.e]\n')).toHaveLength(1);
  });

  it('are said once of a table that is there twice', () => {
    expect(messages('[a]\nx = 1\ny = 2\n[b]\n[a]\nx = 1\ny = 2\nz = 3\n')).toHaveLength(1);
  });
});

describe('merge conflicts', () => {
  it('across tables are one error', () => {
    const document = parseToml(
      '[a]\n<<<<<<< HEAD\nx = 1\n\n[b]\ny = 1\n=======\nx = 2\n\n[b]\ny = 2\nz = [\n>>>>>>> theirs\n\n[c]\nz = 1\n',
    );
    expect(errorsOf(document).map(([, on]) => on)).toEqual(['<<<<<<< HEAD']);
    expect(tableAt(document, 'a').complete).toBe(false);
    expect(tableAt(document, 'b').complete).toBe(false);
    expect(tableAt(document, 'c').complete).toBe(true);
  });

  it('are one error each', () => {
    expect(messages(`${conflictOn('x')}${conflictOn('y')}`)).toHaveLength(2);
  });

  it('may have lost their first line', () => {
    expect(messages('x = 1\n=======\ny = 2\n>>>>>>> b\n')).toHaveLength(2);
  });

  it('are not underlines in a text', () => {
    expect(messages('x = """\nTitle\n=======\n"""\n')).toEqual([]);
  });

  it('do not hide mistakes elsewhere', () => {
    expect(messages('<<<<<<< a\nx = 1\n=======\nx = 2\n>>>>>>> b\nx = 3\n')).toHaveLength(2);
  });
});

describe('a multi-line string left open', () => {
  it('ends with its line, though other such strings follow', () => {
    const document = parseToml(
      '[a]\nb = """\nc = 1\n[d]\ne = """\nline [x]\n"""\nf = \'\'\'\ny\n\'\'\'\n[g]\n',
    );
    expect(errorsOf(document)).toEqual([['This string is not closed: """ is missing', '"""']]);
    expect([...document.root.entries.keys()]).toEqual(['a', 'd', 'g']);
    expect([...tableAt(document, 'd').entries.keys()]).toEqual(['e', 'f']);
    expect([...tableAt(document, 'a').entries.keys()]).toEqual(['c']);
  });

  it('is one error, whatever its text is', () => {
    const text = '[a]\nb = """\n[tox]\nenvlist = py38\n\n[testenv]\ncommands = {posargs}\n= 1\n';
    expect(errorsOf(parseToml(text)).map(([, on]) => on)).toEqual(['"""']);
    expect(messages(`c = \n${text}`)).toHaveLength(2);
  });

  it('does not make strings of other quotes end early', () => {
    const document = parseToml('a = \'\'\'\nk = """\n\'\'\'\nb = """\n');
    expect([...document.root.entries.keys()]).toEqual(['a']);
    expect(document.errors).toHaveLength(1);
  });
});

describe('what is known to be absent', () => {
  it('is everything in a text without mistakes', () => {
    const text = '[a]\nb.c = 1\n[a.d]\n';
    for (const path of [[], ['a'], ['a', 'b'], ['a', 'd']])
      expect(isComplete(text, ...path)).toBe(true);
  });

  it('is nothing of the table of a broken statement', () => {
    const text = 'x = 1\n[a]\nb.c = 1\ny = \n[a.d]\nz = 1\n';
    expect(isComplete(text, 'a')).toBe(false);
    expect(isComplete(text, 'a', 'b')).toBe(false);
    expect(isComplete(text, 'a', 'd')).toBe(true);
    expect(isComplete(text)).toBe(true);
  });

  it('is nothing of tables that a broken header could extend', () => {
    const text = 'i = { x = 1 }\n[a]\n[tool.x\ny = 1\n[b]\n';
    expect(isComplete(text)).toBe(false);
    expect(isComplete(text, 'a')).toBe(false);
    expect(isComplete(text, 'b')).toBe(false);
    expect(isComplete(text, 'i')).toBe(true);
  });

  it('is all of the elements that a broken header does not stand in', () => {
    const document = parseToml(
      '[[p]]\nn = 1\n[p.d]\n[[p]]\nn = 2\n[p.d]\n[p.x\ny = 1\n[[p]]\nn = 3\n[p.d]\n',
    );
    const array = document.root.entries.get('p')?.value;
    const items = array?.kind === 'array' ? array.items : [];
    const known = items.map((item) => {
      const sub = item.kind === 'table' ? item.entries.get('d')?.value : undefined;
      return [item.kind === 'table' && item.complete, sub?.kind === 'table' && sub.complete];
    });
    expect(known).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  it('leaves out sub-tables of an element whose header could not be read', () => {
    const document = parseToml(
      '[[p]]\nn = 1\n[[p\nn = 2\n[p.d]\nx = 1\n[[p]]\nn = 3\n[p.d]\nx = 2\n',
    );
    const array = document.root.entries.get('p')?.value;
    const items = array?.kind === 'array' ? array.items : [];
    const keys = items.map((item) => (item.kind === 'table' ? [...item.entries.keys()] : []));
    expect(keys).toEqual([['n'], ['n', 'd']]);
    expect(document.errors).toHaveLength(1);
  });
});
