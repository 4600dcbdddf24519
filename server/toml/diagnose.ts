import type { Span } from '../text.ts';
import { EQUALS, HASH, QUOTE, APOSTROPHE, lineEnd, skipBlanks } from './characters.ts';
import { endOfDottedKey } from './keys.ts';
import type { TomlError } from './model.ts';
import { MAX_NESTING, type Lexeme, type Problem } from './scan.ts';

/**
 * Why a statement cannot be read, said for the person who types it, on the smallest range to change.
 * `parser` is what the parser library said of it, its offset one of `text`.
 */
export function diagnose(
  text: string,
  lexeme: Lexeme,
  parser: { readonly message: string; readonly offset: number | null } | null,
): TomlError {
  const { start, end } = lexeme;
  const key = endOfDottedKey(text, start, end);
  if (!key) return withoutKey(text, lexeme);
  const equals = skipBlanks(text, key.end, end);
  if (equals >= end || text.charCodeAt(equals) === HASH)
    return { message: '`=` and a value are missing after this key', span: { start, end: key.end } };
  if (text.charCodeAt(equals) !== EQUALS)
    return {
      message: 'Expected `=` after the key',
      span: { start, end: contentEnd(text, start, end) },
    };
  const value = skipBlanks(text, equals + 1, end);
  if (value >= end || text.charCodeAt(value) === HASH || value === lineEnd(text, value, end))
    return { message: 'A value is missing after `=`', span: { start, end: equals + 1 } };
  if (lexeme.problem) return ofProblem(text, lexeme.problem, end);
  return ofParser(text, { start: value, end }, parser);
}

/** What the scanner found, as an error. */
export function ofProblem(text: string, { kind, offset }: Problem, end: number): TomlError {
  const one = { start: offset, end: offset + 1 };
  switch (kind) {
    case 'open-string': {
      const quote = text.charAt(offset);
      const isMultiLine = text.startsWith(quote.repeat(3), offset);
      const closing = isMultiLine ? quote.repeat(3) : quote;
      const span = { start: offset, end: Math.min(end, lineEnd(text, offset, end)) };
      return { message: `This string is not closed: ${closing} is missing`, span };
    }
    case 'open-array':
      return { message: 'This array is not closed: `]` is missing', span: one };
    case 'open-inline-table':
      return { message: 'This inline table is not closed: `}` is missing', span: one };
    case 'inline-table-lines':
      return { message: 'An inline table must be on one line in TOML 1.0', span: one };
    case 'stray-bracket':
      return { message: `\`${text.charAt(offset)}\` closes nothing`, span: one };
    case 'too-deep':
      return { message: `More than ${MAX_NESTING} brackets deep`, span: one };
    case 'conflict':
      return conflictError(text, offset);
  }
}

/** The error on the marker line at `offset`. */
export function conflictError(text: string, offset: number): TomlError {
  return {
    message: 'Merge conflict: keep one side and delete the marker lines',
    span: { start: offset, end: lineEnd(text, offset, text.length) },
  };
}

function withoutKey(text: string, { start, end }: Lexeme): TomlError {
  const span = { start, end: contentEnd(text, start, Math.min(end, lineEnd(text, start, end))) };
  if (text.charCodeAt(start) === EQUALS) return { message: 'A key is missing before `=`', span };
  return { message: 'Expected `key = value` or a `[table]`', span };
}

function ofParser(
  text: string,
  value: Span,
  parser: { readonly message: string; readonly offset: number | null } | null,
): TomlError {
  const valueEnd = contentEnd(text, value.start, lineEnd(text, value.start, value.end));
  const first = text.charCodeAt(value.start);
  const offset = parser?.offset ?? value.start;
  const isAtStart = offset <= value.start + 1 && first !== QUOTE && first !== APOSTROPHE;
  if (isAtStart && !'[{'.includes(text.charAt(value.start)))
    return {
      message: 'Not a TOML value: text must be in quotes',
      span: { start: value.start, end: valueEnd },
    };
  const start = Math.min(Math.max(offset, value.start), value.end - 1);
  return {
    message: parser?.message || 'Not a TOML value',
    span: { start, end: wordEnd(text, start, value.end) },
  };
}

/** Behind the word at `start`: what a mistake is underlined with. */
function wordEnd(text: string, start: number, limit: number): number {
  let end = start + 1;
  while (end < limit && !/[\s,[\]{}"'#=]/.test(text.charAt(end))) end++;
  return end;
}

/** The end of the content of one line: without a comment and the blanks before it. */
function contentEnd(text: string, start: number, end: number): number {
  const line = text.slice(start, lineEnd(text, start, end));
  const hash = /["']/.test(line) ? -1 : line.indexOf('#');
  return start + Math.max((hash === -1 ? line : line.slice(0, hash)).trimEnd().length, 1);
}
