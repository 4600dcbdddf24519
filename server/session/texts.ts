import { basename, dirname } from 'node:path';
import { SourceText } from '../text.ts';
import type { TomlDocument } from '../toml/model.ts';
import { parseToml, parseTomlAgain } from '../toml/parse.ts';
import { Buffer, type Buffers, type ReadText } from './buffers.ts';
import {
  MAX_FILE_BYTES,
  sameStamp,
  tooLarge,
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
  /** The text as TOML, parsed when first asked. Null without a text. */
  toml(): TomlDocument | null;
}

/** One listed directory, empty where it cannot be listed. The same object for as long as nothing changes. */
export type Listing = readonly DirectoryEntry[];

/** An open document at one version, or one state of the disk. */
export type Fingerprint = Buffer | FileStamp | null;

interface Cached<T> {
  readonly stamp: FileStamp | null;
  readonly value: T;
}

/**
 * Open buffers over files. Reads each file once and keeps it until `recheck` finds that it changed,
 * so that between two checks every reader sees one state.
 */
export class Texts {
  readonly #fileSystem: FileSystem;
  readonly #buffers: Buffers;
  readonly #files = new Map<string, Cached<FromDisk>>();
  readonly #directories = new Map<string, Cached<Listing>>();
  readonly #ofBuffers = new WeakMap<object, Loaded>();

  constructor(fileSystem: FileSystem, buffers: Buffers) {
    this.#fileSystem = fileSystem;
    this.#buffers = buffers;
  }

  load(file: string): Loaded {
    const buffer = this.#buffers.get(file);
    if (buffer !== null) {
      const { length } = buffer.source.text;
      const known = this.#ofBuffers.get(buffer);
      if (known !== undefined) return known;
      const loaded =
        length > MAX_FILE_BYTES
          ? failed(tooLarge(file, length))
          : { source: buffer.source, problem: null, toml: () => buffer.toml() };
      this.#ofBuffers.set(buffer, loaded);
      return loaded;
    }
    return (this.#files.get(file) ?? this.#read(file, null)).value;
  }

  /** A file as the disk has it, as far as that is known; null where nobody has asked. */
  onDisk(file: string): ReadText | null {
    return this.#files.get(file)?.value ?? null;
  }

  /** @param before what was known of the file: the same object is kept for the same text. */
  #read(file: string, before: FromDisk | null): Cached<FromDisk> {
    const read = this.#fileSystem.read(file);
    const value = read.ok ? DiskText.of(read.text, before) : failed(read.problem);
    const cached = { stamp: read.stamp, value };
    this.#files.set(file, cached);
    return cached;
  }

  /** The directory's entries by name, files that are open and not yet on disk among them. */
  list(directory: string): Listing {
    const cached = this.#directories.get(directory);
    if (cached !== undefined) return cached.value;
    const stamp = this.#fileSystem.stamp(directory);
    const value = [...(this.#fileSystem.list(directory) ?? [])];
    const names = new Set(value.map(({ name }) => name));
    for (const file of this.#buffers.files())
      if (dirname(file) === directory && !names.has(basename(file)))
        value.push({ name: basename(file), kind: 'file', link: false });
    this.#directories.set(directory, { stamp, value });
    return value;
  }

  /** To be called when a document is opened or closed: it may be in its folder's listing for no other reason. */
  listAgain(directory: string): void {
    if (this.#directories.delete(directory)) this.list(directory);
  }

  /**
   * Looks at the modification times of what has been read, or of `only` some of it, and reads again
   * what is no longer so. Answers whether anything was.
   */
  recheck(only?: Iterable<string>): boolean {
    let changed = false;
    const isSame = (path: string, cached: Cached<unknown> | undefined): boolean =>
      cached === undefined || sameStamp(cached.stamp, this.#fileSystem.stamp(path));
    for (const path of only ?? [...this.#files.keys(), ...this.#directories.keys()]) {
      const file = this.#files.get(path);
      if (file !== undefined && !isSame(path, file)) {
        this.#files.delete(path);
        changed = true;
        // Read again at once: the next request would have to wait for it.
        if (this.#buffers.get(path) === null) this.#read(path, file.value);
      }
      if (isSame(path, this.#directories.get(path))) continue;
      this.#directories.delete(path);
      changed = true;
      this.list(path);
    }
    return changed;
  }

  /** What tells whether a path is still what was last read of it: the open document, or the stamp on the disk. */
  seen(path: string): Fingerprint {
    const cached = this.#files.get(path) ?? this.#directories.get(path);
    return this.#buffers.get(path) ?? cached?.stamp ?? null;
  }

  /** Whether a path would be read as it was when it was `seen`; of what is not open the disk is asked only if `ofDisk`. */
  isAsSeen(path: string, seen: Fingerprint, ofDisk: boolean): boolean {
    const buffer = this.#buffers.get(path);
    if (buffer !== null || seen instanceof Buffer) return buffer === seen;
    return !ofDisk || sameStamp(seen, this.#fileSystem.stamp(path));
  }

  /** Forgets what `keep` does not name, so that a long session holds no text that no project needs. */
  retain(keep: ReadonlySet<string>): void {
    for (const cache of [this.#files, this.#directories])
      for (const path of cache.keys()) if (!keep.has(path)) cache.delete(path);
  }
}

/** A look at texts that remembers what it saw, and can tell whether it would see the same again. */
export class DependencyRecorder {
  readonly #texts: Texts;
  readonly #files = new Map<string, Loaded>();
  readonly #directories = new Map<string, Listing>();

  constructor(texts: Texts) {
    this.#texts = texts;
  }

  load(file: string): Loaded {
    const loaded = this.#texts.load(file);
    this.#files.set(file, loaded);
    return loaded;
  }

  list(directory: string): Listing {
    const listing = this.#texts.list(directory);
    this.#directories.set(directory, listing);
    return listing;
  }

  isCurrent(): boolean {
    for (const [file, loaded] of this.#files) if (this.#texts.load(file) !== loaded) return false;
    for (const [directory, listing] of this.#directories)
      if (this.#texts.list(directory) !== listing) return false;
    return true;
  }

  /** Every file and directory that was looked at, absent ones too. */
  *paths(): Iterable<string> {
    yield* this.#files.keys();
    yield* this.#directories.keys();
  }
}

/** What a file on the disk is known as. */
type FromDisk = Loaded & ReadText;

class DiskText implements FromDisk {
  readonly source: SourceText;
  readonly problem = null;
  #toml: TomlDocument | null = null;
  /** The document before, of which much may still stand. */
  #before: TomlDocument | null;

  constructor(source: SourceText, before: TomlDocument | null) {
    this.source = source;
    this.#before = before;
  }

  /** A file that was written anew with the same text is what it was. */
  static of(text: string, before: FromDisk | null): FromDisk {
    if (before?.source?.text === text) return before;
    return new DiskText(new SourceText(text), before?.parsed ?? null);
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

function failed(problem: FileProblem): FromDisk {
  return { source: null, problem, parsed: null, toml: () => null };
}
