import { shift, type Span } from '../text.ts';
import { EQUALS, HASH, QUOTE, skipBlanks } from './characters.ts';
import {
  contentStart,
  readContent,
  toOwnTable,
  type OwnTable,
  type SectionContent,
  type SectionOutline,
} from './content.ts';
import { itemEnd, nextItem } from './items.ts';
import type { Header } from './keys.ts';
import { detach, parseHeader } from './library.ts';
import type { TomlError, TomlNewer, TomlSection, TomlTable } from './model.ts';
import { MAX_NESTING, Scanner, type Lexeme } from './scan.ts';
import { plainTable } from './plain-section.ts';
import { endOfLineString, multiLineQuotes } from './strings.ts';

/**
 * What was found in a section's text so far. It holds on to no part of the document, so that a
 * section which edits leave alone costs no memory but its own.
 */
export class SectionCache {
  /** Known from the start where the section is plain. */
  readonly plain: SectionOutline | null;
  content: SectionContent | null = null;
  own: OwnTable | null = null;
  path: readonly string[] | null | undefined;

  constructor(plain: SectionOutline | null) {
    this.plain = plain;
  }
}

/** A section where it stands in one version of the document. */
export class Section implements TomlSection {
  readonly span: Span;
  readonly cache: SectionCache;
  /** Offsets are the section's. */
  readonly header: Header | null;
  readonly #document: string;
  readonly #wary: boolean;

  constructor(
    document: string,
    span: Span,
    header: Header | null,
    wary: boolean,
    cache: SectionCache,
  ) {
    this.#document = document;
    this.span = span;
    this.header = header;
    this.#wary = wary;
    this.cache = cache;
  }

  /** This section in a version of the document where it stands further on by `by`. */
  movedTo(document: string, by: number): Section {
    return new Section(document, shift(this.span, by), this.header, this.#wary, this.cache);
  }

  get path(): readonly string[] | null {
    if (this.cache.path === undefined) this.cache.path = this.#readPath();
    return this.cache.path;
  }

  get isArrayElement(): boolean {
    return this.header?.isArrayElement ?? false;
  }

  get headerSpan(): Span | null {
    return this.header && shift({ start: 0, end: this.header.end }, this.span.start);
  }

  get identity(): object {
    return this.cache;
  }

  get outline(): SectionOutline {
    return this.cache.plain ?? this.content;
  }

  get content(): SectionContent {
    return (this.cache.content ??= readContent(this.#text, this.#wary));
  }

  table(): TomlTable {
    return this.#own.table;
  }

  errors(): readonly TomlError[] {
    return this.cache.plain?.errors ?? this.#own.errors;
  }

  /** What of it is TOML 1.1. Offsets are the section's. */
  newer(): readonly TomlNewer[] {
    return this.cache.plain === null ? this.content.newer : [];
  }

  peekString(key: string): string | null {
    if (!isBareKey(key)) return null;
    const text = this.#text;
    const scanner = new Scanner(text, this.#wary);
    let at = contentStart(text);
    for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
      at = itemEnd(item, text);
      if (item.kind !== 'statement') continue;
      const { lexeme } = item;
      const { start, end } = lexeme;
      if (!text.startsWith(key, start)) continue;
      const equals = skipBlanks(text, start + key.length, end);
      if (equals < end && text.charCodeAt(equals) === EQUALS)
        return plainString(text, lexeme, skipBlanks(text, equals + 1, end));
    }
    return null;
  }

  get #own(): OwnTable {
    return (this.cache.own ??=
      this.cache.plain === null
        ? toOwnTable(this.content)
        : { table: plainTable(detach(this.#text), this.cache.plain), errors: NO_ERRORS });
  }

  get #text(): string {
    return this.#document.slice(this.span.start, this.span.end);
  }

  #readPath(): readonly string[] | null {
    if (!this.header) return [];
    const { keys, end } = this.header;
    if (!keys || keys.parts > MAX_NESTING) return null;
    const written = detach(this.#text.slice(keys.start, keys.end));
    if (/^[\w-]+(?:\.[\w-]+)*$/.test(written)) return written.split('.');
    const parsed = parseHeader(this.#text.slice(0, end), 0);
    return 'message' in parsed ? null : parsed.read.map(({ name }) => name);
  }
}

const NO_ERRORS: OwnTable['errors'] = [];

/** The string at `from`, the value of the statement `lexeme`, if it is written without escapes between single quotation marks. */
function plainString(text: string, { end, problem }: Lexeme, from: number): string | null {
  if (problem || text.charCodeAt(from) !== QUOTE || multiLineQuotes(text, from)) return null;
  const close = endOfLineString(text, from, end);
  if (close === null || CONTROL.test(text.slice(from, end))) return null;
  const behind = skipBlanks(text, close, end);
  if (behind < end && text.charCodeAt(behind) !== HASH) return null;
  const content = text.slice(from + 1, close - 1);
  return content.includes('\\') ? null : detach(content);
}

// oxlint-disable-next-line no-control-regex
const CONTROL = /[\0-\x08\x0a-\x1f\x7f]/;

function isBareKey(key: string): boolean {
  return /^[\w-]+$/.test(key);
}
