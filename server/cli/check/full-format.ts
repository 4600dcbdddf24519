import { visible } from '../../visible.ts';
import { joined, line, styled, type Printed } from '../printed.ts';
import type { DiagnosticReport } from './report.ts';
import { COLOURS, label, placeOf, type Look } from './text-format.ts';

/** SGR */
const BOLD = 1;
const BLUE = 34;

/** Of a line of a file, UTF-16 units around the place. */
const MOST_SHOWN = 120;

/**
 * Each diagnostic with the line that it is about, and marks below it:
 *
 *     warning[lock-stale] poetry.lock was made from …
 *        --> pyproject.toml:8:1
 *           |
 *         8 | [tool.poetry.dependencies]
 *           | ^^^^^^^^^^^^^^^^^^^^^^^^^^
 */
export function formatFull(
  diagnostics: readonly DiagnosticReport[],
  lineOf: (diagnostic: DiagnosticReport) => string | null,
  cwd: string,
  look: Look,
): Printed {
  return joined(diagnostics.map((each) => formatOne(each, lineOf(each), cwd, look)));
}

function formatOne(
  diagnostic: DiagnosticReport,
  text: string | null,
  cwd: string,
  look: Look,
): Printed {
  const message = styled(BOLD, line`${diagnostic.message}`, look.colour);
  const gutter = (number: string): Printed =>
    styled(BLUE, line`${number.padStart(5)} |`, look.colour);
  const arrow = styled(BLUE, line`${'   -->'}`, look.colour);
  const head = line`${label(diagnostic, look)} ${message}\n${arrow} ${placeOf(diagnostic, cwd)}\n`;
  const quoted = text === null || text.trim() === '' ? null : quote(diagnostic, text);
  if (quoted === null) return line`${head}\n`;
  const marks = styled(COLOURS[diagnostic.severity], line`${quoted.marks}`, look.colour);
  return joined([
    head,
    line`${gutter('')}\n`,
    line`${gutter(String(diagnostic.range.start.line + 1))} ${quoted.shown}\n`,
    line`${gutter('')} ${quoted.blanks}${marks}\n`,
    line`\n`,
  ]);
}

/** As much of the line as fits, and what stands below it. */
function quote(
  { range }: DiagnosticReport,
  text: string,
): { readonly shown: string; readonly blanks: string; readonly marks: string } {
  const from = Math.max(0, range.start.character - MOST_SHOWN / 2);
  const upTo = Math.min(text.length, from + MOST_SHOWN);
  const end = range.end.line === range.start.line ? Math.min(range.end.character, upTo) : upTo;
  // What is shown in place of a control character is longer than one.
  const widthOf = (start: number, stop: number): number => asShown(text.slice(start, stop)).length;
  return {
    shown: asShown(text.slice(from, upTo)),
    blanks: ' '.repeat(widthOf(from, range.start.character)),
    marks: '^'.repeat(Math.max(1, widthOf(range.start.character, end))),
  };
}

function asShown(text: string): string {
  return visible(text.replaceAll('\t', ' '));
}
