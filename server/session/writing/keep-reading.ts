import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { reasonOf } from '../system-error.ts';
import { temporaryFor, writeTemporary } from './temporary.ts';

/**
 * Writes a file of the user's cache, whole or not at all; one that is there is replaced, as it says the same. Answers why
 * it could not be written, or null.
 *
 * @param path absolute, the system's own
 */
export function keepReading(path: string, text: string): string | null {
  const temporary = temporaryFor(path);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeTemporary(temporary, text, null);
    renameSync(temporary, path);
    return null;
  } catch (error) {
    rmSync(temporary, { force: true });
    return reasonOf(error);
  }
}
