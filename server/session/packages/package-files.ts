import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { WantedFile } from '../../inspect/wanted.ts';
import { nativePaths } from '../native-paths.ts';
import { thisUser, type UserPlace } from '../user-folders.ts';
import { checkoutOf } from './git-checkouts.ts';
import { placesOf, type Place } from './places.ts';
import { unpackedByUv, type UnpackedFile } from './uv-cache.ts';

/** A file of a package as it was published. */
export interface FoundFile {
  readonly kind: 'whole';
  readonly bytes: Uint8Array;
  /** Hexadecimal digits, of the bytes. */
  readonly sha256: string;
  /** For people: where it was. */
  readonly where: string;
}

/** The files of packages that this machine has. */
export interface PackageFiles {
  /**
   * The file that the lock pins: its bytes have the lock's hash, where the lock has one. Where a cache has it unpacked
   * alone, that. Null where no place has it. Never throws.
   *
   * @param folders absolute paths, which are looked into first
   */
  find(file: WantedFile, folders: readonly string[]): FoundFile | UnpackedFile | null;
}

/** Those of this machine. */
export class LocalPackageFiles implements PackageFiles {
  readonly #user: UserPlace;
  #places: readonly Place[] | null = null;

  constructor(user: UserPlace = thisUser()) {
    this.#user = user;
  }

  find(file: WantedFile, folders: readonly string[]): FoundFile | UnpackedFile | null {
    if (file.commit !== undefined) return checkoutOf(file.commit, this.#user);
    this.#places ??= placesOf(
      folders.map((folder) => nativePaths.native(folder)),
      this.#user,
    );
    for (const { label, paths } of this.#places)
      for (const path of paths(file)) {
        const bytes = readWhole(path);
        if (bytes === null) continue;
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        if (file.sha256 === null || file.sha256 === sha256)
          return { kind: 'whole', bytes, sha256, where: label };
      }
    return unpackedByUv(file, this.#user);
  }
}

/** Bytes; the largest wheels are of CUDA and stay above, and are read by nobody whole. */
const MOST_BYTES = 2 ** 30;

/** Null where there is none, or none that is a file of a size to be read. */
function readWhole(path: string): Uint8Array | null {
  let descriptor: number | null = null;
  try {
    // A pipe that stands there waits for nobody.
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > MOST_BYTES) return null;
    const bytes = Buffer.allocUnsafe(stats.size);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(descriptor, bytes, done, bytes.length - done, null);
      if (count === 0) return null;
      done += count;
    }
    return bytes;
  } catch {
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
