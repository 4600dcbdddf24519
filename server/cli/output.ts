import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { errorCode, reasonOf } from '../session/system-error.ts';
import type { Printed } from './printed.ts';

const STDOUT = 1;
const STDERR = 2;

/** Milliseconds to wait for a reader who has not taken what was written yet. */
const WAIT_MS = 5;

/** Standard output and error of this process: the one place of the commands that writes to them. */
export class ProcessOutput {
  readonly isTerminal: boolean = isatty(STDOUT);
  readonly isErrorTerminal: boolean = isatty(STDERR);
  #isOver = false;
  /** Why not all could be written to standard output. A reader that has seen enough (`| head`) is no reason. */
  #problem: string | null = null;

  out(printed: Printed): void {
    this.pass(Buffer.from(this.isTerminal ? printed.onTerminal : printed.text, 'utf8'));
  }

  /** Writes bytes to standard output as they are. Whether it still takes any. */
  pass(bytes: Uint8Array): boolean {
    if (this.#isOver) return false;
    try {
      writeAll(STDOUT, bytes);
    } catch (error) {
      this.#isOver = true;
      if (errorCode(error) !== 'EPIPE') this.#problem = reasonOf(error);
    }
    return !this.#isOver;
  }

  err(printed: Printed): void {
    try {
      const text = this.isErrorTerminal ? printed.onTerminal : printed.text;
      writeAll(STDERR, Buffer.from(text, 'utf8'));
    } catch {
      // There is nowhere left to say so.
    }
  }

  get problem(): string | null {
    return this.#problem;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(descriptor, bytes, done);
    } catch (error) {
      if (errorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}
