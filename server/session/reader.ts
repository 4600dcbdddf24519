import { dirname } from 'node:path/posix';
import type { Listing, Loaded } from './texts.ts';

/** How files are seen: a `BoundedReader`, or a `DependencyRecorder` that remembers what it saw. */
export interface Reader {
  load(file: string): Loaded;
  list(directory: string): Listing;
  /** Whether a path is one that is looked at: of all others it is not known whether they are there. */
  mayRead(path: string): boolean;
}

/** What marks the root of a checkout. */
const VCS_DIRECTORIES = ['.git', '.hg', '.jj', '.svn'];

const MAX_PARENTS = 64;

/** `start` and the folders above it up to `limit` or the root of the checkout; `start` alone where neither is met. */
export function foldersUpTo(
  start: string,
  limit: string | null,
  reader: Pick<Reader, 'list'>,
): readonly string[] {
  const { folders, met } = walkUp(start, limit, reader);
  return met ? folders : [start];
}

/** `start` and the folders above it up to the root of the checkout; all of them where there is no checkout. */
export function foldersOfCheckout(start: string, reader: Pick<Reader, 'list'>): readonly string[] {
  return walkUp(start, null, reader).folders;
}

/** The root of the checkout that a folder is in; null where it is in none. */
export function checkoutOf(start: string, reader: Pick<Reader, 'list'>): string | null {
  const { folders, met } = walkUp(start, null, reader);
  return met ? (folders.at(-1) ?? null) : null;
}

interface Walk {
  readonly folders: readonly string[];
  /** Whether it ended at the limit or at the root of the checkout. */
  readonly met: boolean;
}

function walkUp(start: string, limit: string | null, reader: Pick<Reader, 'list'>): Walk {
  const folders: string[] = [];
  let folder = start;
  while (folders.length < MAX_PARENTS) {
    folders.push(folder);
    if (folder === limit || isCheckoutRoot(folder, reader)) return { folders, met: true };
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return { folders, met: false };
}

function isCheckoutRoot(folder: string, reader: Pick<Reader, 'list'>): boolean {
  return reader.list(folder).some(({ name }) => VCS_DIRECTORIES.includes(name));
}
