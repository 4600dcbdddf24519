import { posix } from 'node:path';
import type { OverridesReading, TargetUse } from '../model.ts';
import type { NixFile } from '../resolve/scope.ts';

/** The choices of dependencies that only poetry2nix's calls have, left at their defaults. */
export const NOTHING_CHOSEN: Pick<TargetUse, 'groups' | 'checkGroups' | 'extras'> = {
  groups: { known: true, value: null },
  checkGroups: { known: true, value: null },
  extras: { known: true, value: null },
};

/** A reading of a file: nothing may be concluded from one with syntax errors. */
export function unlessBroken(reading: OverridesReading, { tree }: NixFile): OverridesReading {
  if (tree.errors.length === 0 || !reading.understood) return reading;
  return { ...reading, understood: false, why: 'the file has syntax errors' };
}

/** Whether a use is surely of another project than the one in `projectDir` (absolute; null for any). */
export function isElsewhere(
  { projectDir: folder }: Pick<TargetUse, 'projectDir'>,
  projectDir: string | null,
): boolean {
  return projectDir !== null && folder.known && folder.value !== posix.resolve(projectDir);
}
