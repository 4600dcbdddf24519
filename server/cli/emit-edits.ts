import type { FileEdits } from '../features/model.ts';
import { applyEdits } from '../text.ts';
import type { CliIo, ExitCode } from './io.ts';
import { unifiedDiff } from './unified-diff.ts';

/** Prints edits as a patch, or writes the files: 2 where one could not be written. */
export function emitEdits(
  edits: FileEdits,
  textOf: (file: string) => string,
  write: boolean,
  io: CliIo,
): ExitCode {
  for (const [file, before, after] of changedFiles(edits, textOf)) {
    if (!write) {
      io.out(unifiedDiff(file, before, after));
      continue;
    }
    const problem = io.fileSystem.write(file, after);
    if (problem !== null) {
      io.err(`pyproject-nix-ls: ${problem.message}\n`);
      return 2;
    }
    io.out(`${before === null ? 'Created' : 'Edited'} ${file}\n`);
  }
  return 0;
}

/** Every changed file with its text before (null: it is new) and after. */
export function changedFiles(
  { edits, creates }: FileEdits,
  textOf: (file: string) => string,
): readonly (readonly [file: string, before: string | null, after: string])[] {
  return [
    ...[...edits].map(
      ([file, list]) => [file, textOf(file), applyEdits(textOf(file), list)] as const,
    ),
    ...[...creates].map(([file, text]) => [file, null, text] as const),
  ];
}
