/**
 * Bytes by range: a file in memory, or one of which only parts were fetched. Reading never waits: a part
 * that is not there is said to be missing, and whoever can fetch it asks again.
 */
export interface ByteSource {
  /** Size of the whole file, in bytes. */
  readonly size: number;
  /** `[start, end)` of it, clipped to its size; null where a part of that is not there. */
  read(start: number, end: number): Uint8Array | null;
}

/** A range `[start, end)` that is to be fetched before a reading can go on. */
export interface MissingBytes {
  readonly missing: { readonly start: number; readonly end: number };
}

/** The whole of a file. */
export function wholeFile(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (start, end) => bytes.subarray(Math.max(0, start), end) };
}

/** Ranges of a file that were fetched one by one, in any order. */
export function partsOfFile(
  size: number,
  parts: readonly { readonly start: number; readonly bytes: Uint8Array }[],
): ByteSource {
  return {
    size,
    read(from, to) {
      const start = Math.max(0, from);
      const end = Math.min(to, size);
      const part = parts.find((one) => one.start <= start && end <= one.start + one.bytes.length);
      return part?.bytes.subarray(start - part.start, end - part.start) ?? null;
    },
  };
}
