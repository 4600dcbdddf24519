import { relative } from 'node:path/posix';
import type { DiagnosticReport } from './report.ts';
import { joined, line, styled, type Printed } from '../printed.ts';

/** SGR */
const COLOURS: Readonly<Record<DiagnosticReport['severity'], number>> = {
  error: 31,
  warning: 33,
  information: 34,
  hint: 36,
};

/** One line a diagnostic (`file:line:column`, counted from 1), and a line that sums up. */
export function formatText(
  diagnostics: readonly DiagnosticReport[],
  projectCount: number,
  cwd: string,
  colour: boolean,
): Printed {
  return joined([
    ...diagnostics.map((each) => formatLine(each, cwd, colour)),
    line`${summary(diagnostics, projectCount)}\n`,
  ]);
}

function formatLine(
  { file, range, severity, code, message }: DiagnosticReport,
  cwd: string,
  colour: boolean,
): Printed {
  const place = `${shown(file, cwd)}:${range.start.line + 1}:${range.start.character + 1}`;
  const label = styled(COLOURS[severity], line`${severity}[${code}]`, colour);
  return line`${place}: ${label} ${message}\n`;
}

/** Relative where the file is below the working directory. */
function shown(file: string, cwd: string): string {
  const path = relative(cwd, file);
  if (path === '' || path.startsWith('..')) return file;
  // A line that begins like a command (`::error::`, `##[…]`) is one to a runner that reads along.
  return /^\s*(?:::|##)/.test(path) ? `./${path}` : path;
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
