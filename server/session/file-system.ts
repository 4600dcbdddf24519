/** What tells whether a file has changed since it was read. */
export interface FileStamp {
  readonly modifiedMs: number;
  readonly size: number;
  readonly inode: number;
}

export type FileProblemKind =
  | 'missing'
  | 'outside'
  | 'not-a-file'
  | 'unreadable'
  | 'file-too-large'
  | 'heavy'
  | 'not-utf8'
  | 'unwritable';

/** Why a file could not be read or written. `message` is a whole sentence for people and names the file. */
export interface FileProblem {
  readonly kind: FileProblemKind;
  readonly message: string;
}

/** One file as it is to become. */
export interface FileChange {
  /** Absolute path. */
  readonly file: string;
  /** The text that the change was made for; null where there must be no file. */
  readonly before: string | null;
  readonly after: string;
  /** Whether the folders that a new file is to be in are made where they are missing. */
  readonly makesFolders?: boolean;
}

/** What became of changes; `notes` are sentences on what earlier runs had left half done. */
export type CommitResult =
  | { readonly outcome: 'written'; readonly notes: readonly string[] }
  /** `file` no longer is what its change was made for; nothing was written. */
  | { readonly outcome: 'changed'; readonly file: string; readonly notes: readonly string[] }
  | {
      readonly outcome: 'failed';
      readonly problem: FileProblem;
      readonly notes: readonly string[];
    };

export type ReadResult =
  | { readonly ok: true; readonly text: string; readonly stamp: FileStamp }
  | { readonly ok: false; readonly problem: FileProblem; readonly stamp: FileStamp | null };

export interface DirectoryEntry {
  readonly name: string;
  /** What it leads to, where it is a symlink. */
  readonly kind: 'file' | 'directory' | 'other';
  readonly link: boolean;
}

/**
 * Files by absolute path. No method throws and none can hang: only regular files are opened, so
 * that a FIFO or a device is a problem to report and not a read that never ends.
 */
export interface FileSystem {
  /** The text of a file that is within its limit (`limitOf`), valid UTF-8. A byte order mark is kept. */
  read(file: string): ReadResult;
  /** The bytes of a file; null where there is none, where it cannot be read, or where it has more than `most`. */
  bytes(file: string, most: number): Uint8Array | null;
  /** Null where there is nothing, or nothing that may be seen. Follows symlinks. */
  stamp(file: string): FileStamp | null;
  /** What the path leads to, symlinks followed; null where there is nothing. */
  kind(path: string): DirectoryEntry['kind'] | null;
  /** The entries of a directory by name; null where it cannot be listed. Symlinks are what they point to. */
  list(directory: string): readonly DirectoryEntry[] | null;
  /** The path that a link at this one names, which may be a link again. Null where there is none. */
  link(path: string): string | null;
  /** The path without links on the way, in the case that the disk has it in; null where there is nothing. */
  real(path: string): string | null;
  /**
   * Writes all the files or none, each whole at once, and only if each is what its change was made for.
   * Mode and owner stay. A link stays one, and is followed only to where `mayWrite` (a path without links) allows.
   */
  commit(changes: readonly FileChange[], mayWrite: (realPath: string) => boolean): CommitResult;
}

/** Whether two looks at a file saw the same one; two absent files are the same. */
export function sameStamp(a: FileStamp | null, b: FileStamp | null): boolean {
  if (a === null || b === null) return a === b;
  return a.modifiedMs === b.modifiedMs && a.size === b.size && a.inode === b.inode;
}
