import {
  APOSTROPHE,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  COMMA,
  isBlank,
  isLineBreak,
  lineEnd,
  skipBlanks,
  skipTrivia,
} from './characters.ts';
import { endOfDottedKey, isCertainHeader, startsAssignment } from './keys.ts';
import { behindClosingQuotes, closingQuotes, endOfLineString, multiLineQuotes } from './strings.ts';

/** Brackets deeper than this are an error: real files nest three deep, and a parser's stack is finite. */
export const MAX_NESTING = 100;

export type ProblemKind =
  | 'open-string'
  | 'open-array'
  | 'open-inline-table'
  | 'stray-bracket'
  | 'too-deep'
  | 'conflict';

export interface Problem {
  readonly kind: ProblemKind;
  readonly offset: number;
}

/** The text of one statement, a comment behind it included. */
export interface Lexeme {
  readonly start: number;
  readonly end: number;
  /** What is known to be wrong before anything is parsed: the first such thing. */
  readonly problem: Problem | null;
}

/**
 * Finds where statements end, in valid text exactly, in broken text where it is most plausible:
 *
 * - a one-line string ends with its line at the latest;
 * - an inline table ends with its line, unless the next one looks as TOML 1.1 lets it go on;
 * - an array ends before a line that no array can contain, `key =` or a `[header]`;
 * - a multi-line string that nothing closes ends with its line.
 *
 * What ends a statement stands on the line behind it at the furthest, except for multi-line
 * strings; and no state is carried from one statement to the next. Both keep edits local.
 */
export class Scanner {
  readonly text: string;
  readonly limit: number;
  /** Offsets of the lines with merge-conflict markers met so far. */
  readonly markers: number[] = [];
  /** The first multi-line string met that nothing closes. */
  unclosed: number | null = null;
  readonly wary: boolean;
  /** The quotes that nothing closes any more: looked for once, not once for each that opens. */
  readonly #noCloser = new Set<string>();
  #problem: Problem | null = null;
  #asked = { open: -1, indentation: 0 };

  /**
   * @param wary Set where a multi-line string is left open somewhere in the file: then quotes that
   *   look like the start of another value do not count as the end of this one.
   */
  constructor(text: string, wary: boolean) {
    this.text = text;
    this.limit = text.length;
    this.wary = wary;
  }

  /** The statement that starts at `start`, which is neither blank, nor a comment, nor a header. */
  statement(start: number): Lexeme {
    return this.#lexeme(start, false);
  }

  /** The array element that starts at `start`, up to the comma, the bracket, or the end of its line. */
  element(start: number): Lexeme {
    return this.#lexeme(start, true);
  }

  /** Whether a line that git or another tool leaves in a merge conflict starts at `at`. */
  isMarker(at: number): boolean {
    return isConflictMarker(this.text, at);
  }

  #lexeme(start: number, isElement: boolean): Lexeme {
    this.#problem = null;
    const end = this.#end(start, isElement);
    return { start, end, problem: this.#problem };
  }

  #report(kind: ProblemKind, offset: number): void {
    this.#problem ??= { kind, offset };
  }

  #end(start: number, isElement: boolean): number {
    const { text, limit } = this;
    const open: number[] = [];
    let beyond = 0;
    let contentEnd = start;
    let at = start;
    while (at < limit) {
      const code = text.charCodeAt(at);
      if (isElement && this.#endsElement(code, open)) break;
      if (code === QUOTE || code === APOSTROPHE) {
        at = this.#endOfString(at);
      } else if (code === LEFT_BRACKET || code === LEFT_BRACE) {
        if (open.length < MAX_NESTING) open.push(at);
        else {
          this.#report('too-deep', at);
          beyond++;
        }
        at++;
      } else if (code === RIGHT_BRACKET || code === RIGHT_BRACE) {
        if (beyond > 0) beyond--;
        else this.#close(open, at);
        at++;
      } else if (isLineBreak(code)) {
        const line = at + (text.startsWith('\r\n', at) ? 2 : 1);
        if (open.length === 0) return contentEnd;
        if (this.isMarker(line)) {
          at = this.#passMarker(line);
        } else {
          const next = this.#continuation(line, open);
          if (next === null) break;
          at = next;
          continue;
        }
      } else if (code === HASH) {
        at = lineEnd(text, at, limit);
      } else {
        at++;
        if (isBlank(code)) continue;
      }
      contentEnd = at;
    }
    if (open.length > 0) this.#reportOpen(open);
    return contentEnd;
  }

  /** Whether an array element ends before `code`: outside of brackets, or at one that only the array can have opened. */
  #endsElement(code: number, open: readonly number[]): boolean {
    if (open.length === 0) return code === COMMA || code === RIGHT_BRACKET || code === HASH;
    if (code !== RIGHT_BRACKET) return false;
    return open.every((offset) => this.text.charCodeAt(offset) === LEFT_BRACE);
  }

  #passMarker(line: number): number {
    this.markers.push(line);
    this.#report('conflict', line);
    return lineEnd(this.text, line, this.limit);
  }

  /** Where to go on at `line`, inside of the brackets at `open`; null where the statement is over. */
  #continuation(line: number, open: number[]): number | null {
    const { text, limit } = this;
    const inner = open.at(-1) ?? 0;
    if (text.charCodeAt(inner) === LEFT_BRACE) {
      if (this.#inlineTableGoesOn(line, inner)) return skipTrivia(text, line, limit);
      const array = open.findLastIndex((offset) => text.charCodeAt(offset) === LEFT_BRACKET);
      if (array === -1) return null;
      this.#reportOpen(open);
      open.length = array + 1;
    }
    const content = skipBlanks(text, line, limit);
    const isOver = startsAssignment(text, content, limit) || isCertainHeader(text, content, limit);
    return isOver ? null : content;
  }

  /**
   * Whether the inline table at `open` goes on at `line`: with its brace, a comma, or a pair that
   * stands before one of them or further in than the table does.
   */
  #inlineTableGoesOn(line: number, open: number): boolean {
    const { text, limit } = this;
    const content = skipTrivia(text, line, limit);
    if (isBraceOrComma(text.charCodeAt(content))) return true;
    if (!startsAssignment(text, content, limit)) return false;
    const end = lineEnd(text, content, limit);
    if (lastContentOf(text, content, end) === COMMA) return true;
    if (isBraceOrComma(text.charCodeAt(skipTrivia(text, end, limit)))) return true;
    return indentation(text, content) > this.#indentationOf(open);
  }

  /** Known for the table that was asked for last: its line may be long, and so many may follow. */
  #indentationOf(open: number): number {
    if (this.#asked.open !== open)
      this.#asked = { open, indentation: indentation(this.text, open) };
    return this.#asked.indentation;
  }

  #close(open: number[], at: number): void {
    const opener = this.text.charCodeAt(at) === RIGHT_BRACKET ? LEFT_BRACKET : LEFT_BRACE;
    const match = open.findLastIndex((offset) => this.text.charCodeAt(offset) === opener);
    if (match === -1) return this.#report('stray-bracket', at);
    const unclosed = open[match + 1];
    if (unclosed !== undefined) this.#reportOpen([unclosed]);
    open.length = match;
  }

  #reportOpen(open: readonly number[]): void {
    const offset = open.at(-1);
    if (offset === undefined) return;
    const isArray = this.text.charCodeAt(offset) === LEFT_BRACKET;
    this.#report(isArray ? 'open-array' : 'open-inline-table', offset);
  }

  #endOfString(start: number): number {
    const { text, limit } = this;
    const quotes = multiLineQuotes(text, start);
    const end = quotes
      ? this.#endOfMultiLineString(start, quotes)
      : endOfLineString(text, start, limit);
    if (end !== null) return end;
    if (quotes) this.unclosed ??= start;
    this.#report('open-string', start);
    return lineEnd(text, start, limit);
  }

  #endOfMultiLineString(start: number, quotes: '"""' | "'''"): number | null {
    if (this.#noCloser.has(quotes)) return null;
    const close = closingQuotes(this.text, start, quotes);
    if (close === null) {
      this.#noCloser.add(quotes);
      return null;
    }
    if (this.wary && this.#isRatherAnOpener(start, close)) return null;
    return behindClosingQuotes(this.text, close);
  }

  /** Whether the quotes at `close` follow `key =` on a later line than `start`. */
  #isRatherAnOpener(start: number, close: number): boolean {
    const { text } = this;
    let line = close;
    while (line > start && !isLineBreak(text.charCodeAt(line - 1))) line--;
    if (line === start) return false;
    const key = endOfDottedKey(text, skipBlanks(text, line, close), close);
    if (!key) return false;
    const equals = skipBlanks(text, key.end, close);
    return text[equals] === '=' && skipBlanks(text, equals + 1, close) === close;
  }
}

/** Whether the line at `at` is seven marks of one kind, then a space or nothing. */
export function isConflictMarker(text: string, at: number): boolean {
  const mark = text[at];
  if (mark !== '<' && mark !== '>' && mark !== '=' && mark !== '|') return false;
  if (!text.startsWith(mark.repeat(7), at)) return false;
  const behind = text.charCodeAt(at + 7);
  return Number.isNaN(behind) || isLineBreak(behind) || (mark !== '=' && isBlank(behind));
}

function isBraceOrComma(code: number): boolean {
  return code === RIGHT_BRACE || code === COMMA;
}

/** How many blanks the line starts with that `at` is in. */
function indentation(text: string, at: number): number {
  let start = at;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start--;
  return skipBlanks(text, start, text.length) - start;
}

/** The last character of a line that is neither blank nor in a comment; strings with `#` are known. */
function lastContentOf(text: string, start: number, end: number): number {
  let last = 0;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === HASH) break;
    if (isBlank(code)) continue;
    last = code;
    if (code === QUOTE || code === APOSTROPHE) at = (endOfLineString(text, at, end) ?? end) - 1;
  }
  return last;
}
