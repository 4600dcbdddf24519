import { wholeFile } from './byte-source.ts';
import type { ArchiveLimits } from './limits.ts';
import type { Archive, Wanted } from './model.ts';
import { readTarGz } from './tar-gz.ts';
import { readZip } from './zip.ts';

/** Reads an archive by its first bytes, whatever its name says. Anything may be given; what cannot be read is said in `problems`. */
export function readArchive(bytes: Uint8Array, wanted: Wanted, limits: ArchiveLimits): Archive {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return readTarGz(bytes, wanted, limits);
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return readZip(wholeFile(bytes), wanted, limits);
  return { entries: [], files: new Map(), problems: ['is neither gzip nor zip'] };
}
