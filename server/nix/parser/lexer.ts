import type { Comment, NixError, Token, TokenKind } from '../syntax.ts';
import {
  isBlank,
  isDigit,
  isIdentifierPart,
  isIdentifierStart,
  isPathCharacter,
  isSchemeCharacter,
  isUriCharacter,
} from './characters.ts';
import { OPERATORS, isKeyword } from './vocabulary.ts';

/** What `lex` makes of a text: tokens, comments and blanks together are the whole text. */
export interface Lexed {
  readonly tokens: readonly Token[];
  readonly comments: readonly Comment[];
  readonly errors: readonly NixError[];
}

/**
 * Cuts a Nix text into tokens, as Nix's own lexer does (nix `src/libexpr/lexer.l`), in linear time.
 *
 * With `mend`, a string is ended where the text behind it looks as if its closing quotes had been forgotten. That can
 * be wrong for a valid text, so it is for texts that are known to be broken.
 */
export function lex(text: string, mend: boolean): Lexed {
  const lexer = new Lexer(text, mend);
  lexer.run();
  return lexer;
}

/** The message of a string without an end. */
export const UNCLOSED_STRING = 'the string is not closed';

type Mode = 'braces' | 'interpolation' | 'quoted' | 'indented' | 'path';

const NUMBER = /(?:[1-9][0-9]*\.[0-9]*|0?\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|[0-9]+/y;
const SEARCH_PATH = /<[a-zA-Z0-9._+-]+(?:\/[a-zA-Z0-9._+-]+)*>/y;
const INDENTED_OPEN = /''(?: *\n)?/y;
/** A line that starts like a binding, or with what closes something. */
const NEXT_STATEMENT = /[ \t]*(?:[a-zA-Z_"][\w'."-]*[ \t]*=(?!=)|[\]})]|in\b|inherit\b)/y;

class Lexer implements Lexed {
  readonly tokens: Token[] = [];
  readonly comments: Comment[] = [];
  readonly errors: NixError[] = [];
  readonly #text: string;
  readonly #mend: boolean;
  readonly #modes: Mode[] = [];
  /** The indentation of the line where each open string starts, for `mend`. */
  readonly #indents: number[] = [];
  #at = 0;
  /** Whether no block comment ends behind here, so that it need not be looked for again. */
  #noCommentEnds = false;
  /** The last run of path characters that was measured: a run is measured once, however many tokens it has. */
  #run = { start: 0, end: 0 };
  #scheme = { start: 0, end: 0 };
  #line = { readTo: 0, start: 0, indent: -1 };

  constructor(text: string, mend: boolean) {
    this.#text = text;
    this.#mend = mend;
  }

  run(): void {
    while (this.#at < this.#text.length) this.#next();
    for (let mode = this.#modes.pop(); mode !== undefined; mode = this.#modes.pop()) {
      if (mode === 'quoted' || mode === 'indented') {
        this.#error(this.#at, this.#at, UNCLOSED_STRING);
        this.#push('string-close', this.#at);
      } else if (mode === 'path') this.#endPath();
    }
    this.#push('eof', this.#at);
  }

  #next(): void {
    switch (this.#modes.at(-1)) {
      case 'quoted':
        return this.#inQuoted();
      case 'indented':
        return this.#inIndented();
      case 'path':
        return this.#inPath();
      default:
        return this.#inCode();
    }
  }

  #inCode(): void {
    const code = this.#code(this.#at);
    if (isBlank(code)) {
      while (isBlank(this.#code(this.#at))) this.#at++;
      return undefined;
    }
    if (code === HASH) return this.#lineComment();
    if (code === SLASH && this.#code(this.#at + 1) === STAR) return this.#blockComment();
    if (this.#path() || this.#identifierOrUri(code) || this.#number(code)) return undefined;
    return this.#punctuation();
  }

  #lineComment(): void {
    const start = this.#at;
    while (this.#at < this.#text.length && !isLineBreak(this.#code(this.#at))) this.#at++;
    this.comments.push({ kind: 'line', span: { start, end: this.#at } });
  }

  #blockComment(): void {
    const start = this.#at;
    const close = this.#noCommentEnds ? -1 : this.#text.indexOf('*/', start + 2);
    if (close === -1) {
      this.#noCommentEnds = true;
      this.#error(start, start + 2, 'the comment is not closed');
      return this.#lineComment();
    }
    this.#at = close + 2;
    this.comments.push({ kind: 'block', span: { start, end: this.#at } });
    return undefined;
  }

  #path(): boolean {
    const start = this.#at;
    const first = this.#code(start);
    if (first === LESS) return this.#match(SEARCH_PATH, 'search-path');
    const slash = first === TILDE ? start + 1 : this.#runEnd(start);
    if (this.#code(slash) !== SLASH) return false;
    const interpolated = this.#text.startsWith('${', slash + 1);
    if (!interpolated && !isPathCharacter(this.#code(slash + 1))) return false;
    this.#push('path', interpolated ? slash + 1 : this.#segmentsEnd(slash));
    this.#modes.push('path');
    return true;
  }

  /** The end of `/a/b/` from the slash at `slash` on. */
  #segmentsEnd(slash: number): number {
    let at = slash;
    while (this.#code(at) === SLASH && isPathCharacter(this.#code(at + 1)))
      at = this.#runEnd(at + 1);
    return this.#code(at) === SLASH ? at + 1 : at;
  }

  #inPath(): void {
    if (this.#text.startsWith('${', this.#at)) return this.#openInterpolation();
    const run = this.#runEnd(this.#at);
    let end = run;
    if (this.#code(run) === SLASH)
      end = isPathCharacter(this.#code(run + 1)) ? this.#segmentsEnd(run) : run + 1;
    // Nix's pattern for a lone slash here is that of a segment, which may be empty.
    if (end > this.#at) return this.#push('text', end);
    this.#modes.pop();
    return this.#endPath();
  }

  #endPath(): void {
    if (this.#text[this.#at - 1] === '/')
      this.#error(this.#at - 1, this.#at, 'a path must not end with a slash');
    this.#push('path-end', this.#at);
  }

  #identifierOrUri(code: number): boolean {
    if (!isIdentifierStart(code)) return false;
    const start = this.#at;
    const colon = this.#schemeEnd(start);
    if (
      this.#code(colon) === COLON &&
      isUriCharacter(this.#code(colon + 1)) &&
      code !== UNDERSCORE
    ) {
      let end = colon + 1;
      while (isUriCharacter(this.#code(end))) end++;
      this.#push('uri', end);
      return true;
    }
    let end = start;
    while (isIdentifierPart(this.#code(end))) end++;
    const word = this.#text.slice(start, end);
    this.#push(isKeyword(word) ? word : 'identifier', end);
    return true;
  }

  #number(code: number): boolean {
    if (!isDigit(code) && code !== DOT) return false;
    const start = this.#at;
    if (!this.#match(NUMBER, 'integer')) return false;
    const written = this.#text.slice(start, this.#at);
    if (written.includes('.')) {
      this.tokens[this.tokens.length - 1] = { kind: 'float', start, end: this.#at };
      if (!Number.isFinite(Number(written)))
        this.#error(start, this.#at, 'the number is too large');
    } else if (written.length > 18 && BigInt(written.slice(0, 400)) > 9223372036854775807n)
      this.#error(start, this.#at, 'the integer is too large');
    return true;
  }

  #punctuation(): void {
    const character = this.#text[this.#at] ?? '';
    if (character === '"') return this.#openString('quoted', 'string-open');
    if (character === "'" && this.#text[this.#at + 1] === "'")
      return this.#openString('indented', 'indented-open');
    if (character === '$' && this.#text[this.#at + 1] === '{') return this.#openInterpolation();
    if (character === '{') {
      this.#modes.push('braces');
      return this.#push('{', this.#at + 1);
    }
    if (character === '}') {
      const closes = this.#modes.pop();
      return this.#push(closes === 'interpolation' ? 'interpolation-close' : '}', this.#at + 1);
    }
    const operator = OPERATORS.get(character)?.find((candidate) =>
      this.#text.startsWith(candidate, this.#at),
    );
    if (operator !== undefined) return this.#push(operator, this.#at + operator.length);
    const end = this.#at + ((this.#text.codePointAt(this.#at) ?? 0) > 0xffff ? 2 : 1);
    this.#error(this.#at, end, 'this character has no meaning here');
    return this.#push('invalid', end);
  }

  #openInterpolation(): void {
    this.#push('${', this.#at + 2);
    this.#modes.push('interpolation');
  }

  #openString(mode: 'quoted' | 'indented', kind: TokenKind): void {
    if (this.#mend) this.#indents.push(this.#indentOfLine(this.#at));
    this.#modes.push(mode);
    if (mode === 'quoted') this.#push(kind, this.#at + 1);
    else this.#match(INDENTED_OPEN, kind);
  }

  #inQuoted(): void {
    const text = this.#text;
    let at = this.#at;
    for (; at < text.length; at++) {
      const character = text[at];
      if (character === '"' || (character === '$' && text[at + 1] === '{')) break;
      if (character === '\n' && this.#isForgotten(at + 1)) return this.#endForgotten(at);
      // A dollar takes what follows with it (`$$`), an escape of its own excepted.
      if (character === '\\' || (character === '$' && text[at + 1] === '$')) at++;
    }
    this.#stringText(Math.min(at, text.length));
    if (text[at] === '"') this.#closeString(at + 1);
    else if (text[at] === '$') this.#openInterpolation();
  }

  #inIndented(): void {
    const text = this.#text;
    let at = this.#at;
    while (at < text.length) {
      const character = text[at];
      if (character === '\n' && this.#isForgotten(at + 1)) return this.#endForgotten(at);
      if (character === '$') {
        if (text[at + 1] === '{') break;
        // `$$` is two dollars; a quote behind the dollar may close the string.
        at += text[at + 1] === '$' ? 2 : 1;
      } else if (character === "'" && text[at + 1] === "'") {
        if (text[at + 2] === '$' || text[at + 2] === "'") at += 3;
        else if (text[at + 2] === '\\') at += 4;
        else break;
      } else at++;
    }
    this.#stringText(Math.min(at, text.length));
    if (text[at] === "'") this.#closeString(at + 2);
    else if (text[at] === '$') this.#openInterpolation();
    return undefined;
  }

  #stringText(end: number): void {
    if (end > this.#at) this.#push('text', end);
  }

  #closeString(end: number): void {
    this.#modes.pop();
    this.#indents.pop();
    this.#push('string-close', end);
  }

  /** Whether the line at `lineStart`, inside a string, looks like the statement behind that string. */
  #isForgotten(lineStart: number): boolean {
    if (!this.#mend) return false;
    NEXT_STATEMENT.lastIndex = lineStart;
    if (this.#modes.at(-1) === 'quoted') return NEXT_STATEMENT.test(this.#text);
    // The text of an indented string is often a script, with assignments of its own.
    return (
      NEXT_STATEMENT.test(this.#text) &&
      this.#indentOfLine(lineStart) <= (this.#indents.at(-1) ?? 0)
    );
  }

  /** Ends a string without its quotes at the end of its line, before a semicolon that stands there. */
  #endForgotten(lineEnd: number): void {
    let end = lineEnd;
    while (end > this.#at && isBlank(this.#code(end - 1))) end--;
    if (end > this.#at && this.#text[end - 1] === ';') end--;
    this.#error(end, end, UNCLOSED_STRING);
    this.#stringText(end);
    this.#closeString(end);
  }

  /** The width of the blanks that start the line of `offset`. Asked in ascending order, each line is read once. */
  #indentOfLine(offset: number): number {
    for (; this.#line.readTo < offset; this.#line.readTo++) {
      if (!isLineBreak(this.#code(this.#line.readTo))) continue;
      this.#line.start = this.#line.readTo + 1;
      this.#line.indent = -1;
    }
    if (this.#line.indent < 0) {
      let at = this.#line.start;
      while (this.#text[at] === ' ' || this.#text[at] === '\t') at++;
      this.#line.indent = at - this.#line.start;
    }
    return this.#line.indent;
  }

  #match(pattern: RegExp, kind: TokenKind): boolean {
    pattern.lastIndex = this.#at;
    if (!pattern.test(this.#text)) return false;
    this.#push(kind, pattern.lastIndex);
    return true;
  }

  #runEnd(from: number): number {
    return measured(this.#run, from, (at) => isPathCharacter(this.#code(at)));
  }

  #schemeEnd(from: number): number {
    return measured(this.#scheme, from, (at) => isSchemeCharacter(this.#code(at)));
  }

  #push(kind: TokenKind, end: number): void {
    this.tokens.push({ kind, start: this.#at, end });
    this.#at = end;
  }

  #error(start: number, end: number, message: string): void {
    this.errors.push({ span: { start, end }, message });
  }

  #code(at: number): number {
    return this.#text.charCodeAt(at);
  }
}

const HASH = 0x23;
const STAR = 0x2a;
const LESS = 0x3c;
const TILDE = 0x7e;
const SLASH = 0x2f;
const COLON = 0x3a;
const DOT = 0x2e;
const UNDERSCORE = 0x5f;

function isLineBreak(code: number): boolean {
  return code === 0x0a || code === 0x0d;
}

/** The end of the run of `isIn` from `from`, from the memory of the last run where `from` is inside it. */
function measured(
  memory: { start: number; end: number },
  from: number,
  isIn: (at: number) => boolean,
): number {
  if (from < memory.start || from >= memory.end) {
    memory.start = from;
    memory.end = from;
    while (isIn(memory.end)) memory.end++;
  }
  return memory.end;
}
