import type { SyntaxProblem } from './model.ts';
import { stripped } from './python-text.ts';

/** A part of a constraint's text. `start` is its UTF-16 offset there. */
export interface Piece {
  readonly text: string;
  readonly start: number;
}

/** The alternatives between `|` or `||`, without white space around them. */
export function splitAlternatives(text: string): readonly Piece[] {
  const { start, end } = stripped(text);
  const pieces: Piece[] = [];
  let from = start;
  for (const bar of text.slice(start, end).matchAll(/\|\|?/g)) {
    pieces.push(pieceOf(text, from, start + bar.index));
    from = start + bar.index + bar[0].length;
  }
  pieces.push(pieceOf(text, from, end));
  return pieces;
}

function pieceOf(text: string, from: number, to: number): Piece {
  const { start, end } = stripped(text, from, to);
  return { text: text.slice(start, end), start };
}

/** The conditions of an alternative. A comma or a space divides, unless it stands behind an operator or beside a hyphen; commas at the end are dropped. */
export function splitConditions({ text, start }: Piece): readonly Piece[] {
  const { end } = stripped(text, 0, text.length - trailingCommas(text));
  const kept = text.slice(0, end);
  const pieces: Piece[] = [];
  let from = 0;
  for (const { index, 0: run } of kept.matchAll(/[ ,]+/g)) {
    const behind = dividerEnd(kept, index, index + run.length);
    if (behind === null) continue;
    pieces.push({ text: kept.slice(from, index), start: start + from });
    from = behind;
  }
  pieces.push({ text: kept.slice(from), start: start + from });
  return pieces;
}

/**
 * Where the divider ends that begins a run of blanks and commas; null where the run divides nothing.
 * What Poetry's `(?<!^)(?<![\^~=>< ,]) *(?<!-)[, ](?!-) *(?!,|$)` finds, without its backtracking.
 */
function dividerEnd(text: string, start: number, end: number): number | null {
  if (start === 0 || /[\^~=><]/.test(text.charAt(start - 1))) return null;
  let mark = start;
  while (text[mark] === ' ') mark += 1;
  if (mark === end) mark -= 1;
  // From the last blank backwards, or from the comma; two blanks are always enough.
  for (; mark >= start; mark -= 1) {
    if (mark === start && text[mark - 1] === '-') return null;
    if (text[mark + 1] === '-') continue;
    let behind = mark + 1;
    while (text[behind] === ' ') behind += 1;
    if (isEndOrComma(text, behind)) behind -= 1;
    if (behind > mark && !isEndOrComma(text, behind)) return behind;
  }
  return null;
}

function isEndOrComma(text: string, at: number): boolean {
  return text[at] === ',' || /^\n?$/.test(text.slice(at, at + 2));
}

function trailingCommas(text: string): number {
  let count = 0;
  while (text.charAt(text.length - 1 - count) === ',') count += 1;
  return count;
}

/** The parts between commas, as in constraints on other things than versions. */
export function splitByCommas({ text, start }: Piece): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const part of text.split(',')) {
    const piece = pieceOf(text, from, from + part.length);
    pieces.push({ text: piece.text, start: start + piece.start });
    from += part.length + 1;
  }
  return pieces;
}

/** Poetry's words for a part that it cannot read. */
export function problemIn({ text, start }: Piece): SyntaxProblem {
  return {
    problem: `Could not parse version constraint: ${text}`,
    span: { start, end: start + text.length },
  };
}
