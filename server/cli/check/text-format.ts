import { relative } from 'node:path';
import type { DiagnosticReport } from './report.ts';

const COLOURS: Readonly<Record<DiagnosticReport['severity'], string>> = {
  error: '\u001b[31m',
  warning: '\u001b[33m',
  information: '\u001b[34m',
  hint: '\u001b[36m',
};
const RESET = '\u001b[0m';

/** One line a diagnostic (`file:line:column`, counted from 1), and a line that sums up. */
export function formatText(
  diagnostics: readonly DiagnosticReport[],
  projectCount: number,
  cwd: string,
  colour: boolean,
): string {
  const lines = diagnostics.map((each) => formatLine(each, cwd, colour));
  return `${[...lines, summary(diagnostics, projectCount)].join('\n')}\n`;
}

function formatLine(
  { file, range, severity, code, message }: DiagnosticReport,
  cwd: string,
  colour: boolean,
): string {
  const place = `${shown(file, cwd)}:${range.start.line + 1}:${range.start.character + 1}`;
  const label = `${severity}[${code}]`;
  return `${place}: ${colour ? `${COLOURS[severity]}${label}${RESET}` : label} ${message}`;
}

/** Relative where the file is below the working directory. */
function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  return path === '' || path.startsWith('..') ? file : path;
}

function summary(diagnostics: readonly DiagnosticReport[], projectCount: number): string {
  const projects = plural(projectCount, 'project');
  const counts = (['error', 'warning', 'information', 'hint'] as const)
    .map((severity) => ({
      severity,
      count: diagnostics.filter((each) => each.severity === severity).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) =>
      severity === 'information' ? `${count} information` : plural(count, severity),
    );
  return counts.length === 0
    ? `Nothing found in ${projects}.`
    : `${counts.join(', ')} in ${projects}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
