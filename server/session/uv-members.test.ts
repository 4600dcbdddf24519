import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { Session } from './session.ts';

const NIX = `{ pkgs, uv2nix, base }:
let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in base.overrideScope (pkgs.lib.composeManyExtensions [
  (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })
  (final: prev: { foo = prev.foo.override { sourcePreference = "sdist"; }; })
])`;

/** A lock with `foo`, as sdist and wheel, and two members; one is outside of the checkout. */
const LOCK = `version = 1
requires-python = ">=3.11"
[manifest]
members = ["app", "part", "far"]
[[package]]
name = "part"
version = "1.0"
source = { editable = "packages/part" }
[[package]]
name = "far"
version = "1.0"
source = { editable = "../../far" }
[[package]]
name = "app"
version = "1.0"
source = { virtual = "." }
dependencies = [{ name = "bar" }, { name = "foo" }]
[[package]]
name = "bar"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/bar-1.0.tar.gz" }
[[package]]
name = "foo"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "https://files.example/foo-1.0.tar.gz" }
wheels = [{ url = "https://files.example/foo-1.0-py3-none-any.whl" }]
`;

/** A workspace of `app` and `part`, with what follows in the manifest of each. */
function sessionOf(root: string, part: string, uvToml: string | null = null): Session {
  const files = {
    '/w/.git/HEAD': '',
    '/w/default.nix': NIX,
    '/w/uv.lock': LOCK,
    '/w/pyproject.toml': `[project]
name = "app"
version = "1.0"
requires-python = ">=3.11"
dependencies = ["foo", "bar"]
[tool.uv.workspace]
members = ["packages/*"]
[tool.uv]
${root}`,
    [PART]: `[project]
name = "part"
version = "1.0"
requires-python = ">=3.11"
[tool.uv]
${part}`,
    '/far/pyproject.toml':
      '[project]\nname = "far"\nversion = "1.0"\n[tool.uv]\nno-binary = true\n',
    ...(uvToml === null ? {} : { '/w/uv.toml': uvToml }),
  };
  return new Session(new MemoryFileSystem(files), fixtureKnowledge);
}

const PART = '/w/packages/part/pyproject.toml';

/** What is built of `foo` for the root and for the member. */
function kinds(session: Session): string {
  return ['/w/pyproject.toml', PART]
    .map((manifest) => {
      const verdicts = session.project(manifest).project?.verdicts() ?? [];
      return verdicts.find((each) => each.package.name === 'foo')?.distribution.kind;
    })
    .join(' ');
}

/** The packages that something is said of in an overlay or the settings, and where. */
function named(session: Session): readonly string[] {
  const { project } = session.project('/w/pyproject.toml');
  const entries = project?.uses[0]?.overrides.entries ?? [];
  const given = project?.uvBuilds?.extra ?? [];
  return [
    ...entries.map(({ name, file }) => `${name} ${file}`),
    ...given.map((each) => `${each.package} ${each.file}`),
  ];
}

describe('[tool.uv] of the members of a workspace', () => {
  // What loadConfig of uv2nix 49dac8d gives for such workspaces. uv itself reads the root alone.
  it.each([
    ['', '', 'sdist sdist'],
    ['no-build-package = ["foo"]\n', '', 'wheel wheel'],
    ['', 'no-build-package = ["foo"]\n', 'wheel wheel'],
    ['', 'no-build = true\n', 'wheel wheel'],
    ['no-build = false\n', 'no-build = true\n', 'unknown unknown'],
    ['no-binary = true\n', 'no-build = true\n', 'unknown unknown'],
    ['no-build = true\n', 'no-build = true\n', 'wheel wheel'],
    ['', 'extra-build-dependencies = { foo = ["flit"] }\n', 'sdist sdist'],
  ])('%j and %j: %s', (root, part, expected) => {
    expect(kinds(sessionOf(root, part))).toBe(expected);
  });

  it('counts with uv2nix whatever uv.toml says, which uv2nix does not read', () => {
    const uvToml = 'no-binary = true\n';
    expect(kinds(sessionOf('no-build = true\n', '', uvToml))).toBe('wheel wheel');
    expect(kinds(sessionOf('', '', 'no-build = true\n'))).toBe('sdist sdist');
  });

  it('is read anew when a member changes', () => {
    const session = sessionOf('', '');
    expect(kinds(session)).toBe('sdist sdist');
    session.open(
      PART,
      1,
      '[project]\nname = "part"\nversion = "1.0"\n[tool.uv]\nno-build = true\n',
    );
    expect(kinds(session)).toBe('wheel wheel');
  });

  it('gives build dependencies in the root alone', () => {
    const extra = 'extra-build-dependencies = { bar = ["setuptools"] }\n';
    expect(named(sessionOf(extra, ''))).toEqual(['foo /w/default.nix', 'bar /w/pyproject.toml']);
    expect(named(sessionOf('', extra))).toEqual(['foo /w/default.nix']);
  });
});
