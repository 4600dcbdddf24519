import { execFileSync } from 'node:child_process';
import { assert, property, sample, string, stringMatching } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itWithNix } from '../../test/support/nix.ts';
import {
  isAttrReference,
  isNixIdentifier,
  nixAttrName,
  nixAttrPath,
  nixList,
  nixString,
} from './print.ts';

const HOSTILE = [
  '',
  "''",
  '"',
  '\\',
  '$',
  '${',
  '$${x}',
  '\\${x}',
  '${builtins.readFile "/etc/passwd"}',
  'a"; b = builtins.abort "no',
  'line\nbreak',
  'return\r\nand\ttab',
  '# comment',
  '/* comment */',
  'or',
  'inherit',
  '__proto__',
  'constructor',
  '🐍 Größe',
  '3to2',
  'a.b',
  "it's",
  '\u0001\u007F\u2028',
];

/** Real Nix's idea of `expression`, as JSON. */
function evaluate(nix: string, expression: string): unknown {
  const output = execFileSync(nix, ['--eval', '--strict', '--json', '-'], {
    input: expression,
    encoding: 'utf8',
    env: { ...process.env, NIX_PATH: '' },
  });
  return JSON.parse(output);
}

describe('nixString', () => {
  it('escapes what means something inside a string', () => {
    expect(nixString('a"b')).toBe('"a\\"b"');
    expect(nixString('${x}')).toBe('"\\${x}"');
    expect(nixString('\\')).toBe('"\\\\"');
    expect(nixString('a\nb\r\tc')).toBe('"a\\nb\\r\\tc"');
    expect(nixString('$HOME and $$')).toBe('"$HOME and $$"');
  });

  it('keeps what Nix cannot hold out of the text', () => {
    expect(nixString('a\0b')).toBe('"a\uFFFDb"');
    expect(nixString('a\uD800b')).toBe('"a\uFFFDb"');
  });

  it('is one line, whatever is in it', () => {
    assert(
      property(string({ unit: 'binary' }), (text) => {
        expect(nixString(text)).not.toMatch(/[\r\n\0]/);
      }),
    );
  });

  itWithNix('evaluates to the same text in real Nix', { least: '2.8' }, (nix) => {
    const texts = [
      ...HOSTILE,
      ...sample(string({ unit: 'grapheme', maxLength: 30 }), 300),
      ...sample(stringMatching(/^["$\\{}'a\n\r\t]{0,12}$/), 700),
    ].map((text) => text.replaceAll('\0', ''));
    const list = `[\n${texts.map(nixString).join('\n')}\n]`;
    expect(evaluate(nix, list)).toEqual(texts);
    const names = [...new Set(texts)];
    const set = `{\n${names.map((name) => `${nixAttrName(name)} = 1;`).join('\n')}\n}`;
    expect(evaluate(nix, `builtins.attrNames ${set}`)).toEqual(
      evaluate(
        nix,
        `builtins.sort builtins.lessThan ${`[\n${names.map(nixString).join('\n')}\n]`}`,
      ),
    );
  });
});

describe('nixAttrName', () => {
  it.each([
    ['foo', 'foo'],
    ['foo-bar', 'foo-bar'],
    ["foo'", "foo'"],
    ['_x', '_x'],
    ['__proto__', '__proto__'],
    ['3to2', '"3to2"'],
    ['a.b', '"a.b"'],
    ['', '""'],
    ['or', '"or"'],
    ['with', '"with"'],
    ['a b', '"a b"'],
    ['${x}', '"\\${x}"'],
    ['größe', '"größe"'],
    ['foo\n', '"foo\\n"'],
  ])('prints %j as %s', (name, printed) => {
    expect(nixAttrName(name)).toBe(printed);
  });

  it('prints paths', () => {
    expect(nixAttrPath(['prev', 'foo.bar', 'x'])).toBe('prev."foo.bar".x');
  });
});

describe('isAttrReference', () => {
  it.each(['zlib', 'xorg.libXft', 'libpq.pg_config', 'gst_all_1.gst-plugins-base'])(
    'takes %s',
    (text) => {
      expect(isAttrReference(text)).toBe(true);
    },
  );

  it.each([
    '',
    '.',
    'a.',
    '.a',
    'a..b',
    'a b',
    'a;b',
    'zlib ]; x = [',
    '${x}',
    '"a"',
    'a\n',
    'a.with',
    '7zip',
    'pkgs/zlib',
    `a${'.a'.repeat(300)}`,
  ])('refuses %j', (text) => {
    expect(isAttrReference(text)).toBe(false);
  });

  it('knows identifiers from keywords', () => {
    expect(isNixIdentifier('let')).toBe(false);
    expect(isNixIdentifier('letter')).toBe(true);
  });
});

describe('nixList', () => {
  it('follows the bracket style', () => {
    expect(nixList(['a', 'b'], { spaced: true, emptySpaced: true })).toBe('[ a b ]');
    expect(nixList(['a', 'b'], { spaced: false, emptySpaced: true })).toBe('[a b]');
    expect(nixList([], { spaced: true, emptySpaced: true })).toBe('[ ]');
    expect(nixList([], { spaced: true, emptySpaced: false })).toBe('[]');
  });
});
