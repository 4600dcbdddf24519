import { basename, dirname } from 'node:path';
import type {
  CommitResult,
  DirectoryEntry,
  FileChange,
  FileProblem,
  FileStamp,
  FileSystem,
  ReadResult,
} from '../../server/session/file-system.ts';

/** Files in memory, by absolute path. Folders are where there are files below them. */
export class MemoryFileSystem implements FileSystem {
  readonly #files = new Map<string, { readonly text: string; readonly stamp: FileStamp }>();
  #clock = 0;
  /** How many files were read, for tests of what is read again. */
  reads: number = 0;

  constructor(files: Readonly<Record<string, string>> = {}) {
    for (const [file, text] of Object.entries(files)) this.write(file, text);
  }

  read(file: string): ReadResult {
    this.reads += 1;
    const found = this.#files.get(file);
    if (found !== undefined) return { ok: true, text: found.text, stamp: found.stamp };
    const problem: FileProblem =
      this.kind(file) === 'directory'
        ? { kind: 'not-a-file', message: `${file} is a directory, not a file.` }
        : { kind: 'missing', message: `${file} does not exist.` };
    return { ok: false, problem, stamp: this.stamp(file) };
  }

  bytes(file: string): Uint8Array | null {
    const text = this.text(file);
    return text === null ? null : Buffer.from(text, 'latin1');
  }

  stamp(path: string): FileStamp | null {
    const found = this.#files.get(path);
    if (found !== undefined) return found.stamp;
    const below = [...this.#files].filter(([file]) => file.startsWith(`${path}/`));
    if (below.length === 0) return null;
    // A folder changes when files come and go.
    return { modifiedMs: 0, size: below.length, inode: below.length };
  }

  kind(path: string): DirectoryEntry['kind'] | null {
    if (this.#files.has(path)) return 'file';
    return this.stamp(path) === null ? null : 'directory';
  }

  list(directory: string): readonly DirectoryEntry[] | null {
    const names = new Map<string, DirectoryEntry['kind']>();
    const prefix = directory === '/' ? '/' : `${directory}/`;
    for (const file of this.#files.keys()) {
      if (!file.startsWith(prefix)) continue;
      const [name = '', ...deeper] = file.slice(prefix.length).split('/');
      names.set(name, deeper.length === 0 ? 'file' : 'directory');
    }
    return names.size === 0
      ? null
      : [...names]
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, kind]) => ({ name, kind, link: false }));
  }

  link(_path: string): string | null {
    return null;
  }

  real(path: string): string | null {
    return this.kind(path) === null ? null : path;
  }

  commit(changes: readonly FileChange[]): CommitResult {
    for (const { file, before } of changes)
      if (this.text(file) !== before) return { outcome: 'changed', file, notes: [] };
    for (const { file, after } of changes) this.write(file, after);
    return { outcome: 'written', notes: [] };
  }

  write(file: string, text: string): null {
    this.#clock += 1;
    this.#files.set(file, {
      text,
      stamp: { modifiedMs: this.#clock, size: text.length, inode: 1 },
    });
    return null;
  }

  /** Another text under the same time and inode, and the same size if it is as long: as a quick save may look. */
  writeUnseen(file: string, text: string): void {
    const stamp = this.#files.get(file)?.stamp;
    this.write(file, text);
    if (stamp !== undefined) this.#files.set(file, { text, stamp });
  }

  remove(file: string): void {
    this.#files.delete(file);
  }

  text(file: string): string | null {
    return this.#files.get(file)?.text ?? null;
  }

  /** Names in a folder, for tests that look at what was written. */
  names(directory: string): readonly string[] {
    return [...this.#files.keys()]
      .filter((file) => dirname(file) === directory)
      .map((file) => basename(file));
  }
}
