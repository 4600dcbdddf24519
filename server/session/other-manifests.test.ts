import { describe, expect, it } from 'vitest';
import { fixtureKnowledge } from '../../test/support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { findings } from '../rules/run.ts';
import { Session } from './session.ts';

const PYPROJECT =
  '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.11"\ndependencies = ["lamp"]\n';
const UV_LOCK = `version = 1
requires-python = ">=3.11"
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
sdist = { url = "https://files.example/lamp-1.0.tar.gz", hash = "sha256:00" }
`;

function nixFor(name: string): string {
  return `{ pkgs, uv2nix, pyproject-nix, systems }:
let
  workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
  overlay = workspace.mkPyprojectOverlay { sourcePreference = "sdist"; };
  overrides = final: prev: {
    ${name} = prev.${name}.overrideAttrs (old: { buildInputs = [ pkgs.zlib ]; });
  };
  base = pkgs.callPackage pyproject-nix.build.packages { python = pkgs.python312; };
in base.overrideScope (pkgs.lib.composeManyExtensions [ systems overlay overrides ])
`;
}

function told(manifest: string, overridden: string): readonly string[] {
  const files = {
    '/w/.git/HEAD': '',
    '/w/pyproject.toml': PYPROJECT,
    '/w/uv.lock': UV_LOCK,
    '/w/requirements.txt': 'glow==1.0\n',
    '/w/default.nix': nixFor(overridden),
  };
  const { project } = new Session(new MemoryFileSystem(files), fixtureKnowledge).project(manifest);
  if (project === null) throw new Error('no project');
  return findings(project)
    .filter(({ code }) => code === 'override-unknown-package')
    .map((finding) => finding.package ?? '');
}

describe('a requirements file beside another lock', () => {
  it('does not judge the overlay of that lock', () => {
    expect(told('/w/requirements.txt', 'lamp')).toEqual([]);
    expect(told('/w/requirements.txt', 'rope')).toEqual([]);
  });

  it('leaves what that lock says of it', () => {
    expect(told('/w/pyproject.toml', 'lamp')).toEqual([]);
    expect(told('/w/pyproject.toml', 'rope')).toEqual(['rope']);
  });
});
