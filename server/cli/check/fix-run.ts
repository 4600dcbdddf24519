import type { FileChange } from '../../session/file-system.ts';
import type { LoadedProject } from '../../session/projects.ts';
import { writeChanges } from '../emit-edits.ts';
import type { CliIo, ExitCode } from '../io.ts';
import { printPatch } from '../patch.ts';
import { line } from '../printed.ts';
import { untilWritten } from '../until-written.ts';
import { fixedFiles } from './fix.ts';
import { isWanted, type CheckOptions } from './options.ts';
import { projectsOf } from './projects.ts';
import { sayProblem } from './say-problem.ts';

/** `--diff`: prints what `--fix` would change. 1 where that is something, 2 where a path names no project. */
export function printFixes(options: CheckOptions, io: CliIo): ExitCode {
  const { projects, problems } = projectsOf(options, io);
  const changes = new Map<string, FileChange>();
  for (const loaded of projects)
    for (const change of changesOf(loaded, options)) changes.set(change.file, change);
  for (const problem of problems) sayProblem(io, problem);
  printPatch([...changes.values()], io);
  if (problems.length > 0) return 2;
  return changes.size > 0 ? 1 : 0;
}

/** How often what one fix uncovers is fixed in turn. */
const MOST_ROUNDS = 10;

/** `--fix`: writes what is safe until nothing of it is left. 2 where a file could not be written. */
export function writeAllFixes(options: CheckOptions, io: CliIo): 0 | 2 {
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const code = untilWritten(io, (held) => writeFixes(options, held));
    if (code !== 1) return code;
  }
  return 0;
}

/** One round: 0 where there was nothing to fix, 1 where something was, 2 where it could not be written. */
function writeFixes(options: CheckOptions, io: CliIo): ExitCode {
  let code: ExitCode = 0;
  for (const loaded of projectsOf(options, io).projects) {
    const changes = changesOf(loaded, options);
    if (changes.length === 0) continue;
    if (writeChanges(changes, (path) => loaded.boundary.mayWrite(path), io) === 2) return 2;
    for (const { file } of changes) io.err(line`Fixed ${file}\n`);
    code = 1;
  }
  return code;
}

function changesOf(loaded: LoadedProject, options: CheckOptions): readonly FileChange[] {
  return fixedFiles(
    loaded,
    loaded.findings().filter(({ code }) => isWanted(code, options)),
  );
}
