import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import { FrameReader } from '../../../server/protocol/frames.ts';
import { choice } from '../input.ts';
import { requireSame } from '../invariants.ts';

const SIZES: readonly [number, ...number[]] = [1, 2, 3, 5, 7, 16, 64, 1000];

/** Bytes are read as the same messages and the same errors however they are cut. */
export function fuzz(data: Uint8Array): void {
  const [size, bytes] = choice(data, SIZES);
  const parts = Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
  requireSame(readFrom(parts), readFrom([bytes]), 'cut, they are other messages');
}

function readFrom(parts: readonly Uint8Array[]): readonly unknown[] {
  // A stream would do what it does for a listener in a later turn, which never comes while fuzzing.
  const input = new EventEmitter() as Readable;
  const seen: unknown[] = [];
  const reader = new FrameReader(input, (message) => seen.push(message));
  reader.onError((error) => seen.push(String(error)));
  reader.listen((message) => seen.push(message));
  for (const part of parts) input.emit('data', Buffer.from(part));
  return seen;
}
