import {
  APOSTROPHE,
  BACKSLASH,
  COMMA,
  EQUALS,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  TAB,
  isBareKeyCharacter,
  isBlank,
  isLineBreak,
  lineEnd,
  skipBlanks,
  skipTrivia,
} from './characters.ts';
import type { Assignment, KeyPart } from './draft.ts';
import type { TomlArray, TomlEntry, TomlString, TomlTable, TomlValue } from './model.ts';

/** Deeper values are left to the library. */
const DEEPEST = 8;

/**
 * Reads `key = value` if it is as plain as nearly all lines of manifests and locks are: a bare key,
 * and strings without escapes, booleans, decimal numbers, and arrays and inline tables of them. Null
 * for anything else, valid or not: then the library reads it. What is read here, the library would
 * read the same; it only takes many times longer, which is what opening a lock used to wait for.
 *
 * @param text The whole text of the statement; the offsets of the result move by `by`.
 */
export function readPlainAssignment(text: string, by: number): Assignment | null {
  return new PlainReader(text, by).assignment();
}

/** The same of a header: bare keys between dots, without blanks (`[tool.poetry.group.dev.dependencies]`). */
export function readPlainHeader(text: string, by: number): readonly KeyPart[] | null {
  const match = PLAIN_HEADER.exec(text);
  if (match === null) return null;
  const keys = match[1] ?? match[2] ?? '';
  let start = text.indexOf(keys) + by;
  return keys.split('.').map((name) => {
    const span = { start, end: start + name.length };
    start = span.end + 1;
    return { name, span };
  });
}

const PLAIN_HEADER = /^(?:\[([\w-]+(?:\.[\w-]+)*)\]|\[\[([\w-]+(?:\.[\w-]+)*)\]\])$/;

class PlainReader {
  readonly #text: string;
  readonly #by: number;
  #at = 0;

  constructor(text: string, by: number) {
    this.#text = text;
    this.#by = by;
  }

  assignment(): Assignment | null {
    const pair = this.#pair(false, 0);
    if (!pair) return null;
    this.#skipBlanks();
    const isComment = this.#text.charCodeAt(this.#at) === HASH;
    const rest = isComment ? lineEnd(this.#text, this.#at, this.#text.length) : this.#at;
    return rest === this.#text.length ? pair : null;
  }

  #pair(isOneLine: boolean, depth: number): Assignment | null {
    const start = this.#at;
    while (isBareKeyCharacter(this.#text.charCodeAt(this.#at))) this.#at++;
    if (this.#at === start) return null;
    const key = { name: this.#text.slice(start, this.#at), span: this.#span(start) };
    this.#skipBlanks();
    if (!this.#eat(EQUALS)) return null;
    this.#skipBlanks();
    const value = this.#value(isOneLine, depth);
    return value && { keys: [key], value, span: this.#span(start) };
  }

  #value(isOneLine: boolean, depth: number): TomlValue | null {
    const code = this.#text.charCodeAt(this.#at);
    if (code === QUOTE || code === APOSTROPHE) return this.#string(code);
    if (depth < DEEPEST && code === LEFT_BRACKET) return this.#array(isOneLine, depth + 1);
    if (depth < DEEPEST && code === LEFT_BRACE) return this.#inlineTable(depth + 1);
    return this.#word();
  }

  #string(quote: number): TomlString | null {
    const start = this.#at;
    for (let at = start + 1; at < this.#text.length; at++) {
      const code = this.#text.charCodeAt(at);
      if (code === quote) {
        if (at === start + 1 && this.#text.charCodeAt(at + 1) === quote) return null;
        this.#at = at + 1;
        const value = this.#text.slice(start + 1, at);
        const contentSpan = { start: start + 1 + this.#by, end: at + this.#by };
        return { kind: 'string', value, span: this.#span(start), contentSpan, verbatim: true };
      }
      const isControl = (code < 0x20 && code !== TAB) || code === 0x7f;
      if (isControl || (code === BACKSLASH && quote === QUOTE)) return null;
    }
    return null;
  }

  #array(isOneLine: boolean, depth: number): TomlArray | null {
    const start = this.#at++;
    const items: TomlValue[] = [];
    for (;;) {
      this.#skip(isOneLine);
      if (this.#eat(RIGHT_BRACKET)) break;
      const item = this.#value(isOneLine, depth);
      if (!item) return null;
      items.push(item);
      this.#skip(isOneLine);
      if (this.#eat(COMMA)) continue;
      if (!this.#eat(RIGHT_BRACKET)) return null;
      break;
    }
    return { kind: 'array', items, ofTables: false, complete: true, span: this.#span(start) };
  }

  #inlineTable(depth: number): TomlTable | null {
    const start = this.#at++;
    const entries = new Map<string, TomlEntry>();
    this.#skipBlanks();
    let isOpen = !this.#eat(RIGHT_BRACE);
    while (isOpen) {
      const pair = this.#pair(true, depth);
      const [key] = pair?.keys ?? [];
      if (!pair || !key || entries.has(key.name)) return null;
      const { value, span } = pair;
      entries.set(key.name, { key: key.name, keySpan: key.span, value, span });
      this.#skipBlanks();
      isOpen = this.#eat(COMMA);
      if (isOpen) this.#skipBlanks();
      else if (!this.#eat(RIGHT_BRACE)) return null;
    }
    const span = this.#span(start);
    return { kind: 'table', entries, span, headerSpans: [], inline: true, complete: true };
  }

  /** A boolean or a decimal number without a sign. */
  #word(): TomlValue | null {
    const start = this.#at;
    while (this.#at < this.#text.length && !endsWord(this.#text.charCodeAt(this.#at))) this.#at++;
    const word = this.#text.slice(start, this.#at);
    const span = this.#span(start);
    if (word === 'true' || word === 'false')
      return { kind: 'boolean', value: word === 'true', span };
    return isDecimal(word) ? { kind: 'integer', value: BigInt(word), span } : null;
  }

  #eat(code: number): boolean {
    const isThere = this.#text.charCodeAt(this.#at) === code;
    if (isThere) this.#at++;
    return isThere;
  }

  #skip(isOneLine: boolean): void {
    const skip = isOneLine ? skipBlanks : skipTrivia;
    this.#at = skip(this.#text, this.#at, this.#text.length);
  }

  #skipBlanks(): void {
    this.#at = skipBlanks(this.#text, this.#at, this.#text.length);
  }

  #span(start: number): { start: number; end: number } {
    return { start: start + this.#by, end: this.#at + this.#by };
  }
}

function endsWord(code: number): boolean {
  return (
    isBlank(code) ||
    isLineBreak(code) ||
    code === COMMA ||
    code === RIGHT_BRACKET ||
    code === RIGHT_BRACE ||
    code === HASH
  );
}

function isDecimal(word: string): boolean {
  return word.length <= 20 && /^(?:0|[1-9][0-9]*)$/.test(word);
}
