import { expect, it } from 'vitest';
import { configurationFolder, stateFolder, type UserPlace } from './user-folders.ts';

function at(platform: NodeJS.Platform, environment: UserPlace['environment'] = {}): string[] {
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
