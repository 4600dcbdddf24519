import { describe, expect, it } from 'vitest';
import { factsOf, lockText, manifestText, projectOf } from '../../test/support/project.ts';
import type { ProjectTexts } from '../../test/support/project.ts';
import type { Finding } from '../project/model.ts';
import { findings } from './run.ts';

const PROJECT = '[project]\nname = "app"\nversion = "1"\ndependencies = ["foo>=1"]\n';
const BARE = '[tool.poetry]\nname = "app"\nversion = "1"\n';

/** A lock of version 2.1 with these versions of foo, each with its markers. */
function lockOf(...versions: readonly (readonly [version: string, markers: string])[]): string {
  return lockText(
    versions.map(([version, markers]) => ({
      name: 'foo',
      version,
      lines: ['groups = ["main"]', `markers = "${markers}"`],
    })),
  ).replace('lock-version = "2.0"', 'lock-version = "2.1"');
}

const MARKERS = lockOf(['1', "sys_platform != 'win32'"], ['2', "sys_platform == 'win32'"]);

function lockedInput(repo: string, day: string): object {
  const lastModified = Date.parse(day) / 1000;
  return { locked: { type: 'github', repo, rev: 'a'.repeat(40), lastModified } };
}

/** A flake.lock that pins nixpkgs, and poetry2nix, of these days. */
function pinsOf(nixpkgs: string, poetry2nix = '2025-04-03'): ReadonlyMap<string, string> {
  const nodes = {
    root: { inputs: { poetry2nix: 'poetry2nix', nixpkgs: 'nixpkgs' } },
    poetry2nix: lockedInput('poetry2nix', poetry2nix),
    nixpkgs: lockedInput('nixpkgs', nixpkgs),
  };
  return new Map([['/p/flake.lock', JSON.stringify({ version: 7, root: 'root', nodes })]]);
}

function told(texts: ProjectTexts): readonly Finding[] {
  return findings(projectOf(texts)).filter(({ code }) =>
    ['unsupported-by-poetry2nix', 'poetry2nix-not-in-nixpkgs'].includes(code),
  );
}

function codesOf(texts: ProjectTexts): readonly string[] {
  return told(texts).map(({ code }) => code);
}

function withPython(python: string): string {
  return `{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; python = pkgs.${python}; }`;
}

function withOverrides(overrides: string): string {
  return `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = ${overrides}; }`;
}

function spans(manifest: string, more: Partial<ProjectTexts> = {}): readonly string[] {
  return told({ manifest, ...more })
    .filter(({ file }) => file === '/p/pyproject.toml')
    .map(({ span }) => manifest.slice(span.start, span.end));
}

/** What the one diagnostic says beside what it always says. */
function reasons(texts: ProjectTexts): string | null {
  const [first, ...others] = told(texts).filter(({ duplicate }) => !duplicate);
  expect(others).toEqual([]);
  return (
    first?.message
      .replace('poetry2nix does not build this project as it is: ', '')
      .replace('. It is unmaintained; its page says the ways out.', '') ?? null
  );
}

describe('unsupported-by-poetry2nix', () => {
  it('reports [project] without [tool.poetry]', () => {
    expect(spans(PROJECT)).toEqual(['[project]']);
  });

  it('reports dependencies that stand in [project] alone', () => {
    expect(spans(PROJECT + BARE)).toEqual(['dependencies']);
  });

  it('is silent where they stand in both, and without poetry2nix', () => {
    const both = `${PROJECT}${BARE}[tool.poetry.dependencies]\nfoo = "^1"\n`;
    expect(spans(both)).toEqual([]);
    expect(spans(PROJECT, { nix: null })).toEqual([]);
  });

  it('reports markers of lock 2.1, at the table of Poetry and as a duplicate in the lock', () => {
    const manifest = manifestText(['foo = "*"']);
    const found = told({ manifest, lock: MARKERS });
    expect(found.map(({ file, severity, duplicate }) => [file, severity, duplicate])).toEqual([
      ['/p/pyproject.toml', 'warning', false],
      ['/p/poetry.lock', 'warning', true],
    ]);
    expect(spans(manifest, { lock: MARKERS })).toEqual(['[tool.poetry]']);
    expect(reasons({ manifest, lock: MARKERS })).toContain('it builds foo 2, which the markers');
  });

  it.each([
    ['a package that is locked once', lockOf(['1', "sys_platform == 'win32'"])],
    [
      'a last version that the markers take',
      lockOf(['1', "python_version < '3.10'"], ['2', "python_version >= '3.10'"]),
    ],
    [
      'a last version that one of the interpreters takes',
      lockOf(['1', "python_version >= '3.10'"], ['2', "python_version < '3.10'"]),
    ],
    [
      'a last version that its own python-versions leave out as well',
      lockOf(['1', "python_version < '3.9'"], ['2', "python_version >= '4.0'"]).replace(
        /(version = "2"[^[]*python-versions = )"[^"]*"/,
        '$1">=4"',
      ),
    ],
    ['a version before', MARKERS.replace('lock-version = "2.1"', 'lock-version = "2.0"')],
    ['another group', MARKERS.replaceAll('"main"', '"docs"')],
  ])('is silent about %s', (_name, lock) => {
    expect(told({ manifest: manifestText(['foo = "*"']), lock })).toEqual([]);
  });

  it('says several reasons in one diagnostic, with where each stands', () => {
    const found = told({ manifest: PROJECT + BARE, lock: MARKERS }).filter(
      ({ duplicate }) => !duplicate,
    );
    expect(found).toHaveLength(1);
    expect(found[0]?.severity).toBe('error');
    expect(found[0]?.message).toMatch(/\[tool\.poetry\.dependencies\].*; .*`markers`/);
    expect(found[0]?.related.map(({ file }) => file)).toEqual(['/p/poetry.lock']);
  });
});

function onPython(python: string, day: string): string | null {
  const manifest = manifestText(['foo = "*"']);
  const lock = lockText([{ name: 'foo' }]);
  return reasons({ manifest, lock, nix: withPython(python), pins: pinsOf(day) });
}

describe('a nixpkgs that poetry2nix does not know', () => {
  const manifest = manifestText(['foo = "*"']);
  const lock = lockText([{ name: 'foo' }]);
  const texts = { manifest, lock };

  it('has licences that mkPoetryApplication fails on', () => {
    expect(reasons({ ...texts, pins: pinsOf('2026-09-01') })).toMatch(/^mkPoetryApplication takes/);
    expect(reasons({ ...texts, pins: pinsOf('2026-05-01') })).toBeNull();
    const nix = '{ pkgs }: pkgs.poetry2nix.mkPoetryEnv { projectDir = ./.; }';
    expect(reasons({ ...texts, nix, pins: pinsOf('2026-09-01') })).toBeNull();
  });

  it('has no interpreters that are past their end', () => {
    expect(onPython('python39', '2025-09-01')).toBe(
      'nixpkgs has no python39 any more (the pinned nixpkgs is of 2025-09-01)',
    );
    expect(onPython('python39', '2025-06-01')).toBeNull();
    expect(onPython('python38', '2024-08-01')).toContain('python38');
    expect(onPython('python311', '2026-09-01')).toBeNull();
  });

  it('breaks overrides of poetry2nix that the project depends on', () => {
    const why = 'uses rustPlatform.fetchCargoTarball, which nixpkgs removed';
    const defaults = {
      provides: [],
      replaces: [],
      broken: [{ why, nixpkgsFrom: '25.05', when: {} }],
    };
    const facts = [factsOf('foo', [], defaults)];
    const of = (more: Partial<ProjectTexts>): string | null =>
      reasons({ ...texts, facts, pins: pinsOf('2025-09-01'), ...more });
    expect(of({})).toMatch(/^its own overrides of foo use what nixpkgs has removed/);
    expect(of({ pins: pinsOf('2025-06-01') })).toBeNull();
    expect(of({ pins: new Map() })).toBeNull();
    const own = '(f: p: { foo = p.foo.override { preferWheel = true; }; })';
    expect(
      of({ nix: withOverrides(`pkgs.poetry2nix.defaultPoetryOverrides.extend ${own}`) }),
    ).toBeNull();
    expect(
      of({ nix: withOverrides('pkgs.poetry2nix.overrides.withoutDefaults (f: p: { })') }),
    ).toBeNull();
    const windows = manifestText([`foo = { version = "*", markers = "sys_platform == 'win32'" }`]);
    expect(of({ manifest: windows })).toBeNull();
  });

  it('says nothing of a poetry2nix that is later than its last revision', () => {
    expect(reasons({ manifest: PROJECT, pins: pinsOf('2026-09-01', '2025-12-01') })).toBeNull();
  });

  it('has no poetry2nix: said with the rest where there is more, else where it stands', () => {
    const nix = `{
      outputs = { self, nixpkgs }: {
        packages.x86_64-linux.default =
          nixpkgs.legacyPackages.x86_64-linux.poetry2nix.mkPoetryApplication { projectDir = self; };
      };
    }`;
    const pins = pinsOf('2025-09-01');
    const flake = { nix, nixName: 'flake.nix', pins };
    expect(codesOf({ ...texts, ...flake })).toEqual(['poetry2nix-not-in-nixpkgs']);
    expect(codesOf({ manifest: PROJECT, ...flake })).toEqual(['unsupported-by-poetry2nix']);
    expect(reasons({ manifest: PROJECT, ...flake })).toMatch(/; nixpkgs has no poetry2nix since/);
  });
});
