import { wholeFile } from '../artifacts/archive/byte-source.ts';
import type { Archive } from '../artifacts/archive/model.ts';
import { readSdist, readUnpackedSdist } from '../artifacts/sdist/read.ts';
import {
  readUnpackedWheel,
  readWheel,
  type WheelEntry,
  type WheelReading,
} from '../artifacts/wheel/read.ts';
import type { Reading } from '../../overrides-db/reading.ts';
import { sdistReading, wheelReading } from './reading-text.ts';
import type { WantedFile } from './wanted.ts';

/** Reads a file that a lock pins, whatever its bytes are. What could not be read makes the reading incomplete. */
export function readPackageFile(
  { file, source }: WantedFile,
  bytes: Uint8Array,
  sha256: string,
): Reading {
  const head = { file, sha256 };
  if (source === 'sdist') return sdistReading(readSdist(bytes), head);
  const wheel = readWheel(file, wholeFile(bytes));
  // The whole file is there, so that nothing of it is missing but what it says that it has beyond its end.
  if ('missing' in wheel) return { ...head, incomplete: true, evidence: [] };
  return wheelReading(wheel, head, new Map());
}

/** The same of a wheel of which only what was in it is there. */
export function readUnpackedWheelFile(
  { file }: WantedFile,
  entries: readonly WheelEntry[],
  read: (path: string) => Uint8Array | null,
  sha256: string,
): Reading {
  return wheelReading(readUnpackedWheel(file, entries, read), { file, sha256 }, new Map());
}

/** The same of a wheel of which parts were read; its hash stands for what the lock says that it is. */
export function readWheelParts({ file, sha256 }: WantedFile, wheel: WheelReading): Reading {
  return wheelReading(wheel, { file, sha256: sha256 ?? '0'.repeat(64) }, new Map());
}

/** The same of an sdist of which only what was in it is there. */
export function readUnpackedFile({ file }: WantedFile, archive: Archive, sha256: string): Reading {
  return sdistReading(readUnpackedSdist(archive), { file, sha256 });
}
