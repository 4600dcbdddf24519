import { constants, copyFileSync, linkSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { CommitResult, FileChange, FileProblem } from '../file-system.ts';
import { errorCode, reasonOf } from '../system-error.ts';
import { stateFolder } from '../user-folders.ts';
import { contentAt, hashOf } from './content.ts';
import {
  beginJournal,
  endJournal,
  leftJournals,
  takeBack,
  type Journal,
  type TakenBack,
} from './journal.ts';
import { withSignalsHeld } from './signals.ts';
import { makeFolderOf, targetOf, type Target } from './target.ts';
import { syncFolder, temporaryFor, writeTemporary } from './temporary.ts';
import { takeWriteLock, type WriteLock } from './write-lock.ts';

/** What puts a written file into its place; a test has one that fails or ends the process. */
export interface Placing {
  readonly rename: (from: string, to: string) => void;
  readonly link: (from: string, to: string) => void;
}

const onDisk: Placing = { rename: renameSync, link: linkSync };

/**
 * Writes files, all or none: `FileSystem.commit` on the disk. Each new text is written whole beside its
 * file, under a name that nobody can know; under the user's write lock it is then seen whether the
 * files still are what the changes were made for, and only then is one put into its place after the
 * other. A record in the user's state folder lets a later run take back what a killed one left half
 * done.
 *
 * @param mayWrite whether a path without links on the way may be written.
 */
export function commitChanges(
  changes: readonly FileChange[],
  mayWrite: (realPath: string) => boolean,
  state: string | null = stateFolder(),
  placing: Placing = onDisk,
): CommitResult {
  if (state === null) {
    const message =
      'Nothing can be written without a record of it, and no folder for that is known: XDG_STATE_HOME names one.';
    return failed({ kind: 'unwritable', message });
  }
  let lock: WriteLock | null = null;
  try {
    mkdirSync(state, { recursive: true, mode: 0o700 });
    const journals = join(state, 'journal');
    mkdirSync(journals, { recursive: true, mode: 0o700 });
    // Outside of what signals wait for: a run that only waits for another ends at once.
    const taken = takeWriteLock(state);
    lock = taken;
    if (taken === null)
      return failed({ kind: 'unwritable', message: `Another run is writing: ${state} is locked.` });
    return withSignalsHeld(() => {
      const notes = takeBackAll(journals);
      return write(changes, { mayWrite, journals, lock: taken, placing, notes });
    });
  } catch (error) {
    return failed({
      kind: 'unwritable',
      message: `Nothing can be written without a record of it in ${state} (XDG_STATE_HOME names another folder): ${reasonOf(error)}.`,
    });
  } finally {
    lock?.release();
  }
}

interface Writing {
  readonly mayWrite: (realPath: string) => boolean;
  readonly journals: string;
  readonly lock: WriteLock;
  readonly placing: Placing;
  readonly notes: readonly string[];
}

function takeBackAll(journals: string): readonly string[] {
  return leftJournals(journals).flatMap((journal) => {
    const taken = takenBackOf(journal);
    if (typeof taken === 'string') return [taken];
    const { restored, kept, changedSince } = taken;
    const notes = restored.map(
      (path) => `${path} is again as it was before an earlier run that did not get to its end.`,
    );
    if (changedSince === null || kept.length === 0) return notes;
    return [
      ...notes,
      `An earlier run did not get to its end. ${kept.join(' and ')} is as that run wrote it, for ${changedSince} was changed since.`,
    ];
  });
}

/** What cannot be taken back, in a folder that is read-only now, is told and keeps its record: it stops no other work. */
function takenBackOf(journal: Journal): TakenBack | string {
  try {
    const taken = takeBack(journal);
    endJournal(journal);
    return taken;
  } catch (error) {
    const paths = journal.entries.map(({ path }) => path).join(' and ');
    const hint =
      errorCode(error) === 'ENOENT' ? ', to be removed where the folder is gone for good' : '';
    return `An earlier run did not get to its end with ${paths}, and what it wrote cannot be taken back (${reasonOf(error)}). ${journal.file} is the record of it${hint}.`;
  }
}

interface Step {
  readonly change: FileChange;
  readonly target: Target;
  readonly temporary: string;
}

function write(changes: readonly FileChange[], writing: Writing): CommitResult {
  const steps: Step[] = [];
  for (const change of changes) {
    if (change.makesFolders === true) makeFolderOf(change.file, writing.mayWrite);
    const target = targetOf(change.file, writing.mayWrite);
    if ('kind' in target) return failed(target, writing.notes);
    const twin = steps.find((step) => step.target.path === target.path);
    // Two names that lead to one file.
    if (twin !== undefined && twin.change.after === change.after) continue;
    if (twin !== undefined) {
      const message = `${change.file} and ${twin.change.file} are one file, which cannot be changed twice at once.`;
      return failed({ kind: 'unwritable', message }, writing.notes);
    }
    steps.push({ change, target, temporary: temporaryFor(target.path) });
  }
  const changed = changedMeanwhile(steps);
  if (changed !== null) return { outcome: 'changed', file: changed, notes: writing.notes };
  const journal = beginJournal(writing.journals, steps.map(entryOf));
  const result = place(steps, journal, writing);
  if (result.outcome === 'written') endJournal(journal);
  return result;
}

function place(steps: readonly Step[], journal: Journal, writing: Writing): CommitResult {
  const { notes, lock, placing } = writing;
  let at = steps[0]?.change.file ?? '';
  try {
    for (const { change, target, temporary } of steps) {
      at = change.file;
      writeTemporary(temporary, change.after, target.stats);
    }
    const changed = lock.isHeld() ? changedMeanwhile(steps) : at;
    if (changed !== null) return undone(journal, { outcome: 'changed', file: changed, notes });
    for (const { change, target, temporary } of steps) {
      at = change.file;
      if (target.stats === null) create(temporary, target.path, placing);
      else placing.rename(temporary, target.path);
    }
    for (const folder of new Set(steps.map(({ target }) => dirname(target.path))))
      syncFolder(folder);
    return { outcome: 'written', notes };
  } catch (error) {
    // Somebody made the file a moment ago.
    if (errorCode(error) === 'EEXIST')
      return undone(journal, { outcome: 'changed', file: at, notes });
    const message = `${at} cannot be written: ${reasonOf(error)}.`;
    return undone(journal, failed({ kind: 'unwritable', message }, notes));
  }
}

/** A link fails where something has come to be under the name, which a rename would replace. */
function create(temporary: string, path: string, placing: Placing): void {
  try {
    placing.link(temporary, path);
  } catch (error) {
    // Some file systems have no links.
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].includes(errorCode(error))) throw error;
    copyFileSync(temporary, path, constants.COPYFILE_EXCL);
  }
  rmSync(temporary, { force: true });
}

/** The result of a step that was taken back; the record stays where that failed, for a later run. */
function undone(journal: Journal, result: CommitResult): CommitResult {
  try {
    takeBack(journal);
    endJournal(journal);
    return result;
  } catch (error) {
    const left = `What was written of it could not be taken back (${reasonOf(error)}): the next run that writes tries again.`;
    return { ...result, notes: [...result.notes, left] };
  }
}

/** The first file that is not what its change was made for. */
function changedMeanwhile(steps: readonly Step[]): string | null {
  for (const { change, target } of steps) {
    const content = contentAt(target.path);
    const isSame =
      content === null || change.before === null
        ? content === null && change.before === null
        : content.equals(Buffer.from(change.before, 'utf8'));
    if (!isSame) return change.file;
  }
  return null;
}

function entryOf({
  change: { before, after },
  target: { path },
  temporary,
}: Step): Journal['entries'][number] {
  const beforeHash = before === null ? null : hashOf(before);
  return { path, temporary, before, beforeHash, afterHash: hashOf(after) };
}

function failed(problem: FileProblem, notes: readonly string[] = []): CommitResult {
  return { outcome: 'failed', problem, notes };
}
