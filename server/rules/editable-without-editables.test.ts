import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { Session } from '../session/session.ts';
import { editableWithoutEditables } from './editable-without-editables.ts';

const MANIFEST = `[project]
name = "app"
version = "1"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
`;

const LOCK = `version = 1

[[package]]
name = "app"
version = "1"
source = { editable = "." }
`;

interface Parts {
  readonly manifest?: string;
  readonly lock?: string;
  /** The text of hatch.toml. */
  readonly hatch?: string;
  /** Arguments of `mkEditablePyprojectOverlay`. */
  readonly args?: string;
  /** Overlays behind the editable one. */
  readonly overlays?: string;
  /** What the environment is made of. */
  readonly set?: string;
  readonly spec?: string;
}

/** What is said of the project. */
function said({
  manifest = MANIFEST,
  lock = LOCK,
  hatch,
  args = '',
  overlays = '',
  set = 'editable',
  spec = 'workspace.deps.default',
}: Parts): readonly string[] {
  const nix = `{ lib, pkgs, uv2nix, pyproject-nix }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python313; };
  set = base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; });
  editable = set.overrideScope (lib.composeManyExtensions [
    (workspace.mkEditablePyprojectOverlay { root = "$REPO"; ${args} })
    ${overlays}
  ]);
in ${set}.mkVirtualEnv "env" ${spec}`;
  const files = new MemoryFileSystem({
    '/p/pyproject.toml': manifest,
    '/p/uv.lock': lock,
    '/p/default.nix': nix,
    ...(hatch === undefined ? {} : { '/p/hatch.toml': hatch }),
  });
  return new Session(files, fixtureKnowledge)
    .project('/p/pyproject.toml')
    .findings()
    .flatMap(({ code, message }) => (code === editableWithoutEditables.id ? [message] : []));
}

function overlay(attrs: string, name = 'app'): string {
  return `(final: prev: { ${name} = prev.${name}.overrideAttrs (old: { ${attrs} }); })`;
}

const MISSING =
  'editables is missing: hatchling makes app editable with it, and nothing brings it to this build.';

describe('a project of hatchling that is made editable', () => {
  it.each<[string, Parts]>([
    ['nothing more', {}],
    [
      'a hatch.toml that names no folders',
      { hatch: '[build.targets.wheel]\npackages = ["app"]\n' },
    ],
    ['an environment that names it', { spec: '{ app = [ ]; }' }],
    ['members that have it', { args: 'members = [ "app" ];' }],
    ['an overlay of something else', { overlays: overlay('src = ./src;') }],
    [
      'a build system of another package',
      {
        overlays: overlay(
          'nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { editables = [ ]; };',
          'core',
        ),
      },
    ],
  ])('lacks editables with %s', (_name, parts) => {
    expect(said(parts)).toEqual([MISSING]);
  });

  it.each<[string, Parts]>([
    [
      'an overlay that brings it',
      {
        overlays: overlay(
          'nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ final.resolveBuildSystem { editables = [ ]; };',
        ),
      },
    ],
    ['an overlay that may', { overlays: overlay('nativeBuildInputs = more;') }],
    ['an overlay that is not read', { overlays: '(import ./missing.nix)' }],
    ['another back end that is changed', { overlays: overlay('patches = [ ];', 'hatchling') }],
    ['a build system with it', { manifest: MANIFEST.replace('["', '["editables", "') }],
    [
      'uv’s settings',
      { manifest: `${MANIFEST}[tool.uv.extra-build-dependencies]\napp = ["editables"]\n` },
    ],
    [
      'folders that hatchling names',
      { manifest: `${MANIFEST}[tool.hatch.build]\ndev-mode-dirs = ["src"]\n` },
    ],
    ['folders that hatch.toml names', { hatch: '[build]\ndev-mode-dirs = ["src"]\n' }],
    [
      'folders that hatch.toml names for wheels',
      { hatch: '[build.targets.wheel]\ndev-mode-dirs = ["src"]\n' },
    ],
    ['another back end', { manifest: MANIFEST.replace('hatchling.build', 'flit_core.buildapi') }],
    ['a project that is not built', { lock: LOCK.replace('editable', 'virtual') }],
    ['members without it', { args: 'members = [ "core" ];' }],
    ['members that are not known', { args: 'inherit members;' }],
    ['an environment of the other set', { set: 'set' }],
    ['an environment of another package', { spec: '{ core = [ ]; }' }],
  ])('is nothing said of with %s', (_name, parts) => {
    expect(said(parts)).toEqual([]);
  });
});
