import {
  APOSTROPHE,
  COMMA,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  isBlank,
  isLineBreak,
  lineEnd,
  skipTrivia,
} from './characters.ts';
import { parseToml } from './parse.ts';
import { behindClosingQuotes, closingQuotes, endOfLineString, multiLineQuotes } from './strings.ts';

/**
 * The statement or header of TOML 1.1 in TOML 1.0: its inline tables on one line, without a comma at
 * their end, its escapes as `\u001B`, its times with seconds. Null where that would lose a comment, or
 * is not known to say the same.
 */
export function olderToml(statement: string): string | null {
  const written = rewritten(statement);
  if (written === null) return null;
  const { errors, newer } = parseToml(written);
  return errors.length === 0 && newer.length === 0 ? written : null;
}

function rewritten(text: string): string | null {
  const open: number[] = [];
  let written = '';
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const isInTable = open.at(-1) === LEFT_BRACE;
    let end = at + 1;
    if (code === QUOTE || code === APOSTROPHE) {
      end = endOfString(text, at);
      const string = text.slice(at, end);
      written += code === QUOTE ? withOlderEscapes(string) : string;
    } else if (isInTable && (isLineBreak(code) || isBlank(code))) {
      end = skipTrivia(text, at, text.length);
      const space = text.slice(at, end);
      if (space.includes('#')) return null;
      written += /[\r\n]/.test(space) ? ' ' : space;
    } else if (isInTable && code === HASH) {
      return null;
    } else if (code === HASH) {
      end = lineEnd(text, at, text.length);
      written += text.slice(at, end);
    } else if (isInTable && code === COMMA) {
      const next = skipTrivia(text, end, text.length);
      if (text.charCodeAt(next) !== RIGHT_BRACE) written += ',';
    } else if (isDigit(code)) {
      end = endOfWord(text, at);
      written += text.slice(at, end).replace(WITHOUT_SECONDS, '$1:00');
    } else {
      if (code === LEFT_BRACE || code === LEFT_BRACKET) open.push(code);
      if (code === RIGHT_BRACE || code === RIGHT_BRACKET) open.pop();
      written += text.charAt(at);
    }
    at = end;
  }
  return written;
}

/** A time of hours and minutes, with the date before it: what follows is an offset or nothing. */
const WITHOUT_SECONDS = /^((?:\d{4}-\d{2}-\d{2}[Tt ])?\d{2}:\d{2})(?!:)/;

function endOfString(text: string, start: number): number {
  const quotes = multiLineQuotes(text, start);
  if (!quotes) return endOfLineString(text, start, text.length) ?? text.length;
  const close = closingQuotes(text, start, quotes);
  return close === null ? text.length : behindClosingQuotes(text, close);
}

/** Both characters of an escape are taken at once, so that the `e` behind two backslashes stays. */
function withOlderEscapes(string: string): string {
  return string.replace(/\\(?:(e)|x([0-9A-Fa-f]{2})|.)/gs, (escape, letter, byte) => {
    if (letter !== undefined) return '\\u001B';
    return byte === undefined ? escape : `\\u00${byte}`;
  });
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Behind the number, date or time at `start`; between date and time one space may stand. */
function endOfWord(text: string, start: number): number {
  const end = wordEnd(text, start);
  const isDateAndTime = end - start === 10 && /^ \d{2}:/.test(text.slice(end, end + 4));
  return isDateAndTime ? wordEnd(text, end + 1) : end;
}

function wordEnd(text: string, start: number): number {
  let end = start;
  while (end < text.length && /[\w:.+-]/.test(text.charAt(end))) end++;
  return end;
}
