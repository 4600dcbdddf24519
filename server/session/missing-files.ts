import { basename, dirname } from 'node:path/posix';
import type { DependencyRecorder } from './dependency-recorder.ts';
import { isUnsaved } from './unsaved.ts';

/** The paths, of these absolute ones, that are surely not there. A folder that cannot be listed leaves it open, and so does a manifest that is in no file yet. */
export function missingFiles(
  paths: readonly string[],
  look: DependencyRecorder,
): ReadonlySet<string> {
  return new Set(
    paths.filter((path) => !isUnsaved(path) && look.mayRead(path) && isMissing(path, look)),
  );
}

function isMissing(path: string, look: DependencyRecorder): boolean {
  let child = path;
  for (;;) {
    const folder = dirname(child);
    if (folder === child) return false;
    const listing = look.list(folder);
    // Where a file system takes names of any case, another case is the same file.
    const name = basename(child).toLowerCase();
    if (listing.some((entry) => entry.name.toLowerCase() === name)) return false;
    if (listing.length > 0) return true;
    // An empty listing may be a folder that is not there.
    child = folder;
  }
}
