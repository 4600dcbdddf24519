import { NOT_HERE, type Inspected, type NotFound } from '../../inspect/inspected.ts';
import {
  readPackageFile,
  readUnpackedFile,
  readUnpackedWheelFile,
} from '../../inspect/read-file.ts';
import type { WantedFile } from '../../inspect/wanted.ts';
import { printReading, readingFileName } from '../user-readings.ts';
import type { Reading } from '../../../overrides-db/reading.ts';
import type { FoundFile, PackageFiles } from './package-files.ts';
import type { UnpackedFile } from './uv-cache.ts';

/** Keeps the text of a reading in the user's cache, under a name of its own; why that is not possible, or null. */
export type KeepReading = (name: string, text: string) => string | null;

/**
 * Reads of these files those that this machine has.
 *
 * @param folders absolute paths, which are looked into first
 */
export function readLocal(
  files: readonly WantedFile[],
  packageFiles: PackageFiles,
  folders: readonly string[],
): { readonly inspected: readonly Inspected[]; readonly missing: readonly NotFound[] } {
  const inspected: Inspected[] = [];
  const missing: NotFound[] = [];
  for (const file of files) {
    const found = packageFiles.find(file, folders);
    if (found === null) {
      missing.push({ file, why: NOT_HERE });
      continue;
    }
    const reading = readingOf(file, found);
    const isChecked = found.kind === 'whole' && file.sha256 !== null;
    inspected.push({ file, reading, where: found.where, isChecked });
  }
  return { inspected, missing };
}

function readingOf(file: WantedFile, found: FoundFile | UnpackedFile): Reading {
  switch (found.kind) {
    case 'whole':
      return readPackageFile(file, found.bytes, found.sha256);
    case 'unpacked':
      return readUnpackedFile(file, found.archive, found.sha256);
    case 'unpacked-wheel':
      return readUnpackedWheelFile(file, found.entries, found.read, found.sha256);
  }
}

/** Keeps in the user's cache what was held against the lock's hash; why that is not possible, or null. */
export function keepChecked(inspected: readonly Inspected[], keep: KeepReading): string | null {
  for (const { file, reading, isChecked } of inspected) {
    if (!isChecked) continue;
    const name = readingFileName(file.name, file.version, reading.sha256);
    const problem = keep(name, printReading({ source: file.source, reading }));
    if (problem !== null) return problem;
  }
  return null;
}
