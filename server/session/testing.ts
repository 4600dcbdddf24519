import type { BoundedReader } from './bounded-reader.ts';
import type { FileSystem } from './file-system.ts';
import { readerAround } from './reader-around.ts';

/** Looks at a disk as the project in `root` may. */
export function readerFor(fileSystem: FileSystem, root: string): BoundedReader {
  return readerAround(root, fileSystem, { allowed: [], named: [] }, () => {});
}
