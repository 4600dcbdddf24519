import { describe, expect, it } from 'vitest';
import { projectSettings } from '../../session/settings/settings.ts';
import { defaultSettings } from '../../session/settings/settings-table.ts';
import { readNixSide } from './read.ts';

const REVISIONS = { flake: 'a'.repeat(40), devenv: 'b'.repeat(40) };

function lockOf(rev: string): string {
  return JSON.stringify({
    nodes: {
      root: { inputs: { uv2nix: 'uv2nix' } },
      uv2nix: {
        locked: {
          lastModified: 1_788_000_000,
          owner: 'pyproject-nix',
          repo: 'uv2nix',
          rev,
          type: 'github',
        },
      },
    },
    root: 'root',
    version: 7,
  });
}

function pinned(nixFiles: Readonly<Record<string, string>>): string | undefined {
  const { pins } = readNixSide({
    nixFiles: new Map(Object.entries(nixFiles)),
    pinFiles: new Map([
      ['/p/flake.lock', lockOf(REVISIONS.flake)],
      ['/p/devenv.lock', lockOf(REVISIONS.devenv)],
    ]),
    root: '/p',
    settings: projectSettings(defaultSettings),
  });
  return pins.uv2nix?.revision;
}

const MODULE = `{ config, ... }: {
  languages.python.enable = true;
  packages = [ (config.languages.python.import ./. { }) ];
}`;

const FLAKE = `{ uv2nix }: uv2nix.lib.workspace.loadWorkspace { workspaceRoot = ./.; }`;

describe('the pins of a project', () => {
  it('are those of devenv.lock where a devenv.nix builds it', () => {
    expect(pinned({ '/p/devenv.nix': MODULE })).toBe(REVISIONS.devenv);
  });

  it('are those of everything else where anything else builds it, or nothing does', () => {
    expect(pinned({ '/p/flake.nix': `${MODULE}` })).toBe(REVISIONS.flake);
    expect(
      pinned({
        '/p/devenv.nix': MODULE,
        '/p/default.nix': `(${FLAKE.slice(FLAKE.indexOf(':') + 1)}).mkPyprojectOverlay { }`,
      }),
    ).toBe(REVISIONS.flake);
    expect(pinned({})).toBe(REVISIONS.flake);
  });
});
