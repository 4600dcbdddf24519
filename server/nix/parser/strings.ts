import type { Interpolation, PathExpr, StringExpr, TextPart } from '../syntax.ts';

/** What a string of `text` says; null where it has an interpolation. */
export function stringValue(string: StringExpr, text: string): string | null {
  const parts = cookedParts(string, text);
  const texts = parts.filter((part) => typeof part === 'string');
  return texts.length === parts.length ? texts.join('') : null;
}

/**
 * The parts of a string as Nix understands them: texts with escapes resolved and common indentation removed,
 * interpolations as they are.
 */
export function cookedParts(string: StringExpr, text: string): readonly (string | Interpolation)[] {
  if (string.style === 'indented') return cookedIndented(string, text);
  return string.parts.map((part) =>
    part.kind === 'interpolation' ? part : unescaped(text.slice(part.span.start, part.span.end)),
  );
}

/** A path of `text` as written; null where it has an interpolation. */
export function pathText(path: PathExpr, text: string): string | null {
  return path.parts.every((part) => part.kind === 'text')
    ? text.slice(path.span.start, path.span.end)
    : null;
}

/** Line breaks of every kind are LF in a `"` string. */
function unescaped(text: string): string {
  return text.replace(/\\([^])|\r\n?/g, (_whole, escaped: string | undefined) =>
    escaped === undefined ? '\n' : escapedCharacter(escaped),
  );
}

function escapedCharacter(character: string): string {
  switch (character) {
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return character;
  }
}

/** Text as written, text that an escape stands for (which is never indentation), or an interpolation. */
type Piece =
  | { readonly kind: 'written' | 'escape'; readonly text: string }
  | { readonly kind: 'interpolation'; readonly part: Interpolation };

function cookedIndented(string: StringExpr, text: string): readonly (string | Interpolation)[] {
  const pieces = string.parts.flatMap((part): Piece[] =>
    part.kind === 'interpolation' ? [{ kind: 'interpolation', part }] : piecesOf(part, text),
  );
  return withoutIndentation(pieces, commonIndentation(pieces));
}

function piecesOf({ span }: TextPart, text: string): Piece[] {
  const pieces: Piece[] = [];
  const raw = text.slice(span.start, span.end);
  let copied = 0;
  for (const match of raw.matchAll(/\$\$|'''|''\$|''\\([^])/g)) {
    if (match[0] === '$$') continue;
    pieces.push({ kind: 'written', text: raw.slice(copied, match.index) });
    pieces.push({ kind: 'escape', text: escapedPiece(match[0], match[1]) });
    copied = match.index + match[0].length;
  }
  pieces.push({ kind: 'written', text: raw.slice(copied) });
  return pieces.filter((piece) => piece.kind !== 'written' || piece.text !== '');
}

function escapedPiece(whole: string, character: string | undefined): string {
  if (character !== undefined) return escapedCharacter(character);
  return whole === "'''" ? "''" : '$';
}

/** The fewest spaces before the first other thing on a line that has one. */
function commonIndentation(pieces: readonly Piece[]): number {
  let least = Infinity;
  let width = 0;
  let isIndentation = true;
  const meetContent = (): void => {
    if (isIndentation) least = Math.min(least, width);
    isIndentation = false;
  };
  for (const piece of pieces) {
    if (piece.kind !== 'written') {
      meetContent();
      continue;
    }
    for (const character of piece.text) {
      if (character === '\n') {
        isIndentation = true;
        width = 0;
      } else if (isIndentation && character === ' ') width++;
      else meetContent();
    }
  }
  return least;
}

/** Takes `indentation` spaces off every line, and the last line if it is blank. */
function withoutIndentation(
  pieces: readonly Piece[],
  indentation: number,
): readonly (string | Interpolation)[] {
  let isIndentation = true;
  let dropped = 0;
  return pieces.map((piece, index) => {
    if (piece.kind === 'interpolation') {
      isIndentation = false;
      dropped = 0;
      return piece.part;
    }
    let kept = '';
    for (const character of piece.text) {
      if (isIndentation && character === ' ' && dropped < indentation) {
        dropped++;
        continue;
      }
      kept += character;
      if (character === '\n') {
        isIndentation = true;
        dropped = 0;
      } else if (character !== ' ') isIndentation = false;
    }
    return index === pieces.length - 1 ? kept.replace(/\n *$/, '\n') : kept;
  });
}
