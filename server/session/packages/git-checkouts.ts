import { join } from 'node:path';
import type { GitCommit } from '../../inspect/wanted.ts';
import type { UserPlace } from '../user-folders.ts';
import { folderAsArchive, foldersIn, textOf } from './folder.ts';
import { toolCache } from './places.ts';
import { uvCache, type UnpackedFile } from './uv-cache.ts';

/**
 * The checkout of a commit that uv or Poetry has in its cache; git is not run. uv names a checkout by the beginning of
 * its commit (`git-vN/checkouts/REPOSITORY/SHORT`, whole where `SHORT.ok` is beside it), Poetry's are by the
 * repository's name (`src`), and `.git/HEAD` says what they are of. What stands in it is the cache's word.
 */
export function checkoutOf(commit: GitCommit, user: UserPlace): UnpackedFile | null {
  for (const { folder, where } of [...ofUv(commit, user), ...ofPoetry(commit, user)]) {
    const inside = folderIn(folder, commit.folder);
    const archive = inside === null ? null : folderAsArchive(inside);
    if (archive !== null && archive.entries.length > 0)
      return { kind: 'unpacked', archive, sha256: NO_HASH, where };
  }
  return null;
}

const NO_HASH = '0'.repeat(64);

interface Checkout {
  readonly folder: string;
  readonly where: string;
}

function* ofUv({ id }: GitCommit, user: UserPlace): Iterable<Checkout> {
  const cache = uvCache(user);
  if (cache === null) return;
  for (const root of foldersIn(cache).filter((each) => /^git-v\d+$/.test(each))) {
    const checkouts = join(cache, root, 'checkouts');
    for (const repository of foldersIn(checkouts))
      for (const short of foldersIn(join(checkouts, repository)))
        if (short.length >= 7 && id.startsWith(short)) {
          const folder = join(checkouts, repository, short);
          if (textOf(`${folder}.ok`) !== null && headOf(folder) !== null)
            yield { folder, where: "uv's checkout of it" };
        }
  }
}

function* ofPoetry({ id }: GitCommit, user: UserPlace): Iterable<Checkout> {
  const cache = toolCache(user)?.('pypoetry') ?? null;
  if (cache === null) return;
  const sources = join(cache, 'src');
  for (const name of foldersIn(sources)) {
    const folder = join(sources, name);
    if (headOf(folder) === id) yield { folder, where: "Poetry's checkout of it" };
  }
}

/** The commit that a checkout is of; null where it does not say. */
function headOf(folder: string): string | null {
  const head = textOf(join(folder, '.git', 'HEAD'))?.trim() ?? '';
  if (/^[0-9a-f]{40,64}$/.test(head)) return head;
  const [, ref] = /^ref: (refs\/[\w./-]{1,200})$/.exec(head) ?? [];
  if (ref === undefined || ref.includes('..')) return null;
  return textOf(join(folder, '.git', ref))?.trim() ?? head;
}

/** A folder of the checkout that the lock names; null for one that leads out of it. */
function folderIn(root: string, below: string): string | null {
  const parts = below.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') || below.startsWith('/') ? null : join(root, ...parts);
}
