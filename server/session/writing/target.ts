import { accessSync, constants, lstatSync, mkdirSync, realpathSync, type Stats } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { FileProblem } from '../file-system.ts';
import { errorCode, reasonOf } from '../system-error.ts';

/** Where a change of a file is written to. */
export interface Target {
  /** Without a link on the way. */
  readonly path: string;
  /** Null where there is no file yet. */
  readonly stats: Stats | null;
}

/**
 * What `file` leads to, or why it is not to be written: a link that leaves what may be written, a
 * file that its owner made read-only, one with further names (hard links), which would keep the old
 * text, and one whose owner cannot be kept. A link that stays inside stays a link.
 */
export function targetOf(
  file: string,
  mayWrite: (realPath: string) => boolean,
): Target | FileProblem {
  try {
    const isThere = lstatOrNull(file) !== null;
    const path = isThere ? realpathSync(file) : join(realpathSync(dirname(file)), basename(file));
    if (!mayWrite(path))
      return refused(
        file,
        path === file
          ? 'is outside of the project'
          : `leads to ${path}, which is outside of the project`,
      );
    if (!isThere) return { path, stats: null };
    const stats = lstatSync(path);
    const refusal = refusalOf(path, stats);
    return refusal === null ? { path, stats } : refused(file, refusal);
  } catch (error) {
    return refused(file, `cannot be written: ${reasonOf(error)}`);
  }
}

/**
 * Makes the folder of `file`, and those above it, where they are missing and the first that is there
 * may be written. Where it may not, or cannot be, `targetOf` says so.
 */
export function makeFolderOf(file: string, mayWrite: (realPath: string) => boolean): void {
  const folder = dirname(file);
  let above = folder;
  while (lstatOrNull(above) === null && dirname(above) !== above) above = dirname(above);
  if (above !== folder && mayWrite(realpathSync(above))) mkdirSync(folder, { recursive: true });
}

function refusalOf(path: string, stats: Stats): string | null {
  if (!stats.isFile()) return 'is not a regular file';
  if ((stats.mode & 0o222) === 0 || !isWritable(path)) return 'is read-only';
  if (stats.nlink > 1)
    return `has ${stats.nlink} names (hard links), of which the others would keep the old text`;
  return null;
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function lstatOrNull(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

function refused(file: string, why: string): FileProblem {
  return { kind: 'unwritable', message: `${file} ${why}.` };
}
