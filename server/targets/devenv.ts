import { normalizeName } from '../python/names.ts';
import type { Known } from '../nix/api.ts';
import type { Names, Target } from './model.ts';
import { mkshell } from './mkshell.ts';

/**
 * devenv's `languages.python` (5844e78): a shell in which uv, Poetry or pip installs wheels first, and compiles
 * sdists with what the shell holds. What it has uv or Poetry install is installed for certain.
 */
export const devenv: Target = {
  ...mkshell,
  id: 'devenv',
  label: 'devenv',
  takenGroups({ groups, extras }, { defaultGroups }) {
    const usual = defaultGroups.length > 0 ? defaultGroups : ['dev'];
    const certain = {
      groups: withNamed(['main', ...usual], groups),
      extras: withNamed([], extras),
      packages: [],
    };
    return { certain, possible: 'all' };
  },
};

/** `*` stands for all. */
function withNamed(usual: readonly string[], named: Known<readonly string[] | null>): Names {
  const names = named.known ? (named.value ?? []) : [];
  return names.includes('*') ? 'all' : new Set([...usual, ...names.map(normalizeName)]);
}
