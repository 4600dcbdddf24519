import type { FileEdits } from '../features/model.ts';
import type { FileChange } from '../session/file-system.ts';
import type { LoadedProject } from '../session/projects.ts';
import { applyEdits } from '../text.ts';
import type { CliIo, ExitCode } from './io.ts';
import { printPatch } from './patch.ts';
import { ChangedMeanwhile } from './until-written.ts';
import { line } from './printed.ts';

/** Prints edits of a project's files as a patch, or writes the files: as `writeChanges`. */
export function emitEdits(
  edits: FileEdits,
  { sources, boundary }: Pick<LoadedProject, 'sources' | 'boundary'>,
  write: boolean,
  io: CliIo,
): ExitCode {
  const changes = changedFiles(edits, (file) => sources.get(file)?.text ?? '');
  if (!write) {
    printPatch(changes, io);
    return 0;
  }
  const code = writeChanges(changes, (path) => boundary.mayWrite(path), io);
  if (code === 0) printWritten(changes, io);
  return code;
}

/** Says of each file what was done to it. */
export function printWritten(changes: readonly FileChange[], io: CliIo): void {
  for (const { file, before } of changes)
    io.out(line`${before === null ? 'Created' : 'Edited'} ${file}\n`);
}

/**
 * Writes all files or none: 0, or 2 with a word on why. Throws `ChangedMeanwhile` where one of them no longer is
 * what its change was made for.
 */
export function writeChanges(
  changes: readonly FileChange[],
  mayWrite: (realPath: string) => boolean,
  io: CliIo,
): 0 | 2 {
  if (changes.length === 0) return 0;
  const result = io.fileSystem.commit(changes, mayWrite);
  for (const note of result.notes) io.err(line`pyproject-nix-ls: ${note}\n`);
  if (result.outcome === 'changed') throw new ChangedMeanwhile(result.file);
  if (result.outcome === 'written') return 0;
  io.err(line`pyproject-nix-ls: ${result.problem.message}\n`);
  return 2;
}

/** Every file that edits change, and those that they make. */
export function changedFiles(
  { edits, creates }: FileEdits,
  textOf: (file: string) => string,
): readonly FileChange[] {
  return [
    ...[...edits].map(([file, list]) => {
      const before = textOf(file);
      return { file, before, after: applyEdits(before, list) };
    }),
    ...[...creates].map(([file, after]) => ({ file, before: null, after })),
  ];
}
