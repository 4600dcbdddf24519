import type { TargetUse } from '../nix/api.ts';
import type { Names, Taken, TakenGroups } from './model.ts';

/** The project's own dependencies, its group `dev` and all its extras: of targets that are told nothing of groups. */
export function namedGroups({ groups, checkGroups }: TargetUse): TakenGroups {
  const named = new Set<string>();
  if (groups.known) for (const group of groups.value ?? ['main']) named.add(group);
  if (checkGroups.known) for (const group of checkGroups.value ?? ['dev']) named.add(group);
  const certain: Taken = { groups: named, extras: 'all', packages: [] };
  return { certain, possible: groups.known && checkGroups.known ? certain : 'all' };
}

/** Without a Nix file: the dependencies of the project itself, and perhaps all else. */
export const GROUPS_WITHOUT_USE: TakenGroups = {
  certain: { groups: new Set(['main']), extras: 'all', packages: [] },
  possible: 'all',
};

/** Whether a name is among those that are taken. */
export function takes(names: Names, name: string): boolean {
  return names === 'all' || names.has(name);
}
