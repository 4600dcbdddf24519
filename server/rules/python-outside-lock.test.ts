import { expect, it } from 'vitest';
import { projectOf } from '../../test/support/project.ts';
import { findings } from './run.ts';

const FLAKE = `{ outputs = { self, nixpkgs, uv2nix, pyproject-nix }: let
    workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
    base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.PYTHON; };
    set = base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; GIVEN });
  in { a = set.mkVirtualEnv "a" workspace.deps.default; }; }`;

const MANIFEST = `[project]
name = "app"
version = "1"
dependencies = ["lamp"]
`;

/** lamp has a wheel for CPython 3.13 alone. */
function lockFor(range: string): string {
  const at = 'https://files.test/lamp-1.0';
  return `version = 1
requires-python = "${range}"

[[package]]
name = "app"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "lamp" }]

[package.metadata]
requires-dist = [{ name = "lamp" }]

[[package]]
name = "lamp"
version = "1.0"
source = { registry = "https://idx.test/simple" }
sdist = { url = "${at}.tar.gz", hash = "sha256:00" }
wheels = [{ url = "${at}-cp313-cp313-manylinux_2_17_x86_64.whl", hash = "sha256:00" }]
`;
}

/** The codes of what is said, with a set of that interpreter. */
function said(range: string, python: string, given = ''): readonly string[] {
  const nix = FLAKE.replace('PYTHON', python).replace('GIVEN', given);
  const settings = { systems: ['x86_64-linux'] } as const;
  const project = projectOf({
    manifest: MANIFEST,
    lock: lockFor(range),
    lockName: 'uv.lock',
    nix,
    settings,
  });
  return [...new Set(findings(project).map(({ code }) => code))];
}

it('says that an interpreter is outside, and not that packages are built from sdists', () => {
  expect(said('>=3.13', 'python312')).toEqual(['python-outside-lock']);
  expect(said('>=3.10,<3.12', 'python312')).toEqual(['python-outside-lock']);
});

it.each([
  ['an interpreter that is in it', '>=3.13', 'python313'],
  ['a range that a later release of it may be in', '>=3.12.9', 'python312'],
  ['one release of it alone', '==3.12.5', 'python312'],
  ['the default interpreter', '>=3.13', 'python3'],
  ['a version that is given in its place', '>=3.13', 'python312', 'pythonVersion = "3.13.0";'],
  ['an environment that is given', '>=3.13', 'python312', 'environ = { };'],
])('says nothing of %s', (_, range, python, given = '') => {
  expect(said(range, python, given)).not.toContain('python-outside-lock');
});
