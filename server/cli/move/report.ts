import { relative } from 'node:path/posix';
import type { ProjectMove, ReportLine } from '../../move/model.ts';
import type { LoadedProject } from '../../session/projects.ts';
import type { CliIo } from '../io.ts';
import { line, type Printed } from '../printed.ts';

const HEADINGS = [
  ['look', 'To look at'],
  ['lost', 'Lost'],
  ['done', 'Done'],
] as const;

/** Whether anything of a move is for a person to look at. */
export function needsLook({ report }: ProjectMove): boolean {
  return report.some(({ kind }) => kind !== 'done');
}

/** Prints what there is to say of a move on standard error: what to look at first, and what comes next. */
export function printReport(move: ProjectMove, loaded: LoadedProject, io: CliIo): void {
  if (move.edits.size === 0)
    io.err(line`There is nothing to move in ${relative(io.cwd, loaded.manifest)}.\n`);
  for (const [kind, heading] of HEADINGS) {
    const lines = move.report.filter((each) => each.kind === kind);
    if (lines.length === 0) continue;
    io.err(line`${heading}:\n`);
    for (const each of lines) io.err(line`  ${placeOf(each, loaded, io)}: ${each.message}\n`);
  }
  if (move.next.length > 0) io.err(line`Then:\n`);
  for (const step of move.next) io.err(line`  ${step}\n`);
}

/** `pyproject.toml:12:1`, as the file was before. */
function placeOf({ file, span }: ReportLine, { sources }: LoadedProject, io: CliIo): Printed {
  const name = relative(io.cwd, file);
  const text = sources.get(file);
  if (span === null || text === undefined) return line`${name}`;
  const { line: row, character } = text.positionAt(span.start);
  return line`${name}:${row + 1}:${character + 1}`;
}
