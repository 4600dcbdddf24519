import { closeSync, openSync, readSync } from 'node:fs';

const PART_BYTES = 1 << 20;
const STDIN = 0;

/** A file, or standard input for `-`, as UTF-8 text in parts, so that its size does not matter. Throws as `node:fs` does. */
export function* readParts(path: string): Generator<string> {
  const file = path === '-' ? STDIN : openSync(path, 'r');
  const decoder = new TextDecoder();
  const bytes = Buffer.allocUnsafe(PART_BYTES);
  try {
    for (;;) {
      const count = readSome(file, bytes);
      if (count === 0) break;
      yield decoder.decode(bytes.subarray(0, count), { stream: true });
    }
    yield decoder.decode();
  } finally {
    if (file !== STDIN) closeSync(file);
  }
}

/** A terminal or a pipe that has nothing yet may say so instead of waiting. */
function readSome(file: number, bytes: Buffer): number {
  for (;;) {
    try {
      return readSync(file, bytes, 0, bytes.length, null);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      if (error.code === 'EOF') return 0;
      if (error.code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
}
