import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { candidatesIn } from './candidates.ts';
import { isMissing } from '../project/verdicts/status.ts';
import { findings } from '../rules/run.ts';
import type { Reader } from './reader.ts';
import { Session } from './session.ts';
import { readerFor } from './testing.ts';
import { uvWorkspaceOf } from './uv-workspace.ts';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';

function reader(files: Readonly<Record<string, string>>, root: string): Reader {
  return readerFor(new MemoryFileSystem({ '/w/.git/HEAD': '', ...files }), root);
}

function workspace(section: string, folder: string): string | null {
  const root = `[project]\nname = "root"\n[tool.uv.workspace]\n${section}\n`;
  return uvWorkspaceOf(folder, reader({ '/w/pyproject.toml': root }, folder));
}

describe('uvWorkspaceOf', () => {
  it.each([
    ['members = ["packages/*"]', '/w/packages/a', '/w'],
    ['members = ["packages/*"]', '/w/packages/a/b', null],
    ['members = ["packages/**"]', '/w/packages/a/b', '/w'],
    ['members = ["**/lib-?"]', '/w/x/y/lib-a', '/w'],
    ['members = ["lib-[ab]*"]', '/w/lib-abc', '/w'],
    ['members = ["lib-[ab]*"]', '/w/lib-cab', null],
    ['members = ["lib-[!ab]*", "lib-[x-z]"]', '/w/lib-abc', null],
    ['members = ["./core"]', '/w/core', '/w'],
    ['members = ["core"]', '/w/other', null],
    ['members = ["*"]\nexclude = ["old*"]', '/w/older', null],
    ['members = "core"', '/w/core', null],
    ['', '/w/core', null],
  ])('%j: %s', (section, folder, expected) => {
    expect(workspace(section, folder)).toBe(expected);
  });

  it('does not ask the folder itself, nor folders above the checkout', () => {
    const root = '[tool.uv.workspace]\nmembers = ["*"]\n';
    expect(uvWorkspaceOf('/w', reader({ '/w/pyproject.toml': root }, '/w'))).toBeNull();
    expect(uvWorkspaceOf('/w', reader({ '/pyproject.toml': root }, '/w'))).toBeNull();
  });

  it('finds the workspace of an unpacked archive, which is no checkout', () => {
    const files = { '/w/pyproject.toml': '[tool.uv.workspace]\nmembers = ["src/*"]\n' };
    const archive = new MemoryFileSystem(files);
    const found = (folder: string): string | null =>
      uvWorkspaceOf(folder, readerFor(archive, folder));
    expect(found('/w/src/lamp')).toBe('/w');
    expect(found('/w/other/lamp')).toBeNull();
  });

  it('takes a half-typed workspace for what it was', () => {
    expect(workspace('members = ["packages/*', '/w/packages/a')).toBe('/w');
  });

  it('reads hostile globs in time that grows with them', () => {
    const folder = `/w/${'a'.repeat(2000)}`;
    const growth = growthOfTime((size) => {
      const globs = `members = ["${'*a'.repeat(size)}b", "${'**/'.repeat(size)}x"]`;
      expect(workspace(globs, folder)).toBeNull();
    }, 2000);
    expect(growth).toBeLessThan(SUPER_LINEAR);
  });
});

const ROOT = `[project]
name = "root"
version = "1"
requires-python = ">=3.11"
[tool.uv.workspace]
members = ["packages/*"]
[tool.uv.sources]
lamp = { workspace = true }
`;

const MEMBER = `[project]
name = "lamp"
version = "1"
requires-python = ">=3.10"
dependencies = ["printing>=2", "wick<1; python_version < '3.11'"]
`;

const LOCK = `version = 1
requires-python = ">=3.11"

[manifest]
members = ["lamp", "root"]

[[package]]
name = "lamp"
version = "1"
source = { editable = "packages/lamp" }
dependencies = [{ name = "printing" }]

[package.metadata]
requires-dist = [
    { name = "printing", specifier = ">=2" },
    { name = "wick", marker = "python_full_version < '3.11'", specifier = "<1" },
]

[[package]]
name = "printing"
version = "2.0.1"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/printing-2.0.1.tar.gz" }

[[package]]
name = "root"
version = "1"
source = { virtual = "." }
`;

const NIX = `{ pkgs, uv2nix, base }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in
base.overrideScope (
  pkgs.lib.composeManyExtensions [
    (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
    (final: prev: { })
  ]
)
`;

const FILES = {
  '/w/.git/HEAD': '',
  '/w/pyproject.toml': ROOT,
  '/w/uv.lock': LOCK,
  '/w/default.nix': NIX,
  '/w/packages/lamp/pyproject.toml': MEMBER,
  '/w/packages/lamp/uv.lock': 'version = 1\nrequires-python = ">=3.11"\n',
};

/** What is said of the lock of the workspace, with these files besides. */
function staleness(more: Readonly<Record<string, string>>): string {
  const session = new Session(new MemoryFileSystem({ ...FILES, ...more }), fixtureKnowledge);
  const { project } = session.project('/w/pyproject.toml');
  return (project === null ? [] : findings(project))
    .filter(({ code }) => code === 'lock-stale')
    .map(({ message }) => message)
    .join();
}

describe('a member of a uv workspace', () => {
  it('has the lock of the root, and none of its own', () => {
    expect(
      candidatesIn('/w/packages/lamp', reader(FILES, '/w/packages/lamp')).map(({ locks }) => locks),
    ).toEqual([['/w/uv.lock']]);
  });

  it('is held against its own package, and built where the workspace is', () => {
    const session = new Session(new MemoryFileSystem(FILES), fixtureKnowledge);
    const { project } = session.project('/w/packages/lamp/pyproject.toml');
    expect(project?.freshness).toBe('fresh');
    expect(project?.uses.map(({ target }) => target)).toEqual(['uv2nix']);
    expect(
      project?.dependencies.map(({ dependency, status }) => [dependency.name, status]),
    ).toEqual([
      ['printing', 'satisfied'],
      ['wick', 'unreachable'],
    ]);
    const [verdict] = project?.verdicts().filter((each) => each.package.name === 'printing') ?? [];
    expect(verdict?.built.state).toBe('yes');
    expect(verdict?.needs.some(isMissing)).toBe(true);
  });

  it('is built with what the `[tool.uv]` of the root says, and not with its own', () => {
    const extra = '[tool.uv.extra-build-dependencies]\nprinting = ["setuptools"]\n';
    const codes = (file: string): readonly string[] => {
      const all = FILES as Readonly<Record<string, string>>;
      const files = { ...all, [file]: `${all[file] ?? ''}${extra}` };
      return new Session(new MemoryFileSystem(files), fixtureKnowledge)
        .project('/w/packages/lamp/pyproject.toml')
        .findings()
        .map(({ code }) => code);
    };
    expect(codes('/w/pyproject.toml')).not.toContain('missing-build-system');
    expect(codes('/w/packages/lamp/pyproject.toml')).toContain('missing-build-system');
  });

  it('makes the lock stale by what it says itself', () => {
    const changed = { ...FILES, '/w/packages/lamp/pyproject.toml': MEMBER.replace('>=2', '>=1') };
    const session = new Session(new MemoryFileSystem(changed), fixtureKnowledge);
    expect(session.project('/w/packages/lamp/pyproject.toml').project?.freshness).toBe('stale');
    expect(session.project('/w/pyproject.toml').project?.freshness).toBe('fresh');
  });

  it('is a member where the globs of the root lead to it, and no longer where they do not', () => {
    expect(staleness({})).toBe('');
    const wick = '[project]\nname = "wick"\nversion = "1"\n';
    expect(staleness({ '/w/packages/wick/pyproject.toml': wick })).toContain('the member wick');
    expect(staleness({ '/w/other/wick/pyproject.toml': wick })).toBe('');
    const excluded = ROOT.replace('[tool.uv.sources]', 'exclude = ["packages/lam*"]\n[tool.uv.s]');
    expect(staleness({ '/w/pyproject.toml': excluded })).toContain('it still has lamp');
  });

  it('has the manifest that a dependency from a folder is locked of', () => {
    const manifest = '[project]\nname = "far"\nversion = "1"\ndependencies = ["wick"]\n';
    const lock = `version = 1
requires-python = ">=3.11"
[[package]]
name = "app"
version = "1"
source = { virtual = "." }
[package.metadata]
requires-dist = [{ name = "far", directory = "../far" }]
[[package]]
name = "far"
version = "1"
source = { directory = "../far" }
[package.metadata]
requires-dist = [{ name = "wick" }]
`;
    const app =
      '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["far"]\n[tool.uv.sources]\nfar = { path = "../far" }\n';
    const state = (far: string | null): string | undefined =>
      new Session(
        new MemoryFileSystem({
          '/w/.git/HEAD': '',
          '/w/app/pyproject.toml': app,
          '/w/app/uv.lock': lock,
          ...(far === null ? {} : { '/w/far/pyproject.toml': far }),
        }),
        fixtureKnowledge,
      ).project('/w/app/pyproject.toml').project?.freshness;
    expect(state(manifest)).toBe('fresh');
    expect(state(manifest.replace('"wick"', '"wick>=2"'))).toBe('stale');
    expect(state(null)).toBe('unknown');
  });
});
