import { relative } from 'node:path/posix';
import type { DiagnosticReport } from './report.ts';
import { docsUrl } from '../../features/docs-url.ts';
import { joined, line, linked, styled, type Printed } from '../printed.ts';

/** SGR */
export const COLOURS: Readonly<Record<DiagnosticReport['severity'], number>> = {
  error: 31,
  warning: 33,
  information: 34,
  hint: 36,
};

/** How a terminal shows what is printed. */
export interface Look {
  readonly colour: boolean;
  /** Whether text can lead to an address (OSC 8). */
  readonly links: boolean;
}

/** One line a diagnostic (`file:line:column`, counted from 1). */
export function formatText(
  diagnostics: readonly DiagnosticReport[],
  cwd: string,
  look: Look,
): Printed {
  return joined(
    diagnostics.map((each) => line`${placeOf(each, cwd)}: ${label(each, look)} ${each.message}\n`),
  );
}

/** `pyproject.toml:8:1` */
export function placeOf({ file, range }: DiagnosticReport, cwd: string): string {
  return `${shownPath(file, cwd)}:${range.start.line + 1}:${range.start.character + 1}`;
}

/** `warning[lock-stale]`, in its colour, and leading to its page. */
export function label({ severity, code }: DiagnosticReport, { colour, links }: Look): Printed {
  const text = styled(COLOURS[severity], line`${severity}[${code}]`, colour);
  return links ? linked(docsUrl(code), text) : text;
}

/** Relative where the file is below the working directory. */
export function shownPath(file: string, cwd: string): string {
  const path = relative(cwd, file);
  if (path === '' || path.startsWith('..')) return file;
  // A line that begins like a command (`::error::`, `##[…]`) is one to a runner that reads along.
  return /^\s*(?:::|##)/.test(path) ? `./${path}` : path;
}

/** `1 error, 3 warnings in 1 project.` */
export function summary(
  diagnostics: readonly DiagnosticReport[],
  projectCount: number,
  isPartial: boolean,
): string {
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
  if (counts.length === 0)
    return isPartial
      ? `Nothing found in what was judged of ${projects}.`
      : `Nothing found in ${projects}.`;
  return `${counts.join(', ')} in ${projects}.`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
