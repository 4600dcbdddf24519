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

/** What is built of foo in the root of a workspace and in its member `part`, by what each says of it. */
function inWorkspace(root: string, part: string, uvToml: string | null = null): string {
  const files = {
    '/w/.git/HEAD': '',
    '/w/default.nix': NIX,
    '/w/uv.lock': LOCK,
    '/w/pyproject.toml': `[project]\nname = "app"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = ["foo", "bar"]\n[tool.uv.workspace]\nmembers = ["packages/*"]\n[tool.uv]\n${root}`,
    '/w/packages/part/pyproject.toml': `[project]\nname = "part"\nversion = "1.0"\nrequires-python = ">=3.11"\ndependencies = []\n[tool.uv]\n${part}`,
    '/far/pyproject.toml':
      '[project]\nname = "far"\nversion = "1.0"\n[tool.uv]\nno-binary = true\n',
    ...(uvToml === null ? {} : { '/w/uv.toml': uvToml }),
  };
  const session = new Session(new MemoryFileSystem(files), fixtureKnowledge);
  const kinds = ['/w/pyproject.toml', '/w/packages/part/pyproject.toml'].map((manifest) => {
    const verdicts = session.project(manifest).project?.verdicts() ?? [];
    return verdicts.find((each) => each.package.name === 'foo')?.distribution.kind;
  });
  return kinds.join(' ');
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
  ])('%j and %j: %s', (root, part, kinds) => {
    expect(inWorkspace(root, part)).toBe(kinds);
  });

  it('counts with uv2nix whatever uv.toml says, which uv2nix does not read', () => {
    expect(inWorkspace('no-build = true\n', '', 'no-binary = true\n')).toBe('wheel wheel');
    expect(inWorkspace('', '', 'no-build = true\n')).toBe('sdist sdist');
  });

  it('gives build dependencies in the root alone', () => {
    const files = (root: string, part: string): Readonly<Record<string, string>> => ({
      '/w/.git/HEAD': '',
      '/w/default.nix': NIX,
      '/w/uv.lock': LOCK,
      '/w/pyproject.toml': `[project]\nname = "app"\nversion = "1.0"\n[tool.uv.workspace]\nmembers = ["packages/*"]\n${root}`,
      '/w/packages/part/pyproject.toml': `[project]\nname = "part"\nversion = "1.0"\n${part}`,
    });
    const names = (root: string, part: string): readonly string[] => {
      const session = new Session(new MemoryFileSystem(files(root, part)), fixtureKnowledge);
      const [use] = session.project('/w/pyproject.toml').project?.uses ?? [];
      return (use?.overrides.entries ?? []).map(({ name, file }) => `${name} ${file}`);
    };
    const extra = '[tool.uv.extra-build-dependencies]\nbar = ["setuptools"]\n';
    expect(names(extra, '')).toEqual(['foo /w/default.nix', 'bar /w/pyproject.toml']);
    expect(names('', extra)).toEqual(['foo /w/default.nix']);
  });
});
