import type { ByteSource, MissingBytes } from '../archive/byte-source.ts';
import { type ArchiveLimits, WHEEL_LIMITS } from '../archive/limits.ts';
import { readZipDirectory, readZipEntry, type ZipEntry } from '../archive/zip.ts';
import { parseWheelFilename } from '../../python/tags.ts';
import { readElf } from './elf.ts';
import { type LoadedLibrary, readLoads } from './loads.ts';
import { readMachO } from './mach-o.ts';
import { isOfLibc, isOfMacos, promisedLibraries } from './platform.ts';
import { namesOfLibraries } from './strings.ts';

/** A shared library that a file of the wheel links and the wheel does not bring. */
export interface MissingLibrary {
  /** As it is linked: `libtbb.so.12`, `@rpath/libomp.dylib`. */
  readonly name: string;
  /** The file of the wheel that links it; the first of several. */
  readonly file: string;
  /** Folders beside the wheel, relative to `site-packages`, where that file looks: other wheels bring it there. */
  readonly besides: readonly string[];
  /** Whether the platform tag promises that every system has it (PEP 600, PEP 656). */
  readonly promised: boolean;
}

/** What a wheel's own files say of what it runs on. */
export interface WheelReading {
  readonly platforms: readonly string[];
  /** Whether any file of it is machine code that was understood. */
  readonly hasBinaries: boolean;
  readonly lacks: readonly MissingLibrary[];
  /** The names of the shared libraries that it brings. */
  readonly brings: readonly string[];
  /** Libraries that it opens by name when it runs; those of binaries have line 0. */
  readonly opens: readonly LoadedLibrary[];
  /** The highest glibc that its files take symbols of, `2.17`; null where none says. */
  readonly glibc: string | null;
  /** The highest macOS that one of its files asks for. */
  readonly macos: string | null;
  /** `group: name = target` (entry points specification). */
  readonly entryPoints: readonly string[];
  /** Files that are installed elsewhere than in `site-packages`: below `NAME.data/` (PEP 427). */
  readonly data: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Reads a wheel without installing it.
 *
 * @param filename its own name, which says the platform
 * @returns the range that has to be fetched first where `source` lacks it
 */
export function readWheel(
  filename: string,
  source: ByteSource,
  limits: ArchiveLimits = WHEEL_LIMITS,
): WheelReading | MissingBytes {
  const directory = readZipDirectory(source, limits);
  if ('missing' in directory) return directory;
  const contents = new Contents(parseWheelFilename(filename)?.platforms ?? [], directory.entries);
  contents.problems.push(...directory.problems);
  let total = 0;
  for (const entry of directory.entries) {
    const kind = kindOf(entry);
    if (kind === null) continue;
    total += entry.size;
    if (entry.size > limits.entry || total > limits.unpacked) {
      contents.problems.push(`${entry.path} is too large to be read`);
      continue;
    }
    const bytes = readZipEntry(source, entry);
    if (bytes === null) contents.problems.push(`${entry.path} cannot be unpacked`);
    else if ('missing' in bytes) return bytes;
    else contents.add(kind, entry.path, bytes);
  }
  return contents.result();
}

/**
 * The same of what was in a wheel, unpacked: its files by path and size, of which those that say something are read.
 *
 * @param read the bytes of a file; null where they are not to be had
 */
export function readUnpackedWheel(
  filename: string,
  entries: readonly WheelEntry[],
  read: (path: string) => Uint8Array | null,
  limits: ArchiveLimits = WHEEL_LIMITS,
): WheelReading {
  const contents = new Contents(parseWheelFilename(filename)?.platforms ?? [], entries);
  let total = 0;
  for (const entry of entries) {
    const kind = kindOf(entry);
    if (kind === null) continue;
    total += entry.size;
    const isTooLarge = entry.size > limits.entry || total > limits.unpacked;
    const bytes = isTooLarge ? null : read(entry.path);
    if (bytes === null) contents.problems.push(`${entry.path} cannot be read`);
    else contents.add(kind, entry.path, bytes);
  }
  return contents.result();
}

/** A file of a wheel: its path in it, and its size in bytes. */
export type WheelEntry = Pick<ZipEntry, 'path' | 'size'>;

type Kind = 'binary' | 'module' | 'entry-points';

function kindOf({ path, size }: WheelEntry): Kind | null {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (path.endsWith('.dist-info/entry_points.txt')) return 'entry-points';
  if (name.endsWith('.py')) return size <= 2 ** 20 ? 'module' : null;
  const isBinary =
    /\.(?:so|dylib)$|\.so\.[\d.]+$/.test(name) ||
    (!name.includes('.') && size > 2 ** 12) ||
    /\.data\/(?:scripts|platlib|purelib)\//.test(path);
  return isBinary ? 'binary' : null;
}

interface Linked {
  readonly name: string;
  readonly file: string;
  readonly besides: readonly string[];
  readonly isMachO: boolean;
}

class Contents {
  readonly problems: string[] = [];
  readonly #platforms: readonly string[];
  readonly #entries: readonly WheelEntry[];
  readonly #brings: Set<string>;
  readonly #linked = new Map<string, Linked>();
  readonly #opens = new Map<string, LoadedLibrary>();
  readonly #entryPoints: string[] = [];
  readonly #glibc: string[] = [];
  readonly #macos: string[] = [];
  #hasBinaries = false;

  constructor(platforms: readonly string[], entries: readonly WheelEntry[]) {
    this.#platforms = platforms;
    this.#entries = entries;
    this.#brings = new Set(
      entries
        .map(({ path }) => path.slice(path.lastIndexOf('/') + 1))
        .filter((name) => /\.so(?:\.|$)|\.dylib$|\.pyd$/.test(name)),
    );
  }

  add(kind: Kind, path: string, bytes: Uint8Array): void {
    switch (kind) {
      case 'module':
        for (const one of readLoads(DECODER.decode(bytes), path)) this.#open(one);
        return;
      case 'entry-points':
        this.#entryPoints.push(...entryPointsOf(DECODER.decode(bytes)));
        return;
      case 'binary':
        this.#binary(path, bytes);
    }
  }

  result(): WheelReading {
    const promises = this.#platforms.map(promisedLibraries);
    // A wheel of several tags runs where any of them does: it may count on what all of them promise.
    const isPromised = (name: string): boolean =>
      promises.length > 0 && promises.every((names) => names?.has(name) === true);
    const missing = [...this.#linked.values()].filter((one) => !this.#has(one));
    const own = new Set(this.#entries.map(({ path }) => path.slice(0, path.indexOf('/'))));
    return {
      platforms: this.#platforms,
      hasBinaries: this.#hasBinaries,
      lacks: missing.map(({ name, file, besides }) => ({
        name,
        file,
        besides: besides.filter((folder) => !own.has(folder.split('/', 1)[0] ?? '')),
        promised: isPromised(name),
      })),
      brings: [...this.#brings].toSorted(),
      opens: [...this.#opens.values()].filter(
        ({ name }) => !this.#brings.has(name) && !this.#linked.has(name),
      ),
      glibc: highest(this.#glibc),
      macos: highest(this.#macos),
      entryPoints: this.#entryPoints,
      data: this.#entries.map(({ path }) => path).filter((path) => /^[^/]+\.data\//.test(path)),
      problems: this.problems,
    };
  }

  #has({ name, isMachO }: Linked): boolean {
    if (isMachO) return isOfMacos(name) || this.#brings.has(name.slice(name.lastIndexOf('/') + 1));
    return isOfLibc(name) || this.#brings.has(name);
  }

  #binary(path: string, bytes: Uint8Array): void {
    const elf = readElf(bytes);
    if (elf !== null) {
      this.#hasBinaries = true;
      if (elf.soname !== null && path.includes('.so')) this.#brings.add(elf.soname);
      const besides = elf.runpath.flatMap((one) => folderBeside(path, one) ?? []);
      for (const name of elf.needed) this.#link({ name, file: path, besides, isMachO: false });
      for (const version of elf.versions) {
        const number = /^GLIBC_(\d+\.\d+)/.exec(version)?.[1];
        if (number !== undefined) this.#glibc.push(number);
      }
      for (const name of namesOfLibraries(bytes, elf.constants))
        this.#open({ kind: 'library', name, place: { file: path, line: 0 }, condition: 'by name' });
      return;
    }
    const machO = readMachO(bytes);
    if (machO === null) return;
    this.#hasBinaries = true;
    if (machO.minimumSystem !== null) this.#macos.push(machO.minimumSystem);
    const weak = new Set(machO.weak);
    for (const name of machO.needed)
      if (!weak.has(name)) this.#link({ name, file: path, besides: [], isMachO: true });
  }

  #link(linked: Linked): void {
    if (this.#linked.size < MOST_LIBRARIES && !this.#linked.has(linked.name))
      this.#linked.set(linked.name, linked);
  }

  #open(library: LoadedLibrary): void {
    if (
      this.#opens.size < MOST_LIBRARIES &&
      !this.#opens.has(library.name) &&
      !isOfLibc(library.name)
    )
      this.#opens.set(library.name, library);
  }
}

const MOST_LIBRARIES = 2000;
const DECODER = new TextDecoder();

/** `$ORIGIN/../../nvidia/cublas/lib` of `torch/lib/x.so`: `nvidia/cublas/lib`. Null for a folder of the wheel's own top. */
function folderBeside(file: string, runpath: string): string | null {
  const rest = /^\$\{?ORIGIN\}?(?:\/(.*))?$/.exec(runpath)?.[1];
  if (rest === undefined) return null;
  const parts = file.split('/').slice(0, -1);
  for (const part of rest.split('/')) {
    if (part === '..') {
      if (parts.length === 0) return null;
      parts.pop();
    } else if (part !== '' && part !== '.') {
      parts.push(part);
    }
  }
  const [top] = file.split('/');
  return parts.length === 0 || parts[0] === top ? null : parts.join('/');
}

function entryPointsOf(text: string): string[] {
  const found: string[] = [];
  let group = '';
  for (const line of text.split(/\r?\n/)) {
    const trimmed = line.trim();
    if (trimmed.startsWith('[') && trimmed.endsWith(']')) group = trimmed.slice(1, -1).trim();
    else if (trimmed.includes('=') && !trimmed.startsWith('#') && found.length < MOST_LIBRARIES)
      found.push(`${group}: ${trimmed}`);
  }
  return found;
}

/** The highest of versions like `2.17`; null for none. */
function highest(versions: readonly string[]): string | null {
  return versions.reduce<string | null>(
    (best, one) => (best === null || rank(one) > rank(best) ? one : best),
    null,
  );
}

function rank(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}
