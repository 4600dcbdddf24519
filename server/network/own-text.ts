import { readFileSync, statSync } from 'node:fs';

/** Bytes of a configuration file. */
const MOST_BYTES = 2 ** 20;

/** A file of the user's own; null where there is none, or none that is read. Never throws. */
export function readOwnText(file: string): string | null {
  try {
    const stats = statSync(file);
    return stats.isFile() && stats.size <= MOST_BYTES ? readFileSync(file, 'utf8') : null;
  } catch {
    return null;
  }
}
