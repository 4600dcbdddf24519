import { gunzipSync } from 'node:zlib';
import { Gunzip } from 'fflate';
import type { ArchiveLimits } from './limits.ts';
import type { Archive, Wanted } from './model.ts';
import { TarReader } from './tar.ts';

/**
 * Reads a `.tar.gz`, of which only what is wanted is kept: a small one unpacked as a whole, which zlib does at once, any
 * other in pieces.
 */
export function readTarGz(bytes: Uint8Array, wanted: Wanted, limits: ArchiveLimits): Archive {
  const whole = unpackedWhole(bytes, limits);
  if (whole !== null) {
    const tar = new TarReader(wanted, limits);
    tar.push(whole);
    return tar.result();
  }
  const tar = new TarReader(wanted, limits);
  const gunzip = new Gunzip((chunk) => tar.push(chunk));
  try {
    for (let at = 0; !tar.ended && at < bytes.length; at += PIECE) {
      const end = Math.min(at + PIECE, bytes.length);
      gunzip.push(bytes.subarray(at, end), end === bytes.length);
    }
  } catch {
    const { entries, files, problems } = tar.result();
    return { entries, files, problems: [...problems, 'is not compressed as gzip has it'] };
  }
  return tar.result();
}

/** In bytes. Deflate makes at most 1032 of one, so that a piece never unpacks to more than 17 MB. */
const PIECE = 2 ** 14;

/** Bytes that are held at a time: nearly all sdists unpack to less. */
const WHOLE = 2 ** 26;

/**
 * Null for what is larger, damaged, or not what it says of itself (RFC 1952: its size stands at its end), which is read
 * in pieces. Bench: inspect.
 */
function unpackedWhole(bytes: Uint8Array, { unpacked }: ArchiveLimits): Uint8Array | null {
  if (bytes.length < 18) return null;
  const size = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4).getUint32(
    0,
    true,
  );
  if (size > WHOLE || size > unpacked || size < bytes.length / 2) return null;
  try {
    return gunzipSync(bytes, { maxOutputLength: size });
  } catch {
    return null;
  }
}
