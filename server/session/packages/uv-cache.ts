import { isAbsolute, join } from 'node:path';
import type { Archive } from '../../artifacts/archive/model.ts';
import type { WheelEntry } from '../../artifacts/wheel/read.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import { thisUser, type UserPlace } from '../user-folders.ts';
import { bytesOf, filesIn, folderAsArchive, foldersIn, textOf } from './folder.ts';
import { toolCache } from './places.ts';

/** A file of which only what was in it is there. */
export type UnpackedFile = {
  /** The hash that the cache says it had; zeros where there is none. */
  readonly sha256: string;
  readonly where: string;
} & (
  | { readonly kind: 'unpacked'; readonly archive: Archive }
  | {
      readonly kind: 'unpacked-wheel';
      readonly entries: readonly WheelEntry[];
      readonly read: (path: string) => Uint8Array | null;
    }
);

const WHERE = "uv's cache, which has it unpacked";

/** What uv's cache has unpacked. That it still is what had the hash which the cache has noted is the cache's word. */
export function unpackedByUv(file: WantedFile, user: UserPlace = thisUser()): UnpackedFile | null {
  const cache = uvCache(user);
  const { sha256 } = file;
  if (cache === null || sha256 === null) return null;
  return file.source === 'sdist'
    ? unpackedSdist(cache, file, sha256)
    : unpackedWheel(cache, file, sha256);
}

export function uvCache(user: UserPlace): string | null {
  const { UV_CACHE_DIR: set = '' } = user.environment;
  return isAbsolute(set) ? set : (toolCache(user)?.('uv') ?? null);
}

/**
 * uv unpacks an sdist that it builds, to `sdists-vN/INDEX/NAME/VERSION/REVISION/src`, and writes down its hash and the
 * revision's name beside (`revision.http`, MessagePack; as uv 0.7 to 0.13 have it).
 */
function unpackedSdist(
  cache: string,
  { name, version }: WantedFile,
  sha256: string,
): UnpackedFile | null {
  for (const index of indexesIn(cache, /^sdists-v\d+$/)) {
    const release = join(index, name, version);
    const record = textOf(join(release, 'revision.http'));
    if (record === null || !record.includes(sha256)) continue;
    const [revision] = foldersIn(release).filter((each) => record.includes(each));
    if (revision === undefined) continue;
    const archive = folderAsArchive(join(release, revision, 'src'));
    if (archive.entries.length > 0) return { kind: 'unpacked', archive, sha256, where: WHERE };
  }
  return null;
}

/**
 * A wheel is unpacked to `archive-vN/ID`; the ID and the wheel's hash stand in `wheels-vN/INDEX/NAME/VERSION-TAGS.http`
 * (MessagePack; as uv 0.7 to 0.13 have it).
 */
function unpackedWheel(
  cache: string,
  { name, file }: WantedFile,
  sha256: string,
): UnpackedFile | null {
  const [, tags] = /^[^-]{1,200}-([\w.+!-]{1,250})\.whl$/.exec(file) ?? [];
  if (tags === undefined) return null;
  const archives = foldersIn(cache).filter((each) => /^archive-v\d+$/.test(each));
  for (const index of indexesIn(cache, /^wheels-v\d+$/)) {
    const record = textOf(join(index, name, `${tags}.http`));
    if (record === null || !record.includes(sha256)) continue;
    for (const root of archives) {
      const folder = foldersIn(join(cache, root)).find((each) => record.includes(each));
      const entries = folder === undefined ? [] : filesIn(join(cache, root, folder));
      if (folder === undefined || entries.length === 0) continue;
      const read = (path: string): Uint8Array | null => bytesOf(join(cache, root, folder, path));
      return { kind: 'unpacked-wheel', entries, read, sha256, where: WHERE };
    }
  }
  return null;
}

/** `pypi`, and one folder for each other index in `index`. */
function* indexesIn(cache: string, kind: RegExp): Iterable<string> {
  for (const root of foldersIn(cache).filter((each) => kind.test(each))) {
    yield join(cache, root, 'pypi');
    const others = join(cache, root, 'index');
    for (const each of foldersIn(others)) yield join(others, each);
  }
}
