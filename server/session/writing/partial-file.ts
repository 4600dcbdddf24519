import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * A file of the user's cache that comes bit by bit, and of which what came is there for the next run where this one
 * ends before it is whole. Only one run has it at a time; another that fetches the same begins its own.
 */
export class PartialFile {
  readonly #path: string;
  readonly #descriptor: number;
  #size: number;

  private constructor(path: string, descriptor: number) {
    this.#path = path;
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
  }

  /**
   * What a run that has ended left of this file, or a new one that is empty. Throws where the folder cannot be written.
   *
   * @param folder absolute, the system's own; it is made where it is not there
   * @param key a name of hexadecimal digits
   */
  static open(folder: string, key: string): PartialFile {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, `${key}.${process.pid}.part`);
    for (const name of readdirSync(folder)) {
      const [, ofKey, pid] = /^([0-9a-f]+)\.(\d+)\.part$/.exec(name) ?? [];
      if (ofKey !== key || isRunning(Number(pid))) continue;
      try {
        // Of two runs that see it one succeeds.
        renameSync(join(folder, name), path);
        break;
      } catch {
        continue;
      }
    }
    const flags = constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0);
    return new PartialFile(path, openSync(path, flags, 0o600));
  }

  /** Bytes. */
  get size(): number {
    return this.#size;
  }

  /** Throws where the disk is full. */
  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length;) {
      const count = writeSync(this.#descriptor, bytes, done, bytes.length - done, this.#size);
      done += count;
      this.#size += count;
    }
  }

  clear(): void {
    ftruncateSync(this.#descriptor);
    this.#size = 0;
  }

  /** All that is there. */
  read(): Uint8Array {
    const bytes = Buffer.allocUnsafe(this.#size);
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#descriptor, bytes, done, bytes.length - done, done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  /** Leaves what came for the next run; nothing where nothing came. */
  leave(): void {
    closeSync(this.#descriptor);
    if (this.#size === 0) rmSync(this.#path, { force: true });
  }

  remove(): void {
    closeSync(this.#descriptor);
    rmSync(this.#path, { force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
