import type { TargetUse } from '../nix/api.ts';
import type { TakenGroups } from './model.ts';

/**
 * `groups` (default `main`), `checkGroups` (default `dev`) and all extras, as poetry2nix takes them
 * (default.nix, `mkInputAttrs`). Targets without such arguments are read the same way.
 */
export function namedGroups({ groups, checkGroups }: TargetUse): TakenGroups {
  const named = new Set<string>();
  if (groups.known) for (const group of groups.value ?? ['main']) named.add(group);
  if (checkGroups.known) for (const group of checkGroups.value ?? ['dev']) named.add(group);
  const possible = groups.known && checkGroups.known ? named : 'all';
  return { certain: named, possible, extras: true };
}

/** Without a Nix file: the dependencies of the project itself, and perhaps all else. */
export const GROUPS_WITHOUT_USE: TakenGroups = {
  certain: new Set(['main']),
  possible: 'all',
  extras: true,
};
