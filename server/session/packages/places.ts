import { createHash } from 'node:crypto';
import { readdirSync, type Dirent } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { storePathOf } from '../../inspect/store-path.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import { thisUser, type UserPlace } from '../user-folders.ts';

/** Where a file of a package may lie on this machine. */
export interface Place {
  /** For people: `pip's cache`. */
  readonly label: string;
  /** Absolute paths, in the order in which to look; none needs to be there. */
  readonly paths: (file: WantedFile) => Iterable<string>;
}

/**
 * The folders that are named, then the caches of pip, Poetry and PDM, then the Nix store. Nothing is run, and nothing but
 * listings of these folders is read.
 *
 * @param folders absolute
 */
export function placesOf(
  folders: readonly string[],
  user: UserPlace = thisUser(),
): readonly Place[] {
  const cache = toolCache(user);
  return [
    ...folders.map((folder) => byName(folder, folder)),
    ...httpCaches(user, cache),
    ...(cache === null ? [] : [byName("Poetry's cache", join(cache('pypoetry'), 'artifacts'))]),
    { label: 'the Nix store', paths: nixStorePaths },
  ];
}

/** Where tools keep what they have fetched, by the rules of platformdirs; null for a user who has no such place. */
export function toolCache({
  environment,
  platform,
  home,
}: UserPlace): ((tool: string) => string) | null {
  const { XDG_CACHE_HOME: xdg = '', LOCALAPPDATA: local = '' } = environment;
  if (platform === 'win32') return isAbsolute(local) ? (tool) => join(local, tool, 'Cache') : null;
  if (isAbsolute(xdg) && platform !== 'darwin') return (tool) => join(xdg, tool);
  if (home === null) return null;
  return platform === 'darwin'
    ? (tool) => join(home, 'Library/Caches', tool)
    : (tool) => join(home, '.cache', tool);
}

/**
 * pip and PDM keep answers by their address as CacheControl does (`SeparateBodyFileCache`): the bytes are in the file of
 * the address' SHA-224, below its first five digits.
 */
function httpCaches(
  { environment }: UserPlace,
  cache: ((tool: string) => string) | null,
): readonly Place[] {
  const { PIP_CACHE_DIR: pip = '', PDM_CACHE_DIR: pdm = '' } = environment;
  const folderOf = (set: string, tool: string): string | null =>
    isAbsolute(set) ? set : (cache?.(tool) ?? null);
  return [
    { label: "pip's cache", folder: folderOf(pip, 'pip'), below: 'http-v2' },
    { label: "PDM's cache", folder: folderOf(pdm, 'pdm'), below: 'http' },
  ].flatMap(({ label, folder, below }) =>
    folder === null
      ? []
      : [
          {
            label,
            *paths({ url }: WantedFile): Iterable<string> {
              if (url === null) return;
              const key = createHash('sha224').update(url).digest('hex');
              yield join(folder, below, ...key.slice(0, 5).split(''), `${key}.body`);
            },
          },
        ],
  );
}

function* nixStorePaths({ file, sha256 }: WantedFile): Iterable<string> {
  if (sha256 === null || !/^[\w+.?=-]+$/.test(file)) return;
  yield storePathOf(file, sha256);
  // pyproject.nix and nixpkgs' `fetchurl` name it so; who fetches by address may name it otherwise.
  yield storePathOf('source', sha256);
}

/** How deep and how far a folder is looked through: Poetry's cache has four levels. */
const DEPTH = 5;
const MOST_ENTRIES = 200_000;

/** A folder whose files have their own names, somewhere in it; it is looked through once, when first asked. */
function byName(label: string, folder: string): Place {
  let found: ReadonlyMap<string, readonly string[]> | null = null;
  return {
    label,
    paths({ file }) {
      found ??= filesBelow(folder);
      return found.get(file) ?? [];
    },
  };
}

function filesBelow(folder: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let left = MOST_ENTRIES;
  const walk = (path: string, depth: number): void => {
    for (const entry of entriesOf(path)) {
      left -= 1;
      if (left < 0) return;
      const inner = join(path, entry.name);
      if (entry.isDirectory() && depth < DEPTH) walk(inner, depth + 1);
      else if (entry.isFile()) found.set(entry.name, [...(found.get(entry.name) ?? []), inner]);
    }
  };
  walk(folder, 0);
  return found;
}

function entriesOf(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}
