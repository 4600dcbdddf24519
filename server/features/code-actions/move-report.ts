import { posix } from 'node:path';
import type { ProjectMove, ReportLine } from '../../move/model.ts';

/** What there is to do after a move, the weightiest first, a line each; what needs nobody is left out. */
export function moveReport(root: string, { report, next }: ProjectMove): readonly string[] {
  return [
    ...linesOf(root, report, 'look', 'Look at'),
    ...linesOf(root, report, 'lost', 'Lost'),
    ...next.map((step) => `Then: ${step}`),
  ];
}

function linesOf(
  root: string,
  report: readonly ReportLine[],
  kind: ReportLine['kind'],
  word: string,
): readonly string[] {
  return report
    .filter((line) => line.kind === kind)
    .map(({ file, message }) => `${word} ${posix.relative(root, file)}: ${message}`);
}
