import type { Span } from '../text.ts';
import { DOT, EQUALS, HASH, isBlank, lineEnd, skipBlanks } from './characters.ts';
import { endOfDottedKey } from './keys.ts';
import { endOfLineString } from './strings.ts';
import { TOO_DEEP, type LibraryError } from './library.ts';
import type { TomlError } from './model.ts';
import { MAX_NESTING, type Lexeme, type Problem } from './scan.ts';

/**
 * Why a statement cannot be read, said for the person who types it, on the smallest range to
 * change. `parser` is what the parser library said of it, if it was asked.
 */
export function diagnose(text: string, lexeme: Lexeme, parser: LibraryError | null): TomlError {
  const { start, end } = lexeme;
  const key = endOfDottedKey(text, start, end);
  const line = firstLine(text, start, end);
  if (!key) {
    if (lexeme.problem?.kind === 'open-string' && lexeme.problem.offset === start)
      return ofProblem(text, lexeme.problem, end);
    const startsWithEquals = text.charCodeAt(start) === EQUALS;
    return {
      message: startsWithEquals ? 'A key is missing before `=`' : 'Expected `key = value`',
      span: line,
    };
  }
  const keySpan = { start, end: key.end };
  if (key.parts > MAX_NESTING) return { message: TOO_DEEP, span: keySpan };
  const equals = skipBlanks(text, key.end, end);
  if (equals >= line.end)
    return { message: 'A `=` and a value are missing after this key', span: keySpan };
  if (text.charCodeAt(equals) === DOT)
    return {
      message: 'A part of the key is missing behind this dot',
      span: { start: equals, end: equals + 1 },
    };
  if (text.charCodeAt(equals) !== EQUALS)
    return { message: 'A `=` is missing after the key', span: line };
  const value = skipBlanks(text, equals + 1, end);
  if (value >= end || text.charCodeAt(value) === HASH)
    return { message: 'A value is missing after `=`', span: { start, end: equals + 1 } };
  return diagnoseValue(text, { start: value, end }, lexeme.problem, parser);
}

/** Why the value at `span` cannot be read. */
export function diagnoseValue(
  text: string,
  span: Span,
  problem: Problem | null,
  parser: LibraryError | null,
): TomlError {
  if (problem) return ofProblem(text, problem, span.end);
  const message = parser?.message ?? '';
  if (message === TOO_DEEP || (parser?.offset ?? null) === null)
    return { message: message || NOT_A_VALUE, span: firstLine(text, span.start, span.end) };
  const offset = Math.min(Math.max(parser?.offset ?? 0, span.start), span.end - 1);
  const isBare = !/["'[{]/.test(text.charAt(span.start));
  const word = { start: span.start, end: wordEnd(text, span.start, span.end) };
  if (isBare && offset < word.end) return ofBareValue(text, span);
  if (text.charAt(offset - 1) === '\\')
    return { message: saidBetter(message), span: { start: offset - 1, end: offset + 1 } };
  const isBehindEquals =
    message === UNEXPECTED && text.charCodeAt(lastContent(text, offset)) === EQUALS;
  return {
    message: isBehindEquals ? 'A value is missing before this' : saidBetter(message),
    span: { start: offset, end: wordEnd(text, offset, span.end) },
  };
}

/** Why the array element at `span` cannot be read. */
export function diagnoseElement(
  text: string,
  span: Span,
  problem: Problem | null,
  parser: LibraryError | null,
): TomlError {
  // It was read as the value of a line of its own: behind it the parser would have the line end.
  const isFollowed = parser?.message === MISSING_NEWLINE;
  const said = isFollowed ? { ...parser, message: MISSING_COMMA } : parser;
  return diagnoseValue(text, span, problem, said);
}

/** What the scanner found, as an error in a statement that ends at `end`. */
export function ofProblem(text: string, { kind, offset }: Problem, end: number): TomlError {
  const one = { start: offset, end: offset + 1 };
  switch (kind) {
    case 'open-string': {
      const quote = text.charAt(offset);
      const quotes = text.startsWith(quote.repeat(3), offset) ? quote.repeat(3) : quote;
      const span = { start: offset, end: lineEnd(text, offset, end) };
      return { message: `This string is not closed: ${quotes} is missing`, span };
    }
    case 'open-array':
      return { message: 'This array is not closed: ] is missing', span: one };
    case 'open-inline-table':
      return { message: 'This inline table is not closed: } is missing', span: one };
    case 'stray-bracket':
      return { message: `This ${text.charAt(offset)} closes nothing`, span: one };
    case 'too-deep':
      return { message: TOO_DEEP, span: one };
    case 'conflict':
      return ofConflict(text, offset);
  }
}

/** The error on the marker line at `offset`. */
export function ofConflict(text: string, offset: number): TomlError {
  const span = { start: offset, end: lineEnd(text, offset, text.length) };
  return { message: 'Merge conflict: keep one side and delete the marker lines', span };
}

/** Why a table header that starts and ends at `span` cannot be read. */
export function ofHeader(text: string, span: Span): TomlError {
  const header = text.slice(span.start, span.end);
  const closing = header.startsWith('[[') ? ']]' : ']';
  if (!header.endsWith(closing))
    return { message: `This table header is not closed: ${closing} is missing`, span };
  return { message: 'A table header holds keys with dots between them', span };
}

const NOT_A_VALUE = 'Not a TOML value';

const MISSING_NEWLINE = 'Must be a newline';
const UNEXPECTED = 'Unexpected token';
const MISSING_COMMA = 'Expected comma (,) token';

/** The library's words on mistakes that are easy to make, in ours; it says the rest itself. */
const MESSAGES: ReadonlyMap<string, string> = new Map([
  [MISSING_NEWLINE, 'Expected a line break after the value'],
  [MISSING_COMMA, 'A comma is missing before this'],
  ['Expected equal (=) token', 'A `=` is missing before this'],
  ['Defining a key multiple times is invalid', 'This key is defined twice'],
  ['Unspecified values are invalid', 'A value is missing'],
  [UNEXPECTED, 'This cannot stand here'],
  ['Unexpected character', 'This cannot stand here'],
  [
    'Control characters (codes < 0x1f and 0x7f) are not allowed',
    'A control character must be written as an escape',
  ],
  [
    'Invalid character in escape sequence',
    'Not an escape sequence of TOML; \\\\ stands for a backslash',
  ],
]);

function saidBetter(message: string): string {
  return MESSAGES.get(message) ?? message;
}

function ofBareValue(text: string, { start, end }: Span): TomlError {
  const span = firstLine(text, start, end);
  if (text.charCodeAt(start) === EQUALS)
    return {
      message: 'A single `=` stands between key and value',
      span: { start, end: start + 1 },
    };
  const isTypographic = /[\u2018-\u201f]/.test(text.charAt(start));
  return {
    message: `${NOT_A_VALUE}: text must be in ${isTypographic ? 'straight ' : ''}quotes`,
    span,
  };
}

/** The offset of the last character before `offset` that is neither space nor tab. */
export function lastContent(text: string, offset: number): number {
  let at = offset - 1;
  while (at > 0 && isBlank(text.charCodeAt(at))) at--;
  return at;
}

/** Behind the word or string at `start`: as much as is worth underlining. */
function wordEnd(text: string, start: number, limit: number): number {
  if (/["']/.test(text.charAt(start))) return endOfLineString(text, start, limit) ?? start + 1;
  let end = start + 1;
  while (end < limit && !/[\s,[\]{}"'#=]/.test(text.charAt(end))) end++;
  return end;
}

/** The content of the first line: without a comment and the blanks before it. */
function firstLine(text: string, start: number, end: number): Span {
  const line = text.slice(start, lineEnd(text, start, end));
  const hash = /["']/.test(line) ? -1 : line.indexOf('#');
  const content = hash === -1 ? line : line.slice(0, hash);
  return { start, end: Math.min(start + Math.max(content.trimEnd().length, 1), end) };
}
