import { expect, it } from 'vitest';
import { stateFolder } from './state-folder.ts';

it('is where the system has such things, and never where a relative path leads', () => {
  expect(stateFolder({ XDG_STATE_HOME: '/s' }, 'linux', '/h')).toBe('/s/pyproject-nix-ls');
  expect(stateFolder({ XDG_STATE_HOME: 's' }, 'linux', '/h')).toBe(
    '/h/.local/state/pyproject-nix-ls',
  );
  expect(stateFolder({}, 'darwin', '/h')).toBe('/h/Library/Application Support/pyproject-nix-ls');
  expect(stateFolder({ LOCALAPPDATA: '/l' }, 'win32', '/h')).toBe('/l/pyproject-nix-ls');
});
