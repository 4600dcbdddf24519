import type { Span } from '../../text.ts';
import type { TomlDocument } from '../../toml/model.ts';

/** What is being typed at an offset of a TOML text. */
export type TomlCursor =
  | {
      readonly kind: 'key';
      /** The table that the key goes into. */
      readonly table: readonly string[];
      /** The key up to the cursor. */
      readonly typed: string;
      /** The key, what stands behind the cursor included. */
      readonly span: Span;
      /** Whether `=` follows. */
      readonly hasValue: boolean;
      /** Whether the table is written in braces. */
      readonly inline: boolean;
    }
  | {
      readonly kind: 'value';
      /** The table's path and the keys of the statement. */
      readonly path: readonly string[];
      /** Whether the value is an element of an array. */
      readonly inArray: boolean;
      /** The text up to the cursor, without the opening quote. */
      readonly typed: string;
      /** The text without its quotes, what stands behind the cursor included. */
      readonly span: Span;
      /** The quotes that are there; null where the value has none yet. */
      readonly quote: string | null;
    };

/**
 * Reads the statement that the cursor is in, from the start of its table to the cursor. Half-typed
 * text is the normal case: a statement that was never finished ends where the next line begins one.
 * Null in comments and headers.
 */
export function tomlCursorAt(document: TomlDocument, offset: number): TomlCursor | null {
  const section = document.sections.findLast(({ span }) => span.start <= offset);
  if (section === undefined || section.path === null) return null;
  const start = section.headerSpan?.end ?? section.span.start;
  if (offset < start) return null;
  return new CursorReader(document.text, start, offset, section.path).read();
}

interface Frame {
  readonly kind: 'table' | 'inline' | 'array';
  /** The keys of the frame below those of the frame around it: whole paths would take the square of their depth. */
  readonly keys: readonly string[];
}

const BARE = /[A-Za-z0-9_-]/;
const BARE_RUN = /[A-Za-z0-9_-]+/y;
const NEXT_STATEMENT =
  /[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*[A-Za-z0-9_-]+)*[ \t]*=/y;

class CursorReader {
  readonly #text: string;
  readonly #offset: number;
  readonly #frames: Frame[];
  #at: number;
  /** Complete parts of the key that is being read. */
  #keys: string[] = [];
  #isKey = true;
  /** Where the current word began. */
  #wordStart: number;

  constructor(text: string, start: number, offset: number, table: readonly string[]) {
    this.#text = text;
    this.#at = start;
    this.#wordStart = start;
    this.#offset = offset;
    this.#frames = [{ kind: 'table', keys: table }];
  }

  read(): TomlCursor | null {
    while (this.#at < this.#offset) {
      const character = this.#text[this.#at] ?? '';
      if (character === '#') {
        const end = this.#lineEnd(this.#at);
        if (this.#offset <= end) return null;
        this.#at = end;
        this.#wordStart = end;
      } else if (character === '"' || character === "'") {
        const inside = this.#string(character);
        if (inside !== null) return inside;
      } else if (character === '\n') this.#newLine();
      else if (!this.#word()) this.#other(character);
    }
    // Between opening quotes the reader is ahead of the cursor.
    this.#wordStart = Math.min(this.#wordStart, this.#offset);
    return this.#isKey ? this.#key(this.#wordStart, null) : this.#bareValue();
  }

  /** Goes to the end of the word that stands here, or to the cursor inside of it. */
  #word(): boolean {
    BARE_RUN.lastIndex = this.#at;
    if (!BARE_RUN.test(this.#text)) return false;
    this.#at = Math.min(BARE_RUN.lastIndex, this.#offset);
    return true;
  }

  #other(character: string): void {
    this.#at += 1;
    if (this.#isKey) this.#keyCharacter(character);
    else this.#valueCharacter(character);
    this.#wordStart = this.#at;
  }

  #keyCharacter(character: string): void {
    const word = this.#text.slice(this.#wordStart, this.#at - 1);
    if (character === '.' || character === '=') {
      if (word !== '') this.#keys.push(word);
      if (character === '=') this.#isKey = false;
    } else if (character === '}' || character === ']') this.#close();
    else if (character === ',') this.#keys = [];
    else if (/\s/.test(character) && word !== '') {
      // A key and a blank: its end, whatever follows.
      this.#keys.push(word);
    }
  }

  #valueCharacter(character: string): void {
    if (character === '[') this.#open('array');
    else if (character === '{') this.#open('inline');
    else if (character === ']' || character === '}') this.#close();
    else if (character === ',' && this.#frame().kind === 'inline') this.#startKey();
  }

  #open(kind: 'array' | 'inline'): void {
    this.#frames.push({ kind, keys: this.#keys });
    this.#keys = [];
    this.#isKey = kind === 'inline';
  }

  #close(): void {
    if (this.#frames.length > 1) this.#frames.pop();
    this.#keys = [];
    this.#isKey = false;
  }

  #newLine(): void {
    this.#at += 1;
    this.#wordStart = this.#at;
    const isOpen = this.#frame().kind !== 'table';
    NEXT_STATEMENT.lastIndex = this.#at;
    // Inside of brackets a line goes on, unless the next one begins a statement: then they were never closed.
    if (isOpen && (this.#frame().kind === 'inline' ? false : !NEXT_STATEMENT.test(this.#text)))
      return;
    this.#frames.length = 1;
    this.#startKey();
  }

  #startKey(): void {
    this.#keys = [];
    this.#isKey = true;
  }

  /** Reads a string; where the cursor is inside, the answer. */
  #string(quote: string): TomlCursor | null {
    const isLong = this.#text.startsWith(quote.repeat(3), this.#at);
    const mark = isLong ? quote.repeat(3) : quote;
    const start = this.#at + mark.length;
    const end = this.#stringEnd(start, mark);
    if (start <= this.#offset && this.#offset <= end) {
      if (this.#isKey) return this.#key(start, mark);
      return {
        kind: 'value',
        path: this.#path(),
        inArray: this.#frame().kind === 'array',
        typed: this.#text.slice(start, this.#offset),
        span: { start, end },
        quote: mark,
      };
    }
    if (this.#isKey) this.#keys.push(this.#text.slice(start, end));
    this.#at = this.#text.startsWith(mark, end) ? end + mark.length : end;
    this.#wordStart = this.#at;
    return null;
  }

  /** Where the content ends: at the closing quotes, else at the end of the line. */
  #stringEnd(start: number, mark: string): number {
    const lineEnd = mark.length === 3 ? this.#text.length : this.#lineEnd(start);
    // Nearly all strings are short and without escapes.
    const end = this.#text.indexOf(mark, start);
    if (0 <= end && end < lineEnd && !this.#text.slice(start, end).includes('\\')) return end;
    for (let at = start; at < lineEnd; at += 1) {
      if (this.#text[at] === '\\' && mark[0] === '"') at += 1;
      else if (this.#text.startsWith(mark, at)) return at;
    }
    return lineEnd;
  }

  #key(start: number, quote: string | null): TomlCursor {
    let end = this.#offset;
    while (end < this.#text.length && BARE.test(this.#text[end] ?? '')) end += 1;
    const behind = this.#text.slice(end + (quote?.length ?? 0), this.#lineEnd(end));
    // A complete key before a blank: the cursor stands behind it.
    const isBehindKey = start === this.#offset && this.#keys.length > 0 && !this.#endsWithDot();
    return {
      kind: 'key',
      table: isBehindKey ? this.#tablePath() : this.#path(),
      typed: isBehindKey ? '' : this.#text.slice(start, this.#offset),
      span: { start, end },
      hasValue: /^\s*=/.test(behind),
      inline: this.#frame().kind === 'inline',
    };
  }

  #endsWithDot(): boolean {
    return /\.[ \t]*$/.test(this.#text.slice(Math.max(0, this.#offset - 80), this.#offset));
  }

  #bareValue(): TomlCursor {
    return {
      kind: 'value',
      path: this.#path(),
      inArray: this.#frame().kind === 'array',
      typed: this.#text.slice(this.#wordStart, this.#offset),
      span: { start: this.#wordStart, end: this.#offset },
      quote: null,
    };
  }

  #path(): readonly string[] {
    return [...this.#tablePath(), ...this.#keys];
  }

  #tablePath(): readonly string[] {
    return this.#frames.flatMap(({ keys }) => keys);
  }

  #frame(): Frame {
    return this.#frames.at(-1) ?? { kind: 'table', keys: [] };
  }

  #lineEnd(from: number): number {
    const end = this.#text.indexOf('\n', from);
    return end === -1 ? this.#text.length : end;
  }
}
