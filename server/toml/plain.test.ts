import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHeaderWithLibrary, parseWithLibrary } from './library.ts';
import { readPlainAssignment, readPlainHeader } from './plain.ts';

describe('a plain assignment', () => {
  it.each([
    'a = "x"',
    "a='C:\\x' # why",
    'a\t=\ttrue',
    'version = 1',
    'a = []',
    'a = [ "x", # one\n  \'y\',\n]',
    'a = { version = "^2", extras = ["x", "y"], optional = false }',
    'a = {}',
    'a = { b = 1 }  # why',
    'a = [[1, 2], [{ b = 3 }]]',
    'size = 18446744073709551615',
    '"a.b" = "x"',
    "'a b'=1",
    'a = "x == \\"y\\" \\\\ \\t"',
    'a = { "b c" = 1, \'\' = 2 }',
  ])('is read as the library reads it: %j', (text) => {
    const plain = readPlainAssignment(text, 7);
    expect(plain).not.toBeNull();
    expect(plain).toEqual(parseWithLibrary(text, 7, '1.0'));
  });

  it.each([
    'a.b = 1',
    '"a\\n" = 1',
    '"a".b = 1',
    '"""a""" = 1',
    'a = "x\\u00e9"',
    'a = "x\\q"',
    'a = "x\\',
    'a = """x"""',
    'a = 1.0',
    'a = +1',
    'a = 0x1',
    'a = 1979-05-27',
    'a = { b.c = 1 }',
    'a = [[[[[[[[[]]]]]]]]]',
    'a = ',
    'a',
    'a = "x',
    'a = "x" b',
    'a = { b = 1, }',
    'a = { b = 1, b = 2 }',
    'a = { b = [\n1] }',
    'a = [1 2]',
    'a = [1,,2]',
    'a = 01',
    'a = "\0"',
    'a = True',
    '',
  ])('leaves %j to the library', (text) => {
    expect(readPlainAssignment(text, 0)).toBeNull();
  });

  it('never differs from what the library reads, in any text', () => {
    const pieces = [
      '"x"',
      "'y'",
      '"',
      "'",
      '1',
      '0',
      'true',
      'false',
      '[',
      ']',
      '{',
      '}',
      ',',
      '=',
      ' ',
      '\n',
      '# c\n',
      'k',
      'k = ',
      'b = 1',
      '.',
      '\\',
      '\\"',
      '\\n',
      '-',
    ];
    expectSame(
      fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((parts) => parts.join('')),
      false,
    );
  });

  it('never differs from what the library reads, in valid texts, and reads them all', () => {
    const blank = fc.constantFrom('', ' ', '\t ');
    const gap = fc.constantFrom('', ' ', '\n', '\r\n  ', ' # c\n');
    const { value } = fc.letrec<{ value: string; array: string; table: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', maxDepth: 3 },
        fc.constantFrom(
          '"x"',
          "'C:\\y'",
          '""',
          'true',
          'false',
          '0',
          '17',
          '"😀 # ]"',
          '"a == \\"b\\""',
        ),
        tie('array'),
        tie('table'),
      ),
      array: fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), gap, gap, fc.boolean())
        .map(([items, before, after, hasTail]) => {
          const inner = items.join(`${before},${after}`);
          return `[${before}${inner}${hasTail && items.length > 0 ? ',' : ''}${after}]`;
        }),
      table: fc
        .tuple(fc.array(tie('value'), { maxLength: 3 }), blank, blank)
        .map(([items, before, after]) => {
          const pairs = items.map((item, index) => `k${index}${before}=${after}${item}`);
          return `{${before}${pairs.join(`${after},${before}`)}${after}}`;
        }),
    }));
    const text = fc
      .tuple(value, blank, fc.constantFrom('', '# why'))
      .map(([written, before, comment]) => `${written}${before}${comment}`)
      // In braces a line break is allowed in arrays alone: such values are left to the library.
      .filter((written) => !(written.includes('{') && /[\r\n]/.test(written)));
    expectSame(text, true);
  });
});

function expectSame(value: fc.Arbitrary<string>, isAlwaysPlain: boolean): void {
  fc.assert(
    fc.property(value, (written) => {
      const text = `a = ${written}`;
      const plain = readPlainAssignment(text, 3);
      if (isAlwaysPlain) expect(plain).not.toBeNull();
      if (plain) expect(plain).toEqual(parseWithLibrary(text, 3, '1.0'));
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 2000) },
  );
}

describe('a plain header', () => {
  it.each(['[a]', '[[package]]', '[tool.poetry.group.dev.dependencies]', '[[a-b.c_d.0]]'])(
    'is read as the library reads it: %j',
    (text) => {
      const plain = readPlainHeader(text, 7);
      expect(plain).not.toBeNull();
      expect(plain).toEqual(parseHeaderWithLibrary(text, 7, '1.0'));
    },
  );

  it.each([
    '[ a ]',
    '["a"]',
    '[a . b]',
    '[a..b]',
    '[.a]',
    '[a.]',
    '[]',
    '[a]]',
    '[[a]',
    '[[a] ]',
    'a',
    '[a] b',
    '',
  ])('leaves %j to the library', (text) => {
    expect(readPlainHeader(text, 0)).toBeNull();
  });

  it('never differs from what the library reads, in any text', () => {
    const pieces = ['[', '[[', ']', ']]', 'a', 'B-1', '_', '.', '"x"', ' ', '\u00e9', '\n'];
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 8 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, (header) => {
        const plain = readPlainHeader(header, 0);
        if (plain !== null) expect(plain).toEqual(parseHeaderWithLibrary(header, 0, '1.0'));
      }),
      { examples: [['[a.B-1]'], ['[[a]]'], ['[_]']] },
    );
  });
});
