import type { Version } from '../python/model.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { normalizeName } from '../python/names.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asTable, asText, member } from './located.ts';
import type { LockedFile, LockedSource } from './model.ts';

/** `metadata.files` (lock-version 1.x) or `metadata.hashes` (Poetry 0.12), by PEP 503 name. */
export type LegacyFiles = ReadonlyMap<string, readonly LockedFile[]>;

/** What of a package decides which files are its own. */
export interface FileOwner {
  readonly name: string;
  readonly parsedVersion: Version | null;
  readonly source: LockedSource | null;
}

/** A package's files: its own `files` list, or else those that the metadata has under its name. */
export function lockedFiles(
  own: Located | undefined,
  owner: FileOwner,
  legacy: () => LegacyFiles,
): readonly LockedFile[] {
  if (own !== undefined) return readFiles(own);
  const { source } = owner;
  // Poetry writes empty lists for these, or none (Locker._get_locked_package).
  if (source !== null && ['git', 'directory', 'url'].includes(source.type)) return [];
  const files = legacy().get(owner.name) ?? [];
  if (source?.type === 'file') {
    const base = source.url?.split('/').at(-1);
    return files.filter(({ name }) => name === base);
  }
  return filesOfVersion(files, owner.parsedVersion);
}

/** Both tables of the metadata; `files` wins, as it is the later format. */
export function legacyFiles(metadata: LocatedTable): LegacyFiles {
  const byName = new Map<string, readonly LockedFile[]>();
  for (const [name, { value }] of asTable(member(metadata, 'hashes')) ?? []) {
    // Only hashes are known there; Poetry too takes each for the file's name.
    const files = asItems(value).flatMap((item) => {
      const hash = asText(item);
      return hash === null ? [] : [{ name: hash, hash }];
    });
    byName.set(normalizeName(name), files);
  }
  for (const [name, { value }] of asTable(member(metadata, 'files')) ?? [])
    byName.set(normalizeName(name), readFiles(value));
  return byName;
}

function readFiles(located: Located): readonly LockedFile[] {
  const files: LockedFile[] = [];
  for (const item of asItems(located)) {
    const table = asTable(item);
    const name = table && asText(member(table, 'file'));
    if (table !== null && name !== null) files.push({ name, hash: asText(member(table, 'hash')) });
  }
  return files;
}

/**
 * The metadata of lock-version 1.x lists the files of all versions of a name together. A file's
 * name tells its version; where no name agrees with the package's, all are kept.
 */
function filesOfVersion(
  files: readonly LockedFile[],
  version: Version | null,
): readonly LockedFile[] {
  if (version === null) return files;
  const matching = files.filter(({ name }) => {
    const inName = versionInFileName(name);
    return inName === null || compareVersions(inName, version) === 0;
  });
  return matching.length === 0 ? files : matching;
}

/** Wheel: the second of its parts (PEP 427); sdist and egg: behind the last dash, without the suffix. */
function versionInFileName(name: string): Version | null {
  if (name.endsWith('.whl')) return parseVersion(name.split('-')[1] ?? '');
  const stem = name.replace(/\.(?:tar\.(?:gz|bz2|xz|Z)|tgz|zip)$/, '');
  return stem === name ? null : parseVersion(stem.slice(stem.lastIndexOf('-') + 1));
}
