import { describe, expect, it } from 'vitest';
import { parseToml } from './parse.ts';
import { wholeTree } from './testing.ts';

/** What TOML 1.0 allows, what only 1.1 does, and what neither does, a rule of the specification a line. */
const VALID: Readonly<Record<string, readonly string[]>> = {
  comment: ['# only', 'a = 1 # behind\n# own', '#\n', '# tab\there, and é 😀'],
  key: [
    'a-b_C9 = 1',
    '1234 = 1',
    '"" = 1',
    "'a.b' = 1",
    '"é" = 1',
    '3.14 = "pi"',
    'a.b.c = 1\na.b.d = 2',
  ],
  string: [
    'a = "\\b\\t\\n\\f\\r\\"\\\\\\u0041\\U00000041"',
    "a = ''''x'y''z'''",
    'a = """\\\n  \n  x"""',
    'a = """""x"""""',
  ],
  integer: ['a = +0', 'a = -0', 'a = 1_2_3', 'a = 0xAb_cD', 'a = 0o7_7', 'a = 0b1_0'],
  float: ['a = 1e1_0', 'a = -0.0', 'a = 1.5E+3', 'a = +inf', 'a = -nan', 'a = 6.02_1e-23'],
  boolean: ['a = true\nb = false'],
  'date and time': [
    'a = 1979-05-27T07:32:00Z',
    'a = 1979-05-27 07:32:00-07:00',
    'a = 1979-05-27t07:32:00.999z',
    'a = 1979-05-27T07:32:00',
    'a = 2000-02-29',
    'a = 00:32:00.5',
  ],
  array: [
    'a = []',
    'a = [ # c\n]',
    'a = [\n1,\n# c\n2\n,\n]',
    'a = [1, "x", [true], {}]',
    'a = [[[]]]',
  ],
  'inline table': [
    'a = {}',
    'a = { b.c = 1, b.d = 2 }',
    'a = { b = [\n1,\n] }',
    'a = { "b" = { c = 1 } }',
  ],
  table: ['[a]', '[ a . "b" ]\n', '[a.b]\n[a]', '[a]\n[a.b]', '[""]', '[a]\nb.c = 1\n[a.b.d]'],
  'array of tables': [
    '[[a]]\n[[a]]',
    '[[a]]\n[a.b]\n[[a]]\n[a.b]',
    '[[a.b]]\n[a]',
    '[[a]]\n[[a.b]]\n[[a.b]]',
  ],
};

const NEWER: Readonly<Record<string, readonly string[]>> = {
  string: ['a = "\\x41"', 'a = "\\e"'],
  'date and time': ['a = 07:32', 'a = 1979-05-27T07:32'],
  'inline table': ['a = { b = 1,}', 'a = {\n}', 'a = { b = 1\n}'],
};

const INVALID: Readonly<Record<string, readonly string[]>> = {
  comment: ['# \x00', 'a = 1 # \x1f', '# \x7f', 'a = [ # \x01\n]'],
  key: [
    '= 1',
    'a',
    'a =',
    'a b = 1',
    'é = 1',
    '"a\nb" = 1',
    '"""a""" = 1',
    'a. = 1',
    '.a = 1',
    'a..b = 1',
    'a = 1 b = 2',
    'a\n= 1',
    'a =\n1',
    '"a = 1',
    'a! = 1',
  ],
  'defined twice': [
    'a = 1\na = 2',
    'a = 1\n"a" = 2',
    'a = 1\na.b = 2',
    'a.b = 1\na = 2',
    'a.b = 1\na.b.c = 2',
    'a = { b = 1 }\na.c = 2',
    'a = { b = 1, b = 2 }',
    'a = { b.c = 1, b = 2 }',
    'a = { b = { c = 1 }, b.d = 2 }',
  ],
  string: [
    'a = "x',
    "a = 'x",
    'a = "x\ny"',
    "a = 'x\ny'",
    'a = """x',
    "a = '''x",
    'a = "\\q"',
    'a = "\\u12"',
    'a = "\\ud800"',
    'a = "\\U00110000"',
    'a = "\x00"',
    "a = '\x1f'",
    'a = """\x7f"""',
    'a = """\\ x"""',
    'a = """x""""""',
    'a = "x" "y"',
    'a = "\\',
  ],
  integer: [
    'a = 01',
    'a = +01',
    'a = 1__0',
    'a = _1',
    'a = 1_',
    'a = 0x',
    'a = 0xg',
    'a = +0x1',
    'a = 0X1',
    'a = 0b2',
    'a = 0o8',
    'a = --1',
    'a = 1a',
  ],
  float: [
    'a = 1.',
    'a = .1',
    'a = 1.e1',
    'a = 1e',
    'a = 1._0',
    'a = 01.0',
    'a = Inf',
    'a = NaN',
    'a = 1.0.0',
    'a = 1e1.0',
  ],
  boolean: ['a = True', 'a = t', 'a = truer', 'a = FALSE'],
  'date and time': [
    'a = 1979-13-01',
    'a = 1979-02-30',
    'a = 1979-5-27',
    'a = 25:00:00',
    'a = 1979-05-27T',
    'a = 1979-05-27T07:32:00+25:00',
  ],
  array: [
    'a = [',
    'a = [1',
    'a = [1 2]',
    'a = [,]',
    'a = [1,,2]',
    'a = ]',
    'a = [1]]',
    'a = [[1]',
    'a = [b = 1]',
  ],
  'inline table': [
    'a = {',
    'a = { b',
    'a = { b = 1 c = 2 }',
    'a = { , }',
    'a = { b = 1 } }',
    'a = { b = }',
    'a = { 1 }',
  ],
  table: [
    '[a',
    'a]',
    '[]',
    '[a.]',
    '[.a]',
    '[a..b]',
    '[a]]',
    '[a b]',
    '[a] b = 1',
    '[a\n]',
    '["a]',
    '["""a"""]',
    '[a]\n[a]',
    'a = 1\n[a]',
    'a = {}\n[a.b]',
    'a.b = 1\n[a]',
    '[a]\nb.c = 1\n[a.b]',
    '[a.b.c]\nd = 1\n[a]\nb.c.e = 2',
    '[a]\nb = 1\n[a.b]',
  ],
  'array of tables': [
    '[[a]',
    '[[a',
    '[[]]',
    '[ [a] ]',
    '[[a] ]',
    '[[a]] b = 1',
    '[[a]]\n[a]',
    '[a]\n[[a]]',
    'a = []\n[[a]]',
    'a = 1\n[[a.b]]',
    '[[a]]\n[a.b]\n[[a.b]]',
    '[[a.b]]\n[a]\nb.c = 1',
  ],
  encoding: ['a = 1\rb = 2', 'a = 1\r', '\x00', 'a = 1\n\uFEFFb = 2'],
};

/** The library takes a carriage return alone for a line break, and is asked about the text without its mark. */
const NOT_SEEN_BY_LIBRARY = /\r(?!\n)/;

function rows(samples: Readonly<Record<string, readonly string[]>>): [string, string][] {
  return Object.entries(samples).flatMap(([rule, texts]) =>
    texts.map((text): [string, string] => [rule, text]),
  );
}

describe('TOML 1.0 and 1.1', () => {
  it.each(rows(VALID))('%s: allows %j', (_, text) => {
    const { errors, newer } = parseToml(text);
    expect([errors, newer]).toEqual([[], []]);
    expect(wholeTree(text)).not.toBeNull();
  });

  it.each(rows(NEWER))('%s: 1.1 alone allows %j', (_, text) => {
    const { errors, newer } = parseToml(text);
    expect(errors).toEqual([]);
    expect(newer).toHaveLength(1);
    expect(wholeTree(text)).toBeNull();
  });

  it.each(rows(INVALID))('%s: does not allow %j', (_, text) => {
    expect(parseToml(text).errors).not.toEqual([]);
    if (!NOT_SEEN_BY_LIBRARY.test(text)) expect(wholeTree(text)).toBeNull();
  });
});
