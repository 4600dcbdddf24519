import { BoundedReader } from './bounded-reader.ts';
import { boundaryAround, type Allowed } from './boundary.ts';
import { Buffers } from './buffers.ts';
import type { FileSystem } from './file-system.ts';
import { Texts } from './texts.ts';

/** Looks at the disk as a project in `root` may, where there is no session of projects. */
export function readerAround(
  root: string,
  fileSystem: FileSystem,
  allowed: Allowed,
  tell: (message: string) => void,
): BoundedReader {
  const texts = new Texts(fileSystem, new Buffers(), tell);
  return new BoundedReader(texts, boundaryAround(root, null, allowed, texts));
}
