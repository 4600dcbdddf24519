import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { nativePaths } from '../session/native-paths.ts';

const PART_BYTES = 1 << 20;
const STDIN = 0;
const STDOUT = 1;

/**
 * A file, or standard input for `-`, as UTF-8 text in parts, so that its size does not matter. With
 * `passOn`, the very bytes go to standard output as soon as they are read, until nobody reads them
 * any more. Throws as `node:fs` does.
 */
export function* readParts(path: string, passOn: boolean): Generator<string> {
  const file = path === '-' ? STDIN : openSync(nativePaths.native(path), 'r');
  const decoder = new TextDecoder();
  const bytes = Buffer.allocUnsafe(PART_BYTES);
  let isRead = passOn;
  try {
    for (;;) {
      const count = readSome(file, bytes);
      if (count === 0) break;
      isRead &&= writeAll(bytes.subarray(0, count));
      yield decoder.decode(bytes.subarray(0, count), { stream: true });
    }
    yield decoder.decode();
  } finally {
    if (file !== STDIN) closeSync(file);
  }
}

function readSome(file: number, bytes: Buffer): number {
  return waiting('EOF', () => readSync(file, bytes, 0, bytes.length, null)) ?? 0;
}

/** Writes to standard output at once, without a queue that would grow. Whether anybody still reads it. */
function writeAll(bytes: Buffer): boolean {
  for (let start = 0; start < bytes.length;) {
    const from = start;
    const count = waiting('EPIPE', () => writeSync(STDOUT, bytes, from));
    if (count === null) return false;
    start += count;
  }
  return true;
}

/** A terminal or a pipe that is not ready may say so instead of waiting. Null for the error that means its end. */
function waiting(end: 'EOF' | 'EPIPE', attempt: () => number): number | null {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (error.code === end) return null;
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
