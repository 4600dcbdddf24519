import { dirname } from 'node:path';
import type { Listing, Loaded } from './texts.ts';

/** How files are seen: `Texts`, or a `Look` at them. */
export interface Reader {
  load(file: string): Loaded;
  list(directory: string): Listing;
}

/** What marks the root of a checkout. */
const VCS_DIRECTORIES = ['.git', '.hg', '.jj', '.svn'];

const MAX_PARENTS = 64;

/** `start` and the folders above it up to `limit` or the root of the checkout; `start` alone where neither is met. */
export function foldersUpTo(
  start: string,
  limit: string | null,
  reader: Reader,
): readonly string[] {
  const folders: string[] = [];
  let folder = start;
  while (folders.length < MAX_PARENTS) {
    folders.push(folder);
    if (folder === limit || isCheckoutRoot(folder, reader)) return folders;
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return [start];
}

function isCheckoutRoot(folder: string, reader: Reader): boolean {
  return reader.list(folder).some(({ name }) => VCS_DIRECTORIES.includes(name));
}
