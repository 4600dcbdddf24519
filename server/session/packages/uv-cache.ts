import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Archive, ArchiveEntry } from '../../artifacts/archive/model.ts';
import { isBuildFile } from '../../artifacts/sdist/read.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import { thisUser, type UserPlace } from '../user-folders.ts';
import { toolCache } from './places.ts';

/** An sdist of which only what was in it is there. */
export interface UnpackedFile {
  readonly kind: 'unpacked';
  readonly archive: Archive;
  /** The hash that the cache says it had. */
  readonly sha256: string;
  readonly where: string;
}

/**
 * uv unpacks an sdist that it builds, to `sdists-vN/INDEX/NAME/VERSION/REVISION/src`, and writes down its hash and the
 * revision's name beside (`revision.http`, MessagePack; as uv 0.7 to 0.13 have it). That the folder still is what had
 * this hash is the cache's word.
 */
export function unpackedByUv(
  { name, version, source, sha256 }: WantedFile,
  user: UserPlace = thisUser(),
): UnpackedFile | null {
  const cache = uvCache(user);
  if (cache === null || source !== 'sdist' || sha256 === null) return null;
  for (const root of foldersIn(cache).filter((each) => /^sdists-v\d+$/.test(each)))
    for (const index of indexes(join(cache, root))) {
      const release = join(index, name, version);
      const record = textOf(join(release, 'revision.http'));
      if (record === null || !record.includes(sha256)) continue;
      const [revision] = foldersIn(release).filter((each) => record.includes(each));
      if (revision === undefined) continue;
      const archive = folderAsArchive(join(release, revision, 'src'));
      if (archive.entries.length > 0)
        return { kind: 'unpacked', archive, sha256, where: "uv's cache, which has it unpacked" };
    }
  return null;
}

function uvCache(user: UserPlace): string | null {
  const { UV_CACHE_DIR: set = '' } = user.environment;
  return isAbsolute(set) ? set : (toolCache(user)?.('uv') ?? null);
}

/** `pypi`, and one folder for each other index in `index`. */
function indexes(root: string): readonly string[] {
  const others = join(root, 'index');
  return [join(root, 'pypi'), ...foldersIn(others).map((each) => join(others, each))];
}

const MOST_ENTRIES = 100_000;
const DEPTH = 40;

/** A folder as the archive that it was unpacked from; links are no part of it. */
function folderAsArchive(folder: string): Archive {
  const entries: ArchiveEntry[] = [];
  const files = new Map<string, Uint8Array>();
  const walk = (below: string, depth: number): void => {
    for (const entry of listed(join(folder, below))) {
      if (entries.length >= MOST_ENTRIES) return;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < DEPTH) walk(path, depth + 1);
      else if (entry.isFile()) {
        const made = { path, size: sizeOf(join(folder, path)) };
        entries.push(made);
        const bytes = isBuildFile(made) ? bytesOf(join(folder, path)) : null;
        if (bytes !== null) files.set(path, bytes);
      }
    }
  };
  walk('', 0);
  const problems = entries.length >= MOST_ENTRIES ? ['has too many files'] : [];
  return { entries, files, problems };
}

function listed(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function foldersIn(path: string): readonly string[] {
  return listed(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

function bytesOf(path: string): Uint8Array | null {
  try {
    return readFileSync(path);
  } catch {
    return null;
  }
}

/** Latin 1: what is looked for in it is ASCII. */
function textOf(path: string): string | null {
  const bytes = bytesOf(path);
  return bytes === null ? null : Buffer.from(bytes).toString('latin1');
}
