import { APOSTROPHE, DOT, EQUALS, HASH, QUOTE, lineEnd, skipBlanks } from './characters.ts';
import {
  behindClosingQuotes,
  closingQuotes,
  endOfLineString,
  multiLineQuotes,
  stringValue,
} from './strings.ts';

/** Where a long string ends, its quotes included, and its value. */
export interface LongString {
  readonly end: number;
  readonly value: string;
}

/** A text whose long strings are blanked, so that every offset stays what it was. */
export interface Masked {
  readonly text: string;
  /** By the offset of the opening quote. */
  readonly strings: ReadonlyMap<number, LongString>;
  /** The length of what is not blanked. */
  readonly remaining: number;
}

/**
 * The parser library takes a string apart into arguments of one call, and the stack ends somewhere
 * above 100,000 of them. Strings longer than this are read here instead.
 */
const LONG = 16_384;

const NOTHING_LONG: ReadonlyMap<number, LongString> = new Map();

/**
 * Blanks the long strings of a statement whose strings are all closed. A string that TOML does not
 * allow stays, and so does a key: the library is to refuse them.
 */
export function maskLongStrings(text: string, version: '1.0' | '1.1'): Masked {
  if (text.length <= LONG) return { text, strings: NOTHING_LONG, remaining: text.length };
  const strings = new Map<number, LongString>();
  let masked = '';
  let blanked = 0;
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === HASH) at = lineEnd(text, at, text.length);
    if (code !== QUOTE && code !== APOSTROPHE) {
      at++;
      continue;
    }
    const end = endOfString(text, at) ?? text.length;
    const value =
      end - at > LONG && !isKey(text, end) ? stringValue(text.slice(at, end), version) : null;
    if (value !== null) {
      strings.set(at, { end, value });
      masked += `${text.slice(copied, at)}""${' '.repeat(end - at - 2)}`;
      blanked += end - at;
      copied = end;
    }
    at = end;
  }
  return { text: masked + text.slice(copied), strings, remaining: text.length - blanked };
}

function endOfString(text: string, start: number): number | null {
  const quotes = multiLineQuotes(text, start);
  if (!quotes) return endOfLineString(text, start, text.length);
  const close = closingQuotes(text, start, quotes);
  return close === null ? null : behindClosingQuotes(text, close);
}

function isKey(text: string, end: number): boolean {
  const next = text.charCodeAt(skipBlanks(text, end, text.length));
  return next === EQUALS || next === DOT;
}
