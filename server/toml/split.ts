import { contentStart } from './content.ts';
import { itemEnd, nextItem } from './items.ts';
import type { Header } from './keys.ts';
import { Scanner } from './scan.ts';

/** Where a section starts, and its header with offsets from there; null for the text before the first one. */
export interface SectionStart {
  readonly start: number;
  readonly header: Header | null;
}

/**
 * Finds the sections of the scanner's text from the one that starts at `from` on; null for all of
 * them, the one before the first header included. What comes before a section has no influence on
 * it, as long as no multi-line string is left open.
 */
export function* sectionStarts(scanner: Scanner, from: number | null): Generator<SectionStart> {
  const { text } = scanner;
  if (from === null) yield { start: 0, header: null };
  let at = from ?? contentStart(text);
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind === 'header')
      yield { start: item.start, header: relativeTo(item.start, item.header) };
  }
}

function relativeTo(start: number, { isArrayElement, keys, end }: Header): Header {
  const moved = keys && { start: keys.start - start, end: keys.end - start, parts: keys.parts };
  return { isArrayElement, keys: moved, end: end - start };
}
