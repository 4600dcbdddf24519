import { describe, expect, it } from 'vitest';
import { projectOf } from '../../test/support/project.ts';
import type { Finding } from '../project/model.ts';
import { applyEdits } from '../text.ts';
import { findings } from './run.ts';

const LOCK = 'version = 1\nrequires-python = ">=3.11"\n[[package]]\nname = "app"\nversion = "1"\n';
const HEAD = '[project]\nname = "app"\nversion = "1"\nrequires-python = ">=3.11"\n';
const SOURCES = '[tool.uv.sources]\nlamp = {\n  git = "https://git.test/lamp",\n  rev = "v1",\n}\n';

const UV2NIX = `{ uv2nix, base }:
let workspace = uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; };
in base.overrideScope (workspace.mkPyprojectOverlay { sourcePreference = "wheel"; })`;
const BY_HAND =
  '{ python3Packages }: python3Packages.buildPythonApplication { pname = "app"; version = "1"; src = ./.; pyproject = true; }';

function told(manifest: string, nix: string | null): readonly Finding[] {
  const project = projectOf({ manifest, lock: LOCK, lockName: 'uv.lock', nix });
  const all = findings(project);
  expect(all.filter(({ code }) => code === 'invalid-toml')).toEqual([]);
  return all.filter(({ code }) => code === 'unsupported-by-nix');
}

describe('unsupported-by-nix', () => {
  it('names what Nix cannot read, and writes it on one line', () => {
    const manifest = HEAD + SOURCES;
    const [finding, ...rest] = told(manifest, UV2NIX);
    expect(rest).toEqual([]);
    expect(finding?.message).toBe(
      'Valid TOML 1.1, which Nix cannot read: an inline table over several lines. uv2nix has Nix read this file.',
    );
    expect(finding?.span).toEqual({
      start: manifest.indexOf('{'),
      end: manifest.indexOf('{') + 1,
    });
    const edits = finding?.fixes?.[0]?.edits ?? [];
    expect(applyEdits(manifest, edits)).toBe(
      `${HEAD}[tool.uv.sources]\nlamp = { git = "https://git.test/lamp", rev = "v1" }\n`,
    );
  });

  it('knows that pyproject.nix has Nix read it', () => {
    const nix = `{ pkgs, pyproject-nix }:
let
  project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; };
  python = pkgs.python3;
in python.withPackages (project.renderers.withPackages { inherit python; })`;
    expect(told(HEAD + SOURCES, nix).map(({ message }) => message)).toEqual([
      'Valid TOML 1.1, which Nix cannot read: an inline table over several lines. pyproject.nix has Nix read this file.',
    ]);
  });

  it('has no fix that would lose a comment', () => {
    const manifest = `${HEAD}[tool.uv.sources]\nlamp = { # ours\n  git = "https://git.test/lamp" }\n`;
    expect(told(manifest, UV2NIX).map(({ fixes }) => fixes)).toEqual([[]]);
  });

  it.each([
    ['no Nix file uses the project', HEAD + SOURCES, null],
    ['Nix does not read the manifest', HEAD + SOURCES, BY_HAND],
    ['the file is TOML 1.0', `${HEAD}[tool.uv.sources]\nlamp = { path = "lamp" }\n`, UV2NIX],
  ])('says nothing where %s', (_, manifest, nix) => {
    expect(told(manifest, nix)).toEqual([]);
  });
});
