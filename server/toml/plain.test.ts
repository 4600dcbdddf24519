import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWithLibrary } from './library.ts';
import { readPlainAssignment } from './plain.ts';

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
  ])('is read as the library reads it: %j', (text) => {
    const plain = readPlainAssignment(text, 7);
    expect(plain).not.toBeNull();
    expect(plain).toEqual(parseWithLibrary(text, 7, '1.0'));
  });

  it.each([
    'a.b = 1',
    '"a" = 1',
    'a = "x\\n"',
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

  it('never differs from what the library reads', () => {
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
      '-',
    ];
    const text = fc
      .array(fc.constantFrom(...pieces), { maxLength: 14 })
      .map((parts) => `a = ${parts.join('')}`);
    fc.assert(
      fc.property(text, (given) => {
        const plain = readPlainAssignment(given, 3);
        if (plain) expect(plain).toEqual(parseWithLibrary(given, 3, '1.0'));
      }),
      { numRuns: 5000 },
    );
  });
});
