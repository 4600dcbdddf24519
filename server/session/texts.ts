import { basename, dirname } from 'node:path/posix';
import { SourceText } from '../text.ts';
import type { TomlDocument } from '../toml/model.ts';
import { parseToml, parseTomlAgain } from '../toml/parse.ts';
import { Buffer, type Buffers, type ReadText } from './buffers.ts';
import { tooManyBytes, tooManyEntries, weightOf, isHeavy } from './file-limits.ts';
import {
  sameStamp,
  type DirectoryEntry,
  type FileProblem,
  type FileStamp,
  type FileSystem,
} from './file-system.ts';

/** What is known of one file: an open buffer, else the disk. The same object for as long as nothing changes. */
export interface Loaded {
  /** Null where it could not be read; then `problem` says why. */
  readonly source: SourceText | null;
  readonly problem: FileProblem | null;
  /** How much of what may be read at once it takes (`weightOf`); above 1 it is heavy. */
  readonly weight: number;
  /** The text as TOML, parsed when first asked. Null without a text. */
  toml(): TomlDocument | null;
}

/** One listed directory, empty where it cannot be listed. The same object for as long as nothing changes. */
export type Listing = readonly DirectoryEntry[];

/** An open document at one version, or one state of the disk. */
export type Fingerprint = Buffer | FileStamp | null;

/**
 * What is done with heavy files: the session of a thread that others wait for leaves them, as if they could
 * not be read, and only knows that they are there.
 */
export type HeavyFiles = 'read' | 'left';

interface Cached<T> {
  readonly stamp: FileStamp | null;
  readonly value: T;
}

/** Links in a row that are followed, as systems do. */
const MOST_LINKS = 40;

/** What stands in a listing for bytes of a name that are no UTF-8: nothing is found again under such a name. */
const NOT_UTF8 = '\uFFFD';

/**
 * Open buffers over files. Reads each file once and keeps it until `recheck` finds that it changed,
 * so that between two checks every reader sees one state.
 */
export class Texts {
  readonly #fileSystem: FileSystem;
  readonly #buffers: Buffers;
  readonly #files = new Map<string, Cached<FromDisk>>();
  readonly #directories = new Map<string, Cached<Listing>>();
  readonly #reals = new Map<string, Cached<string | null>>();
  /** By path, of the buffer that was last asked for: what is too large is counted in the whole text. Bench: hover, completion. */
  readonly #ofBuffers = new Map<string, { readonly buffer: Buffer; readonly loaded: Loaded }>();
  readonly #refused = new Map<string, Loaded>();
  /** Directories that are there and could not be listed. */
  readonly #unlisted = new Set<string>();
  readonly #tell: (message: string) => void;
  readonly #heavyFiles: HeavyFiles;
  /** What is open, by where it leads; null until it is asked for. */
  #openByReal: ReadonlyMap<string, string> | null = null;

  /** @param tell is told once of each file that was not read because it is outside of what may be. */
  constructor(
    fileSystem: FileSystem,
    buffers: Buffers,
    tell: (message: string) => void,
    heavyFiles: HeavyFiles = 'read',
  ) {
    this.#fileSystem = fileSystem;
    this.#buffers = buffers;
    this.#tell = tell;
    this.#heavyFiles = heavyFiles;
  }

  /** Texts of which nothing is known yet, beside the same documents. */
  anew(): Texts {
    return new Texts(this.#fileSystem, this.#buffers, this.#tell, this.#heavyFiles);
  }

  /** Whether heavy files are left. */
  get leavesHeavyFiles(): boolean {
    return this.#heavyFiles === 'left';
  }

  /** Whether a text is heavy, and is left. */
  isLeft(file: string, text: string): boolean {
    return this.leavesHeavyFiles && isHeavy(file, text);
  }

  /** Whatever `file` leads to: only a `BoundedReader` asks, who knows that it may be read. */
  load(file: string): Loaded {
    const buffer = this.#bufferOf(file);
    if (buffer !== null) {
      const known = this.#ofBuffers.get(file);
      if (known?.buffer === buffer) return known.loaded;
      const loaded = this.#loadedOf(file, buffer);
      this.#ofBuffers.set(file, { buffer, loaded });
      return loaded;
    }
    this.#ofBuffers.delete(file);
    return (this.#files.get(file) ?? this.#read(file, null)).value;
  }

  #loadedOf(file: string, buffer: Buffer): Loaded {
    const { text } = buffer.source;
    // Whether it is too large, who reads it tells: counting takes as long as a key may.
    const weight = weightOf(file, text);
    if (weight > 1 && this.leavesHeavyFiles) return left(file);
    const tooLarge = tooManyBytes(file, text.length) ?? tooManyEntries(file, text);
    if (tooLarge !== null) return failed(tooLarge);
    return { source: buffer.source, problem: null, weight, toml: () => buffer.toml() };
  }

  /** Whether an editor has a document open under this path. */
  isOpen(file: string): boolean {
    return this.#buffers.get(file) !== null;
  }

  /** The path under which a file is open: this one, or another that leads to the same file. */
  openPath(file: string): string | null {
    if (this.#buffers.get(file) !== null) return file;
    if (this.#openByReal === null) {
      const open = [...this.#buffers.files()];
      this.#openByReal = new Map(open.map((each) => [this.real(each) ?? each, each]));
    }
    if (this.#openByReal.size === 0) return null;
    return this.#openByReal.get(this.real(file) ?? file) ?? null;
  }

  #bufferOf(file: string): Buffer | null {
    const path = this.openPath(file);
    return path === null ? null : this.#buffers.get(path);
  }

  /** Where a path leads without links; null where there is nothing. */
  real(path: string): string | null {
    const known = this.#reals.get(path);
    if (known !== undefined) return known.value;
    const value = this.#fileSystem.real(path);
    // The stamp of what is read again anyway is kept with that.
    this.#reals.set(path, { stamp: this.#fileSystem.stamp(path), value });
    return value;
  }

  /** The folder in which relative paths of a Nix file start (`NixFiles.starts`). */
  startOf(file: string): string {
    let at = file;
    if (this.real(file) !== file)
      for (let links = 0; links < MOST_LINKS; links += 1) {
        const to = this.#fileSystem.link(at);
        if (to === null) break;
        at = to;
      }
    return dirname(at);
  }

  /** What stands for a file outside of a boundary, which `real` is known of if a link led there. */
  refused(
    file: string,
    real: string | null,
    { roots: [root = ''] }: { readonly roots: readonly string[] },
  ): Loaded {
    const where = real === null ? 'is' : `leads to ${real}, which is`;
    const message = `${file} ${where} outside of ${root}, and is not read.`;
    const known = this.#refused.get(message);
    if (known !== undefined) return known;
    const loaded = failed({ kind: 'outside', message });
    this.#refused.set(message, loaded);
    this.#tell(message);
    return loaded;
  }

  /** A file as the disk has it, as far as that is known; null where nobody has asked. */
  onDisk(file: string): ReadText | null {
    return this.#files.get(file)?.value ?? null;
  }

  /** @param before what was known of the file: the same object is kept for the same text. */
  #read(file: string, before: FromDisk | null): Cached<FromDisk> {
    const read = this.#fileSystem.read(file);
    const value = read.ok
      ? this.#valueOf(file, read.text, before)
      : failed(this.#problemOf(file, read.problem));
    const cached = { stamp: read.stamp, value };
    this.#files.set(file, cached);
    return cached;
  }

  /** What is there under a name that stands for others is not missing. */
  #problemOf(file: string, problem: FileProblem): FileProblem {
    const name = basename(file);
    if (problem.kind !== 'missing' || !name.includes(NOT_UTF8)) return problem;
    const isThere = this.list(dirname(file)).some((entry) => entry.name === name);
    const message = `${file} cannot be read: its name is not UTF-8.`;
    return isThere ? { kind: 'unreadable', message } : problem;
  }

  #valueOf(file: string, text: string, before: FromDisk | null): FromDisk {
    const weight = weightOf(file, text);
    if (weight > 1 && this.leavesHeavyFiles) return left(file);
    return DiskText.of(text, weight, before);
  }

  /** The directory's entries by name, files that are open and not yet on disk among them. */
  list(directory: string): Listing {
    const cached = this.#directories.get(directory);
    if (cached !== undefined) return cached.value;
    const stamp = this.#fileSystem.stamp(directory);
    const listed = this.#fileSystem.list(directory);
    const isThere = stamp !== null || directory.includes(NOT_UTF8);
    if (listed === null && isThere) this.#unlisted.add(directory);
    else this.#unlisted.delete(directory);
    const value = [...(listed ?? [])];
    const names = new Set(value.map(({ name }) => name));
    for (const file of this.#buffers.files())
      if (dirname(file) === directory && !names.has(basename(file)))
        value.push({ name: basename(file), kind: 'file', link: false });
    this.#directories.set(directory, { stamp, value });
    return value;
  }

  /** Whether a directory that was listed is there, and what is in it may not be seen. */
  isUnlisted(directory: string): boolean {
    return this.#unlisted.has(directory);
  }

  /** To be called when a document is opened or closed: it may be in its folder's listing for no other reason. */
  listAgain(directory: string): void {
    this.#openByReal = null;
    if (this.#directories.delete(directory)) this.list(directory);
  }

  /**
   * Looks at the modification times of what has been read, or of `only` some of it, and reads again
   * what is no longer so. Answers whether anything was.
   */
  recheck(only?: Iterable<string>): boolean {
    let changed = false;
    const known = [...this.#files.keys(), ...this.#directories.keys(), ...this.#reals.keys()];
    for (const path of new Set(only ?? known)) {
      const file = this.#files.get(path);
      const directory = this.#directories.get(path);
      const real = this.#reals.get(path);
      if (file === undefined && directory === undefined && real === undefined) continue;
      const stamp = this.#fileSystem.stamp(path);
      const isSame = (cached: Cached<unknown> | undefined): boolean =>
        cached === undefined || sameStamp(cached.stamp, stamp);
      if (isSame(file) && isSame(directory) && isSame(real)) continue;
      changed = true;
      this.#reals.delete(path);
      this.#openByReal = null;
      // Read again at once: the next request would have to wait for it. Not where a link may lead elsewhere now.
      const leadsElsewhere = real !== undefined && this.real(path) !== real.value;
      if (file !== undefined && !isSame(file)) {
        this.#files.delete(path);
        if (this.#bufferOf(path) === null && !leadsElsewhere) this.#read(path, file.value);
      }
      if (directory === undefined || isSame(directory)) continue;
      this.#directories.delete(path);
      if (!leadsElsewhere) this.list(path);
    }
    return changed;
  }

  /**
   * Reads files again that are not open, for one that was written within the same millisecond and at
   * the same size looks as it did. Answers whether any is not what was known of it.
   */
  readAgain(files: Iterable<string>): boolean {
    let changed = false;
    for (const file of files) {
      const known = this.#files.get(file);
      if (known === undefined || this.#bufferOf(file) !== null) continue;
      const real = this.#reals.get(file);
      this.#reals.delete(file);
      this.#files.delete(file);
      if (real !== undefined && this.real(file) !== real.value) changed = true;
      else if (!isSameText(this.#read(file, known.value).value, known.value)) changed = true;
      // What could not be read before stays the same object.
      else this.#files.set(file, known);
    }
    return changed;
  }

  /** What tells whether a path is still what was last read of it: the open document, or the stamp on the disk. */
  seen(path: string): Fingerprint {
    const cached = this.#files.get(path) ?? this.#directories.get(path);
    if (cached === undefined) return this.#bufferOf(path) ?? this.#fileSystem.stamp(path);
    return this.#bufferOf(path) ?? cached.stamp;
  }

  /** Whether a path would be read as it was when it was `seen`; of what is not open the disk is asked only if `ofDisk`. */
  isAsSeen(path: string, seen: Fingerprint, ofDisk: boolean): boolean {
    const buffer = this.#bufferOf(path);
    if (buffer !== null || seen instanceof Buffer) return buffer === seen;
    return !ofDisk || sameStamp(seen, this.#fileSystem.stamp(path));
  }

  /** Forgets what `keep` does not name, so that a long session holds no text that no project needs. */
  retain(keep: ReadonlySet<string>): void {
    for (const cache of [this.#files, this.#directories, this.#reals, this.#ofBuffers])
      for (const path of cache.keys()) if (!keep.has(path)) cache.delete(path);
  }
}

/** What a file on the disk is known as. */
type FromDisk = Loaded & ReadText;

class DiskText implements FromDisk {
  readonly source: SourceText;
  readonly problem = null;
  readonly weight: number;
  #toml: TomlDocument | null = null;
  /** The document before, of which much may still stand. */
  #before: TomlDocument | null;

  constructor(source: SourceText, weight: number, before: TomlDocument | null) {
    this.source = source;
    this.weight = weight;
    this.#before = before;
  }

  /** A file that was written anew with the same text is what it was. */
  static of(text: string, weight: number, before: FromDisk | null): FromDisk {
    if (before?.source?.text === text) return before;
    return new DiskText(new SourceText(text), weight, before?.parsed ?? null);
  }

  get parsed(): TomlDocument | null {
    return this.#toml;
  }

  toml(): TomlDocument {
    const { text } = this.source;
    this.#toml ??= this.#before === null ? parseToml(text) : parseTomlAgain(text, this.#before);
    this.#before = null;
    return this.#toml;
  }
}

function isSameText(a: FromDisk, b: FromDisk): boolean {
  return a === b || (a.source === null && a.problem?.message === b.problem?.message);
}

function failed(problem: FileProblem): FromDisk {
  return { source: null, problem, weight: 0, parsed: null, toml: () => null };
}

/** What stands for a heavy file, or one of too many, that is left to another session. */
export function left(file: string): FromDisk {
  return { ...failed({ kind: 'heavy', message: `${file} is left.` }), weight: Infinity };
}
