import { LEFT_BRACKET, isLineBreak, lineEnd, skipTrivia } from './characters.ts';
import { headerAt, type Header } from './keys.ts';
import type { Lexeme, Scanner } from './scan.ts';

/** What stands between line breaks outside of all brackets and strings. */
export type Item =
  | { readonly kind: 'header'; readonly start: number; readonly header: Header }
  | { readonly kind: 'marker'; readonly start: number; readonly end: number }
  | { readonly kind: 'statement'; readonly lexeme: Lexeme };

/**
 * The next item at or behind `from`, which is outside of any statement; null at the end of the text.
 * Comments are passed over.
 */
export function nextItem(scanner: Scanner, from: number): Item | null {
  const { text, limit } = scanner;
  const start = skipTrivia(text, from, limit);
  if (start >= limit) return null;
  const startsLine = start === 0 || isLineBreak(text.charCodeAt(start - 1));
  if (startsLine && scanner.isMarker(start))
    return { kind: 'marker', start, end: lineEnd(text, start, limit) };
  if (text.charCodeAt(start) === LEFT_BRACKET) {
    const header = headerAt(text, start, limit);
    if (header) return { kind: 'header', start, header };
  }
  return { kind: 'statement', lexeme: scanner.statement(start) };
}

/** Where `item` ends and the search for the next one goes on. */
export function itemEnd(item: Item, text: string): number {
  switch (item.kind) {
    case 'header':
      return lineEnd(text, item.header.end, text.length);
    case 'marker':
      return item.end;
    case 'statement':
      return Math.max(item.lexeme.end, item.lexeme.start + 1);
  }
}
