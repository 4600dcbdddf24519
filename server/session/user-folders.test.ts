import { isAbsolute } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { configurationFolder, stateFolder, thisUser, type UserPlace } from './user-folders.ts';

function at(
  platform: NodeJS.Platform,
  environment: UserPlace['environment'] = {},
): (string | null)[] {
  const place = { environment, platform, home: '/h' };
  return [stateFolder(place), configurationFolder(place)];
}

it('are where the system has such things, and never where a relative path leads', () => {
  expect(at('linux', { XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c' })).toEqual([
    '/s/pyproject-nix-ls',
    '/c/pyproject-nix-ls',
  ]);
  const usual = ['/h/.local/state/pyproject-nix-ls', '/h/.config/pyproject-nix-ls'];
  expect(at('linux', { XDG_STATE_HOME: 's', XDG_CONFIG_HOME: './c' })).toEqual(usual);
  expect(at('darwin')).toEqual([
    '/h/Library/Application Support/pyproject-nix-ls',
    '/h/.config/pyproject-nix-ls',
  ]);
  expect(at('win32', { LOCALAPPDATA: '/l', APPDATA: '/r' })).toEqual([
    '/l/pyproject-nix-ls',
    '/r/pyproject-nix-ls',
  ]);
});

function withoutHome(environment: UserPlace['environment']): readonly (string | null)[] {
  const place: UserPlace = { environment, platform: 'linux', home: null };
  return [stateFolder(place), configurationFolder(place)];
}

it('are nowhere for a user without a home, whatever is relative', () => {
  expect(withoutHome({})).toEqual([null, null]);
  expect(withoutHome({ XDG_STATE_HOME: 's', XDG_CONFIG_HOME: '.' })).toEqual([null, null]);
  expect(withoutHome({ XDG_STATE_HOME: '/s', XDG_CONFIG_HOME: '/c' })).toEqual([
    '/s/pyproject-nix-ls',
    '/c/pyproject-nix-ls',
  ]);
  const relative = { LOCALAPPDATA: 'l', APPDATA: 'r' };
  expect(at('win32', relative)).toEqual([
    '/h/AppData/Local/pyproject-nix-ls',
    '/h/AppData/Roaming/pyproject-nix-ls',
  ]);
});

describe('the home of this user', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each(['', '.', 'home', '..'])('is never a relative path: HOME=%j', (home) => {
    vi.stubEnv('HOME', home);
    const { home: found } = thisUser();
    expect(found === null || isAbsolute(found)).toBe(true);
  });

  it('is what HOME says otherwise', () => {
    vi.stubEnv('HOME', '/somewhere');
    expect(thisUser().home).toBe('/somewhere');
  });
});
