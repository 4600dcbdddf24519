import { contentStart, type SectionOutline } from './content.ts';
import { itemEnd, nextItem } from './items.ts';
import type { Header } from './keys.ts';
import { plainSection } from './plain-section.ts';
import { Scanner } from './scan.ts';

/** Where a section starts, and its header with offsets from there; null for the text before the first one. */
export interface SectionStart {
  readonly start: number;
  readonly header: Header | null;
  /** What the section says where it is plain. */
  readonly plain: SectionOutline | null;
}

/**
 * Finds the sections of the scanner's text from the one that starts at `from` on; null for all of
 * them, the one before the first header included. What comes before a section has no influence on
 * it, as long as no multi-line string is left open.
 */
export function* sectionStarts(scanner: Scanner, from: number | null): Generator<SectionStart> {
  const { text } = scanner;
  let at = from ?? contentStart(text);
  if (from === null) {
    const plain = at === 0 && !scanner.wary ? plainSection(text, 0, null) : null;
    yield { start: 0, header: null, plain: plain?.outline ?? null };
    at = plain?.behind ?? at;
  }
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind !== 'header') continue;
    const { start } = item;
    const header = relativeTo(start, item.header);
    const plain = scanner.wary ? null : plainSection(text, start, header);
    yield { start, header, plain: plain?.outline ?? null };
    at = plain?.behind ?? at;
  }
}

function relativeTo(start: number, { isArrayElement, keys, end }: Header): Header {
  const moved = keys && { start: keys.start - start, end: keys.end - start, parts: keys.parts };
  return { isArrayElement, keys: moved, end: end - start };
}
