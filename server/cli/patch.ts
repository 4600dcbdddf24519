import { dirname, relative } from 'node:path/posix';
import { isIn } from '../session/boundary.ts';
import type { FileChange } from '../session/file-system.ts';
import type { CliIo } from './io.ts';
import { joined, line, verbatim } from './printed.ts';
import { unifiedDiff } from './unified-diff.ts';

/**
 * Prints changes as one patch for the current folder, as `git apply` and `patch -p1` take it. What stands
 * above that folder cannot be named from it by either: then the patch is for a folder above, and
 * standard error says which.
 */
export function printPatch(changes: readonly FileChange[], io: CliIo): void {
  const named = changes.map((change) => ({ ...change, file: patchedFile(change, io) }));
  printNamed(named, io);
}

/** What a link leads to: neither tool patches through one. */
function patchedFile({ file, before }: FileChange, io: CliIo): string {
  return before === null ? file : (io.fileSystem.real(file) ?? file);
}

function printNamed(changes: readonly FileChange[], io: CliIo): void {
  let folder = io.cwd;
  while (!changes.every(({ file }) => isIn(file, folder)) && dirname(folder) !== folder)
    folder = dirname(folder);
  if (folder !== io.cwd && changes.length > 0)
    io.err(line`pyproject-nix-ls: the patch is to be applied in ${folder}.\n`);
  const parts = changes.map(({ file, before, after }) =>
    verbatim(unifiedDiff(relative(folder, file).replaceAll('\\', '/'), before, after)),
  );
  io.out(joined(parts));
}
