import { posix } from 'node:path';
import type { Known } from '../model.ts';
import type { NixFile } from '../resolve/scope.ts';

/** The folder of a use that names none: it is decided by where the project is for which it is read. */
export interface AroundFile {
  readonly known: false;
  readonly why: string;
  readonly around: NixFile;
}

/** The project of a shell or package set that names no folder: the one that its file lies in. */
export function projectAround(file: NixFile): AroundFile {
  return { known: false, why: 'it names no project, and lies outside of it', around: file };
}

/**
 * The folder of a use, as the project at `projectRoot` sees it. Files of a folder below the project
 * count only if that folder is for Nix, for others are projects of their own.
 */
export function seenFrom(
  projectRoot: string,
  projectDir: Known<string> | AroundFile,
): Known<string> {
  if (!('around' in projectDir)) return projectDir;
  const folder = posix.dirname(projectDir.around.path);
  const isOwn = folder === projectRoot;
  const isNixFolder = posix.dirname(folder) === projectRoot && /nix/.test(posix.basename(folder));
  if (isOwn || isNixFolder) return { known: true, value: projectRoot };
  return projectDir;
}
