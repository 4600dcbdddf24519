import type { Span } from '../text.ts';
import {
  APOSTROPHE,
  COMMA,
  CR,
  EQUALS,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  LF,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  isBlank,
  skipBlanks,
} from './characters.ts';
import type { SectionOutline } from './content.ts';
import type { KeyPart } from './draft.ts';
import { headerAt, type Header } from './keys.ts';
import { detach } from './library.ts';
import type { TomlEntry, TomlTable, TomlValue } from './model.ts';
import {
  DEEPEST,
  endOfPlainKey,
  endOfPlainString,
  endOfPlainWord,
  plainKeyName,
  readPlainHeader,
  readPlainValue,
} from './plain.ts';
import { MAX_NESTING } from './scan.ts';

/** A section all of whose lines are plain, and where the next one starts. */
export interface PlainSection {
  readonly outline: SectionOutline;
  /** In the document: the `[` of the next header, or the end of the text. */
  readonly behind: number;
}

/**
 * The section at `start` if it is plain throughout, as `readPlainAssignment` has it, and valid: known
 * in one pass that makes no value. Null for anything else, which is to be read for what is wrong with it.
 *
 * @param header its header, with offsets of the section; null for the text before the first one.
 */
export function plainSection(
  text: string,
  start: number,
  header: Header | null,
): PlainSection | null {
  if ((header?.keys?.parts ?? 0) > MAX_NESTING) return null;
  const path =
    header === null ? [] : readPlainHeader(text.slice(start, start + header.end), 0)?.map(nameOf);
  if (path === undefined) return null;
  const scanner = new PlainScanner(text, start + (header?.end ?? 0));
  const keys = new Names();
  let end = start + (header?.end ?? 0);
  const isPlain = scanner.lines((pair) => {
    end = pair.end;
    return keys.add(pair.key);
  });
  if (!isPlain) return null;
  const behind = scanner.at;
  const names = keys.list.length === 0 ? NOTHING : keys.list;
  const outline = new PlainOutline(header, path, names, end - start, behind - start);
  return { outline, behind };
}

function nameOf({ name }: KeyPart): string {
  return detach(name);
}

/**
 * The table of a plain section, whose values are read when they are asked for.
 *
 * @param text the section's, of which the table keeps hold.
 */
export function plainTable(text: string, outline: SectionOutline): TomlTable {
  const { headerSpan, end } = outline;
  return {
    kind: 'table',
    entries: entriesOf(text, outline),
    span: { start: 0, end: headerSpan === null ? text.length : end },
    headerSpans: headerSpan === null ? [] : [headerSpan],
    inline: false,
    complete: true,
  };
}

function entriesOf(text: string, { headerSpan, keys }: SectionOutline): TomlTable['entries'] {
  // A map of its own is half of what an empty table takes.
  if (keys?.length === 0) return NO_ENTRIES;
  const entries = new Map<string, TomlEntry>();
  new PlainScanner(text, headerSpan?.end ?? 0).lines((pair) => {
    entries.set(pair.key, new PlainEntry(text, pair));
    return true;
  });
  return entries;
}

const NO_ENTRIES: TomlTable['entries'] = new Map();

/** Where `key = value` is written. */
interface Pair {
  readonly key: string;
  readonly start: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * Longer values, in UTF-16 units, may be collected and read again: most of a lock is lists of files,
 * whose places take ten times the memory of their text and are hardly ever asked for twice.
 */
const LONGEST_KEPT = 300;

class PlainEntry implements TomlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly span: Span;
  readonly #text: string;
  readonly #valueStart: number;
  #value: TomlValue | WeakRef<TomlValue> | null = null;

  constructor(text: string, { key, start, keyEnd, valueStart, end }: Pair) {
    this.key = key;
    this.keySpan = { start, end: keyEnd };
    this.span = { start, end };
    this.#text = text;
    this.#valueStart = valueStart;
  }

  get value(): TomlValue {
    const known = this.#value instanceof WeakRef ? this.#value.deref() : this.#value;
    if (known) return known;
    const value = readPlainValue(this.#text, this.#valueStart) ?? this.#unread();
    const isLong = this.span.end - this.#valueStart > LONGEST_KEPT;
    this.#value = isLong ? new WeakRef(value) : value;
    return value;
  }

  #unread(): TomlValue {
    const span = { start: this.#valueStart, end: this.span.end };
    return { kind: 'array', items: [], ofTables: false, complete: false, span };
  }
}

const NOTHING: readonly never[] = [];

/** What is known of a plain section. Offsets are the section's. */
class PlainOutline implements SectionOutline {
  readonly headerSpan: SectionOutline['headerSpan'];
  readonly isArrayElement: boolean;
  readonly keys: readonly string[];
  readonly end: number;
  readonly length: number;
  readonly #path: readonly string[];
  readonly #pathStart: number;

  constructor(
    header: Header | null,
    path: readonly string[],
    keys: readonly string[],
    end: number,
    length: number,
  ) {
    this.headerSpan = header && { start: 0, end: header.end };
    this.isArrayElement = header?.isArrayElement ?? false;
    this.#path = path;
    this.#pathStart = header?.keys?.start ?? 0;
    this.keys = keys;
    this.end = end;
    this.length = length;
  }

  get headerKeys(): readonly KeyPart[] {
    let start = this.#pathStart;
    return this.#path.map((name) => {
      const span = { start, end: start + name.length };
      start = span.end + 1;
      return { name, span };
    });
  }

  get errors(): readonly never[] {
    return NOTHING;
  }

  get twice(): readonly never[] {
    return NOTHING;
  }

  get markers(): readonly never[] {
    return NOTHING;
  }

  get openString(): null {
    return null;
  }

  get complete(): true {
    return true;
  }
}

/** More names than these are looked for in a set. */
const FEW = 16;

/** Names, each once. */
class Names {
  readonly list: string[] = [];
  #set: Set<string> | null = null;

  /** Answers whether it is new. */
  add(name: string): boolean {
    if (this.#set?.has(name) ?? this.list.includes(name)) return false;
    this.list.push(name);
    if (this.list.length > FEW) this.#set = (this.#set ?? new Set(this.list)).add(name);
    return true;
  }
}

class PlainScanner {
  readonly #text: string;
  at: number;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  /**
   * Passes over what is behind a header up to the next one or the end of the text, and shows `visit`
   * each statement. False where something is not plain or `visit` says so.
   */
  lines(visit: (pair: Pair) => boolean): boolean {
    const text = this.#text;
    // Behind a header comes nothing else on its line.
    let isPlain = this.at === 0 || this.#skipRestOfLine();
    while (isPlain && this.#skipTrivia()) {
      const start = this.at;
      if (start >= text.length) return true;
      // Not every bracket at the start of a line opens a header.
      if (text.charCodeAt(start) === LEFT_BRACKET)
        return headerAt(text, start, text.length) !== null;
      const keyEnd = this.#keyEnd();
      const valueStart = this.at;
      if (keyEnd === null || !this.#value(false, 0)) return false;
      const key = detach(plainKeyName(text, start, keyEnd));
      if (!visit({ key, start, keyEnd, valueStart, end: this.at })) return false;
      isPlain = this.#skipRestOfLine();
    }
    return false;
  }

  /** Passes over `key =`; answers where the key ends, or null where it is not plain. */
  #keyEnd(): number | null {
    const end = endOfPlainKey(this.#text, this.at);
    if (end === null) return null;
    this.at = end;
    this.#skipBlanks();
    if (!this.#eat(EQUALS)) return null;
    this.#skipBlanks();
    return end;
  }

  /** Passes over a value; false where it is not plain. */
  #value(isOneLine: boolean, depth: number): boolean {
    const code = this.#text.charCodeAt(this.at);
    if (code === LEFT_BRACKET) return depth < DEEPEST && this.#array(isOneLine, depth + 1);
    if (code === LEFT_BRACE) return depth < DEEPEST && this.#inlineTable(depth + 1);
    const end =
      code === QUOTE || code === APOSTROPHE
        ? endOfPlainString(this.#text, this.at)
        : endOfPlainWord(this.#text, this.at);
    if (end === null) return false;
    this.at = end;
    return true;
  }

  #array(isOneLine: boolean, depth: number): boolean {
    this.at++;
    for (;;) {
      if (!this.#skip(isOneLine)) return false;
      if (this.#eat(RIGHT_BRACKET)) return true;
      if (!this.#value(isOneLine, depth) || !this.#skip(isOneLine)) return false;
      if (!this.#eat(COMMA)) return this.#eat(RIGHT_BRACKET);
    }
  }

  #inlineTable(depth: number): boolean {
    this.at++;
    this.#skipBlanks();
    if (this.#eat(RIGHT_BRACE)) return true;
    const keys = new Names();
    for (;;) {
      const start = this.at;
      const keyEnd = this.#keyEnd();
      if (keyEnd === null || !keys.add(plainKeyName(this.#text, start, keyEnd))) return false;
      if (!this.#value(true, depth)) return false;
      this.#skipBlanks();
      if (!this.#eat(COMMA)) return this.#eat(RIGHT_BRACE);
      this.#skipBlanks();
    }
  }

  #eat(code: number): boolean {
    const isThere = this.#text.charCodeAt(this.at) === code;
    if (isThere) this.at++;
    return isThere;
  }

  #skipBlanks(): void {
    this.at = skipBlanks(this.#text, this.at, this.#text.length);
  }

  #skip(isOneLine: boolean): boolean {
    if (!isOneLine) return this.#skipTrivia();
    this.#skipBlanks();
    return true;
  }

  /** Passes over blanks, line breaks and comments; false at a character that is allowed in none of them. */
  #skipTrivia(): boolean {
    const text = this.#text;
    for (;;) {
      const code = text.charCodeAt(this.at);
      if (code === HASH) {
        if (!this.#skipComment()) return false;
      } else if (code === LF || isBlank(code)) this.at++;
      else if (code !== CR) return true;
      else if (text.charCodeAt(this.at + 1) !== LF) return false;
      else this.at += 2;
    }
  }

  /** Passes over what may stand behind a statement on its line. */
  #skipRestOfLine(): boolean {
    this.#skipBlanks();
    const code = this.#text.charCodeAt(this.at);
    if (code === HASH) return this.#skipComment();
    return Number.isNaN(code) || code === LF || code === CR;
  }

  #skipComment(): boolean {
    const text = this.#text;
    let at = this.at;
    for (; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === LF || code === CR) break;
      if ((code < 0x20 && !isBlank(code)) || code === 0x7f) return false;
    }
    this.at = at;
    return true;
  }
}
