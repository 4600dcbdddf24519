import { Document } from './document.ts';
import type { TomlDocument } from './model.ts';

/**
 * Reads a text of TOML 1.1, valid or not. Nothing is parsed before it is asked for: the text is split
 * at its table headers, in one pass.
 */
export function parseToml(text: string): TomlDocument {
  return Document.of(text);
}

/**
 * Reads a text that takes the place of another one, as of a file that a tool has rewritten. What the
 * two have in common at the start and at the end is not read again.
 */
export function parseTomlAgain(text: string, before: TomlDocument): TomlDocument {
  const old = before.text;
  if (text === old) return before;
  const shorter = Math.min(text.length, old.length);
  const start = commonLength(shorter, (length) => text.slice(0, length) === old.slice(0, length));
  const tail = commonLength(
    shorter - start,
    (length) => text.slice(text.length - length) === old.slice(old.length - length),
  );
  const span = { start, end: old.length - tail };
  return before.edit(span, text.slice(start, text.length - tail));
}

/** The greatest length up to `limit` for which two texts are the same; they are for every smaller one, too. */
function commonLength(limit: number, isSame: (length: number) => boolean): number {
  let same = 0;
  let different = limit + 1;
  while (different - same > 1) {
    const middle = (same + different) >> 1;
    if (isSame(middle)) same = middle;
    else different = middle;
  }
  return same;
}
