/** What was read of an archive: which files it has, and those that were asked for. */
export interface Archive {
  /** Every file in the archive's order: path with `/`, never absolute, without `..`; size in bytes. */
  readonly entries: readonly ArchiveEntry[];
  /** The bytes of the files that were wanted, by path. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** What was not read, in words: then a file that is not there is not known to be absent. */
  readonly problems: readonly string[];
}

export interface ArchiveEntry {
  readonly path: string;
  readonly size: number;
}

/** Whether a file's bytes are to be kept. */
export type Wanted = (entry: ArchiveEntry) => boolean;

/**
 * A path as archives are read here, or null for one that leads outside: absolute, with a drive, or with `..`.
 * A leading `./` and doubled slashes mean nothing.
 */
export function safePath(path: string): string | null {
  if (path.length > 4096 || path.includes('\0')) return null;
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path) || parts.includes('..')) return null;
  return parts.length === 0 ? null : parts.join('/');
}
