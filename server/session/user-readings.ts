import { join } from 'node:path/posix';
import type { Reading } from '../../overrides-db/reading.ts';
import { readingOf } from '../inspect/needs-file.ts';
import { sameStamp, type FileStamp, type FileSystem } from './file-system.ts';
import { nativePaths } from './native-paths.ts';
import { cacheFolder } from './user-folders.ts';

/** What was read of a file, as this user's cache keeps it. */
export interface UserReading {
  readonly source: 'sdist' | 'wheel';
  readonly reading: Reading;
}

/** What this user has had read in packages, kept by the hash of each file. */
export interface UserReadings {
  /** Of one release, whatever its files; empty for most. */
  of(name: string, version: string): readonly UserReading[];
  readonly isEmpty: boolean;
}

export const NO_READINGS: UserReadings = { of: () => [], isEmpty: true };

/** Rises when more is read in a package than before: what an older one has read is read anew. */
const READER = 1;

/** Where the readings of this user are; null for one who has no folder for such things. Not made here. */
export function readingsFolder(): string | null {
  const folder = cacheFolder();
  return folder === null ? null : nativePaths.inner(join(folder, 'readings'));
}

/** What the user who runs this has had read. */
export function userReadings(
  fileSystem: Pick<FileSystem, 'read' | 'list' | 'stamp'>,
): UserReadings {
  const folder = readingsFolder();
  return folder === null ? NO_READINGS : new ReadingsFolder(fileSystem, folder);
}

/** The name of a reading's file: by name and version it is found, by the hash it is known. */
export function readingFileName(name: string, version: string, sha256: string): string {
  return `${name}-${version.replaceAll(/[^\w.+!-]/g, '_')}-${sha256}.json`;
}

export function printReading({ source, reading }: UserReading): string {
  return `${JSON.stringify({ reader: READER, source, reading })}\n`;
}

/** The readings in a folder, which is listed again when it has changed. */
export class ReadingsFolder implements UserReadings {
  readonly #fileSystem: Pick<FileSystem, 'read' | 'list' | 'stamp'>;
  readonly #folder: string;
  #stamp: FileStamp | null = null;
  /** Names of files, by what stands before the hash. */
  #files: ReadonlyMap<string, readonly string[]> = new Map();
  readonly #read = new Map<string, UserReading | null>();

  constructor(fileSystem: Pick<FileSystem, 'read' | 'list' | 'stamp'>, folder: string) {
    this.#fileSystem = fileSystem;
    this.#folder = folder;
  }

  get isEmpty(): boolean {
    this.#look();
    return this.#files.size === 0;
  }

  of(name: string, version: string): readonly UserReading[] {
    const files = this.#files.get(releaseOf(readingFileName(name, version, '')) ?? '') ?? [];
    return files.flatMap((file) => this.#readingIn(file) ?? []);
  }

  #look(): void {
    const stamp = this.#fileSystem.stamp(this.#folder);
    if (sameStamp(stamp, this.#stamp)) return;
    this.#stamp = stamp;
    const files = new Map<string, string[]>();
    for (const { name } of this.#fileSystem.list(this.#folder) ?? []) {
      const release = releaseOf(name);
      if (release !== null) files.set(release, [...(files.get(release) ?? []), name]);
    }
    this.#files = files;
    this.#read.clear();
  }

  #readingIn(file: string): UserReading | null {
    const known = this.#read.get(file);
    if (known !== undefined) return known;
    const read = this.#fileSystem.read(join(this.#folder, file));
    const made = read.ok ? parsed(read.text, file) : null;
    this.#read.set(file, made);
    return made;
  }
}

function releaseOf(file: string): string | null {
  return /^(.+)-(?:[0-9a-f]{64})?\.json$/.exec(file)?.[1] ?? null;
}

function parsed(text: string, file: string): UserReading | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof json !== 'object' || json === null) return null;
  const {
    reader,
    source,
    reading: value,
  }: { reader?: unknown; source?: unknown; reading?: unknown } = json;
  const reading = readingOf(value);
  if (reader !== READER || reading === null || !file.includes(reading.sha256)) return null;
  return source === 'sdist' || source === 'wheel' ? { source, reading } : null;
}
