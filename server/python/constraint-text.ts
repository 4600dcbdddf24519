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
  for (const divider of kept.matchAll(/(?<!^)(?<![\^~=>< ,]) *(?<!-)[, ](?!-) *(?!,|\n?$)/g)) {
    pieces.push({ text: kept.slice(from, divider.index), start: start + from });
    from = divider.index + divider[0].length;
  }
  pieces.push({ text: kept.slice(from), start: start + from });
  return pieces;
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
