import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../system-error.ts';
import { temporaryFor, writeTemporary } from './temporary.ts';

/**
 * Writes a file of the user's cache or state, whole or not at all; one that is there is replaced. Answers why it could
 * not be written, or null. Never throws.
 *
 * @param path absolute, the system's own
 */
export function writeOwnFile(path: string, text: string): string | null {
  const temporary = temporaryFor(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeTemporary(temporary, text, null);
    renameSync(temporary, path);
    return null;
  } catch (error) {
    forget(temporary);
    return reasonOf(error);
  }
}

function forget(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What stands in the way of the folder stands in the way of this too.
  }
}
