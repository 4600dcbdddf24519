import { BACKSLASH, QUOTE, isLineBreak } from './characters.ts';

/** Behind the closing quote of the one-line string that opens at `from`; null where the line ends first. */
export function endOfLineString(text: string, from: number, limit: number): number | null {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < limit; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (isLineBreak(code)) return null;
    if (code === BACKSLASH && quote === QUOTE) {
      at++;
      if (isLineBreak(text.charCodeAt(at))) return null;
    }
  }
  return null;
}

/** The three quotes that a multi-line string at `from` opens with; null if none does. */
export function multiLineQuotes(text: string, from: number): '"""' | "'''" | null {
  if (text.startsWith('"""', from)) return '"""';
  return text.startsWith("'''", from) ? "'''" : null;
}

/** The closing quotes of the multi-line string that opens at `start`; null where there are none. */
export function closingQuotes(text: string, start: number, quotes: '"""' | "'''"): number | null {
  const body = start + 3;
  const hasEscapes = quotes === '"""';
  for (
    let close = text.indexOf(quotes, body);
    close !== -1;
    close = text.indexOf(quotes, close + 1)
  )
    if (!hasEscapes || !isEscaped(text, body, close)) return close;
  return null;
}

/** Behind the closing quotes at `close`: up to two quotes of the content may stand before the last three. */
export function behindClosingQuotes(text: string, close: number): number {
  let end = close + 3;
  while (end < close + 5 && text.charCodeAt(end) === text.charCodeAt(close)) end++;
  return end;
}

/**
 * The value of a string as it is written, with its quotes; null for one that the version of TOML
 * does not allow. For the strings that are too long for the parser library.
 */
export function stringValue(written: string, version: '1.0' | '1.1'): string | null {
  const quotes = multiLineQuotes(written, 0) ?? written.charAt(0);
  const content = written.slice(quotes.length, -quotes.length);
  if (FORBIDDEN.test(content)) return null;
  const isMultiLine = quotes.length === 3;
  const lines = isMultiLine ? content.replace(/^\r?\n/, '').replaceAll('\r\n', '\n') : content;
  return quotes.startsWith('"') ? unescape(lines, isMultiLine, version) : lines;
}

/** Control characters but tab and line breaks, and CR alone. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/;

const ESCAPE =
  /\\(?:([btnfr"\\])|(e)|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|([ \t]*\n[ \t\n]*))|\\/g;

const LETTERS = new Map([
  ['b', '\b'],
  ['t', '\t'],
  ['n', '\n'],
  ['f', '\f'],
  ['r', '\r'],
  ['"', '"'],
  ['\\', '\\'],
]);

function unescape(content: string, isMultiLine: boolean, version: '1.0' | '1.1'): string | null {
  let isValid = true;
  const value = content.replace(ESCAPE, (_, letter, escape, byte, short, long, trimmed) => {
    if (letter !== undefined) return LETTERS.get(String(letter)) ?? '';
    if (trimmed !== undefined && isMultiLine) return '';
    const isNewer = escape !== undefined || byte !== undefined;
    if (escape !== undefined && version === '1.1') return '\x1b';
    const code = Number.parseInt(String(byte ?? short ?? long), 16);
    const isScalar = code < 0xd800 || (code > 0xdfff && code <= 0x10ffff);
    if (isScalar && !(isNewer && version === '1.0')) return String.fromCodePoint(code);
    isValid = false;
    return '';
  });
  return isValid ? value : null;
}

/** Whether `\\` and this are an escape. */
export function isEscapeLetter(letter: string): boolean {
  return LETTERS.has(letter);
}

/** The value of what stands between quotation marks and has no other escapes than of one letter. */
export function unescapeLetters(content: string): string {
  return content.replace(/\\(.)/g, (written, letter) => LETTERS.get(String(letter)) ?? written);
}

/** Whether an odd number of backslashes stands before `at`, counted back to `from`. */
function isEscaped(text: string, from: number, at: number): boolean {
  let before = at;
  while (before > from && text.charCodeAt(before - 1) === BACKSLASH) before--;
  return (at - before) % 2 === 1;
}
