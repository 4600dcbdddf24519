import type { Lock, LockedPackage } from './model.ts';

/** The file in which a locked package stands. Absolute. */
export function fileOfLocked(
  { file }: Pick<Lock, 'file'>,
  locked: Pick<LockedPackage, 'file'>,
): string {
  return locked.file ?? file;
}
