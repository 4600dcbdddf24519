import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { NixFile } from '../resolve/scope.ts';

/**
 * The project of a shell or package set that names no folder: the one that its file lies in. Files of a folder below
 * the project count only if that folder is for Nix, for others are projects of their own.
 */
export function projectAround(file: NixFile, projectRoot: string): Known<string> {
  const folder = posix.dirname(file.path);
  const isOwn = folder === projectRoot;
  const isNixFolder = posix.dirname(folder) === projectRoot && /nix/.test(posix.basename(folder));
  if (isOwn || isNixFolder) return { known: true, value: projectRoot };
  return { known: false, why: 'it names no project, and lies outside of it' };
}
