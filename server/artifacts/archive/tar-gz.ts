import { Gunzip } from 'fflate';
import type { ArchiveLimits } from './limits.ts';
import type { Archive, Wanted } from './model.ts';
import { TarReader } from './tar.ts';

/** Reads a `.tar.gz`: unpacked in pieces, of which only what is wanted is kept. */
export function readTarGz(bytes: Uint8Array, wanted: Wanted, limits: ArchiveLimits): Archive {
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
