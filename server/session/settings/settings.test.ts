import { describe, expect, it } from 'vitest';
import { parseToml } from '../../toml/parse.ts';
import { decodeClientSettings, decodeManifestSettings, projectSettings } from './settings.ts';
import { defaultSettings } from './settings-table.ts';

const codes = new Set(['lock-stale', 'not-in-lock']);

function fromManifest(text: string) {
  const { values, problems } = decodeManifestSettings(parseToml(text), codes);
  return {
    values,
    problems: problems.map(({ message, span }) => [message, text.slice(span.start, span.end)]),
  };
}

describe('settings of the manifest', () => {
  it('takes every setting', () => {
    expect(
      fromManifest(
        [
          '[tool.pyproject-nix-ls]',
          'target = "uv2nix"',
          'systems = ["x86_64-darwin"]',
          'python = "3.12.1"',
          'prefer-wheels = true',
          'ignored-packages = ["A.B"]',
          'version-hints = false',
          'native-hints = false',
          '[tool.pyproject-nix-ls.severity]',
          'lock-stale = "off"',
        ].join('\n'),
      ),
    ).toEqual({
      values: {
        target: 'uv2nix',
        systems: ['x86_64-darwin'],
        python: '3.12',
        preferWheels: true,
        ignoredPackages: ['A.B'],
        versionHints: false,
        nativeHints: false,
        severity: new Map([['lock-stale', 'off']]),
      },
      problems: [],
    });
  });

  it('wants a Python version in quotes', () => {
    const expected =
      'The setting python must be a Python version in quotes, such as "3.12" or "pypy3.10".';
    for (const value of ['3.12', '"python3.12"', '">=3.11"'])
      expect(fromManifest(`[tool.pyproject-nix-ls]\npython = ${value}\n`)).toEqual({
        values: {},
        problems: [[expected, `python = ${value}`]],
      });
  });

  it("takes a project's own facts, and tells what is wrong in them", () => {
    const { values, problems } = fromManifest(
      [
        '[tool.pyproject-nix-ls.packages]',
        '"Foo_Bar" = { build-inputs = ["libfoo", "${evil}"], notes = 7 }',
        'foo-bar = {}',
        '"not a name" = {}',
        'baz = 1',
        '[tool.pyproject-nix-ls.packages.qux]',
        'build-inputs = [{ attr = "zlib", from = "new" }]',
      ].join('\n'),
    );
    expect(values.packages?.get('foo-bar')).toEqual({
      name: 'foo-bar',
      buildInputs: [{ attr: 'libfoo' }],
      notes: [],
    });
    expect(values.packages?.get('qux')?.buildInputs).toEqual([{ attr: 'zlib' }]);
    expect(problems).toEqual([
      [expect.stringContaining('nixpkgs attribute'), '"${evil}"'],
      [expect.stringContaining('list of strings'), 'notes = 7'],
      ['The setting packages.foo-bar must be there once.', 'foo-bar'],
      ['The setting packages.not a name must be called as a package can be.', '"not a name"'],
      ['packages.baz: This must be a table.', 'baz = 1'],
      [expect.stringContaining('must be a version'), 'from = "new"'],
    ]);
  });

  it('makes one message of one bad value, at its place, and keeps the rest', () => {
    const { values, problems } = fromManifest(
      [
        '[tool.pyproject-nix-ls]',
        'target = "nixos"',
        'systems = ["x86_64-linux", "vax"]',
        'native-hints = 1979-05-27',
        'version-hints = false',
        'colour = "blue"',
        'severity = { lock-stale = "loud", not-in-lock = "hint", no-such = "off" }',
      ].join('\n'),
    );
    expect(problems).toEqual([
      [
        'The setting target must be one of poetry2nix, uv2nix, pyproject-nix, nixpkgs, dream2nix, devenv, mkshell, pypi2nix.',
        'target = "nixos"',
      ],
      [
        'The setting systems.1 must be one of x86_64-linux, aarch64-linux, x86_64-darwin, aarch64-darwin.',
        '"vax"',
      ],
      ['The setting native-hints must be true or false.', 'native-hints = 1979-05-27'],
      ['Unknown setting “colour”.', 'colour = "blue"'],
      [
        'The setting severity.lock-stale must be one of error, warning, information, hint, off.',
        'lock-stale = "loud"',
      ],
      ['Unknown diagnostic “no-such”.', 'no-such = "off"'],
    ]);
    expect(values.systems).toEqual(['x86_64-linux']);
    expect(values.versionHints).toBe(false);
    expect(values.severity?.get('not-in-lock')).toBe('hint');
  });

  it('has nothing to say of a manifest without the table', () => {
    expect(fromManifest('[tool.poetry]\nname = "a"\n')).toEqual({ values: {}, problems: [] });
    expect(fromManifest('tool = 1\n')).toEqual({ values: {}, problems: [] });
  });
});

describe('settings of the client', () => {
  it('takes names as JSON writes them', () => {
    expect(decodeClientSettings({ ignoredPackages: ['x'], versionHints: false }, codes)).toEqual({
      values: { ignoredPackages: ['x'], versionHints: false },
      problems: [],
    });
  });

  it.each([undefined, null, {}])('has nothing to say of %s', (json) => {
    expect(decodeClientSettings(json, codes)).toEqual({ values: {}, problems: [] });
  });

  it.each([1, 'text', true, []])('says that %j is no object', (json) => {
    expect(decodeClientSettings(json, codes).problems).toHaveLength(1);
  });

  it('is not confused by names that objects have', () => {
    const json: unknown = JSON.parse(
      '{"__proto__": 1, "constructor": {"a": 1}, "severity": {"__proto__": "off"}}',
    );
    const { values, problems } = decodeClientSettings(json, codes);
    expect(problems).toHaveLength(3);
    expect(projectSettings({ ...defaultSettings, ...values }).severity).not.toHaveProperty(
      'lock-stale',
    );
    expect({}).not.toHaveProperty('a');
  });
});
