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
import { isEscapeLetter, unescapeLetters } from './strings.ts';

/** Deeper values are left to the library. */
export const DEEPEST = 8;

/**
 * Reads `key = value` if it is as plain as nearly all lines of manifests and locks are: one key, bare
 * or in quotes, and strings without other escapes than of one letter, booleans, decimal numbers, and
 * arrays and inline tables of them. Null for anything else, valid or not: then the library reads it.
 * What is read here, the library would read the same; it only takes many times longer, which is what
 * opening a lock used to wait for.
 *
 * @param text The whole text of the statement; the offsets of the result move by `by`.
 */
export function readPlainAssignment(text: string, by: number): Assignment | null {
  return new PlainReader(text, 0, by).assignment();
}

/** The plain value at `at` of a text of which it is known that one stands there. Offsets are the text's. */
export function readPlainValue(text: string, at: number): TomlValue | null {
  return new PlainReader(text, at, 0).value();
}

/** A header of nothing but bare keys between dots, without blanks (`[tool.poetry.group.dev.dependencies]`). */
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
  #at: number;

  constructor(text: string, at: number, by: number) {
    this.#text = text;
    this.#at = at;
    this.#by = by;
  }

  value(): TomlValue | null {
    return this.#value(false, 0);
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
    const end = endOfPlainKey(this.#text, start);
    if (end === null) return null;
    this.#at = end;
    const key = { name: plainKeyName(this.#text, start, end), span: this.#span(start) };
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
    const end = endOfPlainString(this.#text, start);
    if (end === null) return null;
    this.#at = end;
    const written = this.#text.slice(start + 1, end - 1);
    const value = quote === QUOTE && written.includes('\\') ? unescapeLetters(written) : written;
    const contentSpan = { start: start + 1 + this.#by, end: end - 1 + this.#by };
    const verbatim = value === written;
    return { kind: 'string', value, span: this.#span(start), contentSpan, verbatim };
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
    const end = endOfPlainWord(this.#text, start);
    if (end === null) return null;
    this.#at = end;
    const word = this.#text.slice(start, end);
    const span = this.#span(start);
    if (word === 'true' || word === 'false')
      return { kind: 'boolean', value: word === 'true', span };
    return { kind: 'integer', value: BigInt(word), span };
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

/** Much longer ones are more than the library can read, which is to say so. */
const LONGEST_QUOTED = 1000;

/** Behind the key at `from`: a bare one, or one in quotes without escapes. */
export function endOfPlainKey(text: string, from: number): number | null {
  const first = text.charCodeAt(from);
  if (first === QUOTE || first === APOSTROPHE) {
    const end = endOfPlainString(text, from);
    const isPlain =
      end !== null && end - from < LONGEST_QUOTED && !text.slice(from, end).includes('\\');
    return isPlain ? end : null;
  }
  let at = from;
  while (isBareKeyCharacter(text.charCodeAt(at))) at++;
  return at === from ? null : at;
}

/** The name of the plain key that is written from `start` to `end`. */
export function plainKeyName(text: string, start: number, end: number): string {
  return isBareKeyCharacter(text.charCodeAt(start))
    ? text.slice(start, end)
    : text.slice(start + 1, end - 1);
}

/** Behind the one-line string at `from`; null where it is not one, or has an escape of more than a letter. */
export function endOfPlainString(text: string, from: number): number | null {
  const quote = text.charCodeAt(from);
  for (let at = from + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const mayBeOfThree = at === from + 1 && text.charCodeAt(at + 1) === quote;
      return mayBeOfThree ? null : at + 1;
    }
    if ((code < 0x20 && code !== TAB) || code === 0x7f) return null;
    if (code === BACKSLASH && quote === QUOTE) {
      at++;
      if (!isEscapeLetter(text.charAt(at))) return null;
    }
  }
  return null;
}

/** Behind the boolean or decimal number without a sign at `from`; null where there is none. */
export function endOfPlainWord(text: string, from: number): number | null {
  let end = from;
  while (end < text.length && end - from <= LONGEST_WORD && !endsWord(text.charCodeAt(end))) end++;
  const word = text.slice(from, end);
  return word === 'true' || word === 'false' || isDecimal(word) ? end : null;
}

const LONGEST_WORD = 20;

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
  return word.length <= LONGEST_WORD && /^(?:0|[1-9][0-9]*)$/.test(word);
}
