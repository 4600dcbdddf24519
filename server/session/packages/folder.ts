import { readdirSync, readFileSync, statSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Archive, ArchiveEntry } from '../../artifacts/archive/model.ts';
import { isBuildFile } from '../../artifacts/sdist/read.ts';

const MOST_ENTRIES = 100_000;
const DEPTH = 40;

/** A folder as the archive that it was unpacked from; links are no part of it, and neither is what git keeps there. */
export function folderAsArchive(folder: string): Archive {
  const entries = filesIn(folder);
  const files = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const bytes = isBuildFile(entry) ? bytesOf(join(folder, entry.path)) : null;
    if (bytes !== null) files.set(entry.path, bytes);
  }
  const problems = entries.length >= MOST_ENTRIES ? ['has too many files'] : [];
  return { entries, files, problems };
}

/** The files below a folder, by their paths in it with `/`, and their sizes in bytes. */
export function filesIn(folder: string): readonly ArchiveEntry[] {
  const entries: ArchiveEntry[] = [];
  const walk = (below: string, depth: number): void => {
    for (const entry of listed(join(folder, below))) {
      if (entries.length >= MOST_ENTRIES) return;
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory() && depth < DEPTH && entry.name !== '.git') walk(path, depth + 1);
      else if (entry.isFile()) entries.push({ path, size: sizeOf(join(folder, path)) });
    }
  };
  walk('', 0);
  return entries;
}

export function foldersIn(path: string): readonly string[] {
  return listed(path)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}

/** Null where it cannot be read, or is no regular file. */
export function bytesOf(path: string): Uint8Array | null {
  try {
    return statSync(path).isFile() ? readFileSync(path) : null;
  } catch {
    return null;
  }
}

/** Latin 1: what is looked for in it is ASCII. */
export function textOf(path: string): string | null {
  const bytes = bytesOf(path);
  return bytes === null ? null : Buffer.from(bytes).toString('latin1');
}

function listed(path: string): readonly Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}
