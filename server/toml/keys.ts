import {
  APOSTROPHE,
  COMMA,
  DOT,
  EQUALS,
  HASH,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACKET,
  isBareKeyCharacter,
  isLineBreak,
  lineEnd,
  skipBlanks,
} from './characters.ts';
import { endOfLineString } from './strings.ts';

/** Behind the key, bare or quoted, that starts at `from`; null if none does. */
export function endOfKey(text: string, from: number, limit: number): number | null {
  if (from >= limit) return null;
  const first = text.charCodeAt(from);
  if (first === QUOTE || first === APOSTROPHE) return endOfLineString(text, from, limit);
  let at = from;
  while (at < limit && isBareKeyCharacter(text.charCodeAt(at))) at++;
  return at > from ? at : null;
}

/** Behind the dotted key (`a.b . "c"`) that starts at `from`, with the number of its parts; null if none does. */
export function endOfDottedKey(
  text: string,
  from: number,
  limit: number,
): { end: number; parts: number } | null {
  let end = endOfKey(text, from, limit);
  if (end === null) return null;
  for (let parts = 1; ; parts++) {
    const dot = skipBlanks(text, end, limit);
    if (dot >= limit || text.charCodeAt(dot) !== DOT) return { end, parts };
    const next = endOfKey(text, skipBlanks(text, dot + 1, limit), limit);
    if (next === null) return { end, parts };
    end = next;
  }
}

/**
 * Whether `key =` starts at `from`. Inside brackets this proves that a bracket was left open:
 * no line of a valid array starts so. `==` does not count: it is a requirement without quotes.
 */
export function startsAssignment(text: string, from: number, limit: number): boolean {
  const key = endOfDottedKey(text, from, limit);
  if (!key) return false;
  const at = skipBlanks(text, key.end, limit);
  return at < limit && text.charCodeAt(at) === EQUALS && text.charCodeAt(at + 1) !== EQUALS;
}

/** What a `[` at the start of a line is, between statements. */
export interface Header {
  /** Whether it opens with `[[`. */
  readonly isArrayElement: boolean;
  /** Between the brackets; null for a header that cannot be read. */
  readonly keys: { readonly start: number; readonly end: number; readonly parts: number } | null;
  /** Behind the closing bracket, or behind the line's content where there is none. */
  readonly end: number;
}

/**
 * The header at the bracket at `from`, whole or half-typed. Null for what is rather the rest of an
 * array that lost its first line: a line with a comma.
 */
export function headerAt(text: string, from: number, limit: number): Header | null {
  const isArrayElement = text.charCodeAt(from + 1) === LEFT_BRACKET;
  const start = skipBlanks(text, from + (isArrayElement ? 2 : 1), limit);
  const key = endOfDottedKey(text, start, limit);
  if (key) {
    const close = skipBlanks(text, key.end, limit);
    const closed =
      close < limit &&
      text.charCodeAt(close) === RIGHT_BRACKET &&
      (!isArrayElement || (close + 1 < limit && text.charCodeAt(close + 1) === RIGHT_BRACKET));
    const after = skipBlanks(text, close + (isArrayElement ? 2 : 1), limit);
    if (closed && !(after < limit && text.charCodeAt(after) === COMMA)) {
      const keys = { start, end: key.end, parts: key.parts };
      return { isArrayElement, keys, end: close + (isArrayElement ? 2 : 1) };
    }
  }
  const line = text.slice(from, lineEnd(text, from, limit));
  if (line.includes(',')) return null;
  return { isArrayElement, keys: null, end: from + line.trimEnd().length };
}

const VALUE_WORDS = new Set(['true', 'false', 'inf', 'nan']);

/**
 * Whether the line at `from` is a header for certain, even inside an open array, where `["a"]` and
 * `[1]` are elements: its first key is a bare word, or it has a dot behind a quoted key.
 */
export function isCertainHeader(text: string, from: number, limit: number): boolean {
  if (text.charCodeAt(from) !== LEFT_BRACKET) return false;
  const header = headerAt(text, from, limit);
  if (!header?.keys) return false;
  const after = skipBlanks(text, header.end, limit);
  const endsLine =
    after >= limit || text.charCodeAt(after) === HASH || isLineBreak(text.charCodeAt(after));
  if (!endsLine) return false;
  const { start, end, parts } = header.keys;
  const first = text.charCodeAt(start);
  if (first === QUOTE || first === APOSTROPHE) return parts > 1;
  const isDigitOrSign = (first >= 0x30 && first <= 0x39) || first === 0x2d;
  return !isDigitOrSign && (end - start > 5 || !VALUE_WORDS.has(text.slice(start, end)));
}
