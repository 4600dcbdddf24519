import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorCode } from '../system-error.ts';
import { contentAt, hashOf } from './content.ts';
import { temporaryFor, writeTemporary } from './temporary.ts';

const ENDING = '.journal.json';

/** One file of a step: what is enough to take it back. */
export interface JournalEntry {
  /** Without a link on the way. */
  readonly path: string;
  readonly temporary: string;
  /** The whole text; null where the file is new. */
  readonly before: string | null;
  readonly beforeHash: string | null;
  readonly afterHash: string;
}

/** The record of one step, in the user's state folder; it is there as long as the step may be half done. */
export interface Journal {
  readonly file: string;
  readonly entries: readonly JournalEntry[];
}

/** Writes down what is about to be done. Throws where that is not possible. */
export function beginJournal(folder: string, entries: readonly JournalEntry[]): Journal {
  const name = randomBytes(16).toString('hex');
  const made = join(folder, `${name}.tmp`);
  const file = join(folder, `${name}${ENDING}`);
  // Under its name only when it is whole.
  writeTemporary(made, `${JSON.stringify({ formatVersion: 1, entries })}\n`, null);
  renameSync(made, file);
  return { file, entries };
}

/** Forgets a step that is done or was taken back. */
export function endJournal({ file }: Journal): void {
  rmSync(file, { force: true });
}

/** The steps that runs before this one left half done, in any order. Only who has the write lock may ask. */
export function leftJournals(folder: string): readonly Journal[] {
  const journals: Journal[] = [];
  for (const name of readdirSync(folder)) {
    const file = join(folder, name);
    const entries = name.endsWith(ENDING) ? entriesIn(file) : null;
    if (entries !== null) journals.push({ file, entries });
    // Half a record was made before anything else was done.
    else if (name.endsWith('.tmp') || name.endsWith(ENDING)) rmSync(file, { force: true });
  }
  return journals;
}

/** What was done about a step that was left half done. */
export interface TakenBack {
  /** Files that have their old text again, or are gone again. */
  readonly restored: readonly string[];
  /** Files that keep the new text. */
  readonly kept: readonly string[];
  /** The file that has neither text, for whose sake they do: it is somebody's later work. */
  readonly changedSince: string | null;
}

/**
 * Takes back a step that was left half done: a file that has the new text gets the old one. Where each
 * has the new one, the step was done. Throws where a file cannot be written, and where a folder is not there,
 * which may come back: it may be on a disk that is not mounted.
 */
export function takeBack({ entries }: Journal): TakenBack {
  for (const { temporary } of entries) removeTemporary(temporary);
  const states = entries.map((entry) => ({ entry, state: stateOf(entry) }));
  const written = states.filter(({ state }) => state === 'after');
  const other = states.find(({ state }) => state === 'other')?.entry.path ?? null;
  const paths = written.map(({ entry }) => entry.path);
  if (other !== null) return { restored: [], kept: paths, changedSince: other };
  if (written.length === entries.length) return { restored: [], kept: paths, changedSince: null };
  for (const { entry } of written) restore(entry);
  return { restored: paths, kept: [], changedSince: null };
}

function removeTemporary(temporary: string): void {
  try {
    rmSync(temporary, { force: true });
  } catch (error) {
    // Where its folder has become a file, it is gone.
    if (errorCode(error) !== 'ENOTDIR') throw error;
  }
}

function restore({ path, before }: JournalEntry): void {
  if (before === null) {
    rmSync(path, { force: true });
    return;
  }
  const temporary = temporaryFor(path);
  writeTemporary(temporary, before, lstatSync(path));
  renameSync(temporary, path);
}

function stateOf({ path, beforeHash, afterHash }: JournalEntry): 'before' | 'after' | 'other' {
  try {
    // A folder on the way that has become a link since leads to somebody else's file.
    if (realpathSync(dirname(path)) !== dirname(path)) return 'other';
    const content = contentAt(path);
    const hash = content === null ? null : hashOf(content);
    if (hash === afterHash) return 'after';
    return hash === beforeHash ? 'before' : 'other';
  } catch (error) {
    // Something else has come to be there: a file for the folder, a folder or a link for the file.
    if (['ENOTDIR', 'EISDIR', 'ELOOP'].includes(errorCode(error))) return 'other';
    throw error;
  }
}

function entriesIn(file: string): readonly JournalEntry[] | null {
  try {
    const json: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof json !== 'object' || json === null || !('entries' in json)) return null;
    const { entries } = json;
    return Array.isArray(entries) && entries.every(isEntry) ? entries : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is JournalEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry: Partial<Record<keyof JournalEntry, unknown>> = value;
  return (
    typeof entry.path === 'string' &&
    typeof entry.temporary === 'string' &&
    typeof entry.afterHash === 'string' &&
    (entry.before === null || typeof entry.before === 'string') &&
    (entry.beforeHash === null || typeof entry.beforeHash === 'string')
  );
}
