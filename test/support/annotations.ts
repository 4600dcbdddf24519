import type { Finding } from '../../server/project/model.ts';
import { SourceText } from '../../server/text.ts';

/**
 * The annotations of a fixture file. `$0` is where the cursor stands. A comment line with carets
 * says what is reported of the line above:
 *
 *     psycopg2 = "^2.9"
 *     #<^^^^^^ warning[missing-native-input] psycopg2 2.9.9 is built …
 *
 * The carets stand below the text; `<` for one that begins at the line's start, where the `#` and
 * the `<` stand themselves. A report on nothing (an empty range) has one caret; one that goes on
 * to further lines ends in `>`.
 */
const MARKER = /^[ \t]*#[ \t]*[<^]\^*>? (?:error|warning|information|hint)\[[^\]]*\]/;

const CURSOR = '$0';

export interface Fixture {
  /** Without annotations. */
  readonly text: string;
  /** Offsets in `text`. */
  readonly cursors: readonly number[];
}

/** Takes the annotations out of a fixture file. */
export function readFixture(annotated: string): Fixture {
  const kept = annotated
    .split('\n')
    .filter((line) => !MARKER.test(line))
    .join('\n');
  const cursors: number[] = [];
  const parts = kept.split(CURSOR);
  let offset = 0;
  for (const part of parts.slice(0, -1)) {
    offset += part.length;
    cursors.push(offset);
  }
  return { text: parts.join(''), cursors };
}

/** Writes the file as it is with cursors and with these findings: what it must be if they are right. */
export function writeFixture({ text, cursors }: Fixture, findings: readonly Finding[]): string {
  const index = new SourceText(text);
  const lines: string[] = [];
  for (let line = 0; line < index.lineCount; line += 1) {
    const start = index.lineStart(line);
    const next = line + 1 < index.lineCount ? index.lineStart(line + 1) : text.length;
    lines.push(withCursors(text.slice(start, next), start, next === text.length, cursors));
    const here = findings.filter(({ span }) => index.positionAt(span.start).line === line);
    const markers = here.map((finding) => marker(finding, index));
    for (const each of markers.toSorted()) lines.push(each);
  }
  return lines.join('');
}

function withCursors(
  line: string,
  start: number,
  isLast: boolean,
  cursors: readonly number[],
): string {
  let result = line;
  for (const cursor of cursors.toReversed()) {
    const at = cursor - start;
    if (at < 0 || at > line.length || (at === line.length && !isLast)) continue;
    result = result.slice(0, at) + CURSOR + result.slice(at);
  }
  return result;
}

function marker({ span, severity, code, message }: Finding, index: SourceText): string {
  const { line, character } = index.positionAt(span.start);
  const lineEnd = index.lineEnd(line);
  const end = Math.min(Math.max(span.end, span.start + 1), Math.max(lineEnd, span.start + 1));
  const width = end - span.start;
  const more = span.end > lineEnd ? '>' : '';
  const carets =
    character === 0
      ? `#<${'^'.repeat(Math.max(width - 2, 0))}`
      : `#${' '.repeat(character - 1)}${'^'.repeat(width)}`;
  return `${carets}${more} ${severity}[${code}] ${message}\n`;
}
