import { parseRuns } from '../../overrides-db/poetry2nix-line.ts';
import { describe, expect, it } from 'vitest';
import {
  fact,
  factsOf,
  lockText,
  manifestText,
  poetry2nixOf,
  projectOf,
} from '../../test/support/project.ts';
import { rules } from './registry.ts';
import { findings } from './run.ts';

describe('rules', () => {
  it('have ids of their own', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('findings', () => {
  const libfoo = { kind: 'native-input', attr: 'libfoo', as: 'buildInputs' } as const;
  const facts = [
    factsOf('low', [fact(libfoo, ['uv2nix_hammer_overrides', 'debian'])]),
    factsOf('foo', [fact(libfoo, ['uv2nix_hammer_overrides', 'debian'])]),
  ];
  const texts = {
    manifest: manifestText(['foo = "^1"']),
    lock: lockText([{ name: 'foo', needs: ['low = "*"'] }, { name: 'low' }]),
    facts,
  };
  const native = (settings = {}) =>
    findings(projectOf({ ...texts, settings })).filter(
      ({ code }) => code === 'missing-native-input',
    );

  it('say a need at the dependency that brings it, and again at its own table', () => {
    const found = native().map((finding) => [finding.package, finding.file, finding.duplicate]);
    expect(found).toEqual([
      ['foo', '/p/pyproject.toml', false],
      ['foo', '/p/poetry.lock', true],
      ['low', '/p/pyproject.toml', false],
      ['low', '/p/poetry.lock', true],
    ]);
    expect(native()[2]?.message).toContain('Brought by foo → low.');
  });

  it('have the severity that the user has set', () => {
    const severities = native({ severity: { 'missing-native-input': 'information' } });
    expect(severities.map(({ severity }) => severity)).toEqual(Array(4).fill('information'));
    expect(native({ severity: { 'missing-native-input': 'off' } })).toEqual([]);
  });

  it('leave out packages that the user ignores', () => {
    expect(native({ ignoredPackages: ['foo'] }).map((finding) => finding.package)).toEqual([
      'low',
      'low',
    ]);
  });

  it('say once what two calls lack alike', () => {
    const nix = `{ pkgs }: {
      app = pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; };
      env = pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; };
    }`;
    const project = projectOf({ ...texts, nix });
    expect(project.uses.map(({ callee }) => callee)).toEqual([
      'mkPoetryApplication',
      'mkPoetryEnv',
    ]);
    const codes = findings(project).filter(
      ({ code, duplicate }) => code === 'missing-native-input' && !duplicate,
    );
    expect(codes.map((finding) => finding.package)).toEqual(['foo', 'low']);
  });

  it('find nothing in an empty manifest that nothing builds', () => {
    expect(findings(projectOf({ manifest: '', nix: null }))).toEqual([]);
  });
});

describe('lock-stale', () => {
  it('stands at the table where the cause has a finding of its own', () => {
    const manifest = manifestText(['foo = "^1"', 'bar = "*"']);
    const lock = lockText([{ name: 'foo' }]);
    const found = findings(projectOf({ manifest, lock }));
    expect(found.map(({ code }) => code)).toEqual(['lock-stale', 'not-in-lock']);
    expect(found.map(({ span }) => manifest.slice(span.start, span.end))).toEqual([
      '[tool.poetry.dependencies]',
      'bar',
    ]);
  });
});

describe('python-incompatible', () => {
  it('says which part of the range is left out', () => {
    const manifest = manifestText(['foo = "^1"']).replace('python = "^3.8"', 'python = "^3.7"');
    const found = findings(projectOf({ manifest, lock: lockText([{ name: 'foo' }]) }));
    const [finding] = found.filter(({ code }) => code === 'python-incompatible');
    expect(finding?.message).toBe(
      'foo 1.0 supports Python >=3.8; the project allows ^3.7, of which only >=3.8,<4.0 is supported.',
    );
  });

  it('leaves dependencies with a marker alone', () => {
    const manifest = manifestText(['foo = { version = "^1", python = ">=3.8" }']).replace(
      'python = "^3.8"',
      'python = "^3.7"',
    );
    const found = findings(projectOf({ manifest, lock: lockText([{ name: 'foo' }]) }));
    expect(found.map(({ code }) => code)).not.toContain('python-incompatible');
  });
});

describe('dangling-dependency', () => {
  it.each([
    ['bar = "*"', ['bar']],
    ['bar = { version = "*", markers = "python_version < \'3.7\'" }', []],
    ['bar = { version = "*", optional = true }', []],
    ['setuptools = "*"', []],
  ])('%s', (line, expected) => {
    const lock = lockText([{ name: 'foo', needs: [line] }]);
    const found = findings(projectOf({ manifest: manifestText(['foo = "^1"']), lock }));
    const spans = found
      .filter(({ code }) => code === 'dangling-dependency')
      .map(({ span }) => lock.slice(span.start, span.end));
    expect(spans).toEqual(expected);
  });
});

describe('override-unneeded', () => {
  const hatchling = { kind: 'build-system', attr: 'hatchling' } as const;
  const defaults = {
    provides: [{ need: hatchling, when: {}, during: parseRuns(['8f1b726844..']) }],
    replaces: [],
  };
  const unneeded = (body: string, pins: ReadonlyMap<string, string>) => {
    const nix = `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication {
      projectDir = ./.;
      overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
        foo = prev.foo.overridePythonAttrs (old: { ${body} });
      });
    }`;
    const project = projectOf({
      manifest: manifestText(['foo = "^1"']),
      lock: lockText([{ name: 'foo' }]),
      facts: [factsOf('foo', [fact(hatchling, ['poetry2nix'])], defaults)],
      nix,
      pins,
    });
    return findings(project).filter(({ code }) => code === 'override-unneeded').length;
  };
  const adds = 'buildInputs = (old.buildInputs or [ ]) ++ [ final.hatchling ];';

  it('is said where the pinned revision provides all of it', () => {
    expect(unneeded(adds, poetry2nixOf(1_720_000_000))).toBe(1);
  });

  it.each([
    ['an older revision', adds, poetry2nixOf(1_640_000_000)],
    ['a fork that may lag behind', adds, poetry2nixOf(1_670_000_000)],
    ['no pin', adds, new Map<string, string>()],
    ['more than that', `${adds} doCheck = false;`, poetry2nixOf(1_720_000_000)],
    [
      'another library',
      'buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.zlib ];',
      poetry2nixOf(1_720_000_000),
    ],
  ])('is not said with %s', (_, body, pins) => {
    expect(unneeded(body, pins)).toBe(0);
  });
});
