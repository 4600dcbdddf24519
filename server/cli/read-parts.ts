import { closeSync, openSync, readSync } from 'node:fs';
import { nativePaths } from '../session/native-paths.ts';
import { errorCode } from '../session/system-error.ts';

const PART_BYTES = 1 << 20;
const STDIN = 0;

/**
 * A file, or standard input for `-`, as UTF-8 text in parts, so that its size does not matter. `pass`
 * gets the very bytes as soon as they are read, until it says that nobody takes them any more. Throws
 * as `node:fs` does where it cannot be read.
 */
export function* readParts(
  path: string,
  pass: ((bytes: Uint8Array) => boolean) | null,
): Generator<string> {
  const file = path === '-' ? STDIN : openSync(nativePaths.native(path), 'r');
  const decoder = new TextDecoder();
  const bytes = Buffer.allocUnsafe(PART_BYTES);
  let isTaken = true;
  try {
    for (;;) {
      const count = readSome(file, bytes);
      if (count === 0) break;
      if (pass !== null) isTaken &&= pass(bytes.subarray(0, count));
      yield decoder.decode(bytes.subarray(0, count), { stream: true });
    }
    yield decoder.decode();
  } finally {
    if (file !== STDIN) closeSync(file);
  }
}

/** A terminal or a pipe that is not ready may say so instead of waiting, and that it has ended by an error. */
function readSome(file: number, bytes: Buffer): number {
  for (;;) {
    try {
      return readSync(file, bytes, 0, bytes.length, null);
    } catch (error) {
      const code = errorCode(error);
      if (code === 'EOF') return 0;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
