import type { TargetUse } from '../model.ts';

/** The choices of dependencies that only poetry2nix's calls have, left at their defaults. */
export const NOTHING_CHOSEN: Pick<TargetUse, 'groups' | 'checkGroups' | 'extras'> = {
  groups: { known: true, value: null },
  checkGroups: { known: true, value: null },
  extras: { known: true, value: null },
};
