import { describe, expect, it } from 'vitest';
import { lockText, manifestText, projectOf } from '../../test/support/project.ts';
import { notJudged } from './not-judged.ts';

const MANIFEST = manifestText(['foo = "*"']);
const LOCK = lockText([{ name: 'foo' }]);

const UV_MANIFEST = `[project]
name = "app"
version = "1"
dependencies = ["foo"]
`;
const UV_LOCK = `version = 1

[[package]]
name = "app"
version = "1"
source = { editable = "." }
dependencies = [{ name = "foo" }]

[[package]]
name = "foo"
version = "1.0"
source = { registry = "https://index.example.org/simple" }
sdist = { url = "https://x/foo-1.0.tar.gz", hash = "sha256:00" }
wheels = [{ url = "https://x/foo-1.0-py3-none-any.whl", hash = "sha256:00" }]
`;

/** `FILE: WHY` of each. */
function said(nix: string, of: 'poetry' | 'uv' = 'poetry'): readonly string[] {
  const texts =
    of === 'poetry'
      ? { manifest: MANIFEST, lock: LOCK }
      : { manifest: UV_MANIFEST, lock: UV_LOCK, lockName: 'uv.lock' };
  return notJudged(projectOf({ ...texts, nix })).map(({ file, why }) => `${file}: ${why}`);
}

const NOWHERE = '/p/pyproject.toml: what its packages lack, for no Nix file uses it';

const WORKSPACE = `{ lib, pkgs, pyproject-nix, uv2nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  setOf = sourcePreference:
    (pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python3; }).overrideScope
      (workspace.mkPyprojectOverlay { inherit sourcePreference; });
in
`;

describe('what is not judged', () => {
  it('is nothing where all is read', () => {
    expect(said('{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; }')).toEqual([]);
    const set = '(setOf "wheel").mkVirtualEnv "env" workspace.deps.default';
    expect(said(WORKSPACE + set, 'uv')).toEqual([]);
  });

  it('is a call of which the folder is not known', () => {
    const file = '{ pkgs, dir }: pkgs.poetry2nix.mkPoetryApplication { projectDir = dir; }';
    expect(said(file)).toEqual([
      NOWHERE,
      '/p/default.nix: what its mkPoetryApplication builds: which folder it is, is decided elsewhere',
    ]);
    expect(said(`${file.replace('dir }', 'dir ? ./. }')}`)).toHaveLength(2);
  });

  it('is a builder that is called in no way that is seen', () => {
    const file =
      '{ pkgs }: builtins.mapAttrs (_: pkgs.poetry2nix.mkPoetryApplication) { app.projectDir = ./.; }';
    expect(said(file)).toEqual([
      NOWHERE,
      '/p/default.nix: what its mkPoetryApplication builds, for no call of it is seen',
    ]);
    expect(said('{ pkgs }: # mkPoetryApplication\npkgs.hello')).toEqual([NOWHERE]);
  });

  it('is what hangs on a preference of several callers', () => {
    const both = '{ a = setOf "wheel"; b = setOf "sdist"; }';
    expect(said(WORKSPACE + both, 'uv')).toEqual([
      '/p/default.nix: what the build of foo lacks: sourcePreference is not known: the sourcePreference is not a literal',
    ]);
  });

  it('is an environment that is not read', () => {
    const set = '(setOf "wheel").mkVirtualEnv "env" (import ./missing.nix)';
    expect(said(WORKSPACE + set, 'uv')).toEqual([
      '/p/default.nix: which packages are built beside those that are known, for not every mkVirtualEnv is read',
    ]);
  });
});
