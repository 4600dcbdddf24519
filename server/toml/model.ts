import type { Span } from '../text.ts';

/**
 * TOML values with positions. All spans are UTF-16 offsets. In a `TomlDocument`'s `root` they are
 * offsets of the document; in a `TomlSection`'s `table()` they are offsets of the section, to be
 * moved by `section.span.start` (`shift` in text.ts), so that a section parsed once stays valid
 * when an edit elsewhere moves it.
 */
export type TomlValue =
  | TomlString
  | TomlInteger
  | TomlFloat
  | TomlBoolean
  | TomlDateTime
  | TomlArray
  | TomlTable;

export interface TomlString {
  readonly kind: 'string';
  readonly value: string;
  /** With the quotes. */
  readonly span: Span;
  /** Without the quotes. */
  readonly contentSpan: Span;
  /** Whether the text between the quotes is the value, letter by letter: then offsets into one are offsets into the other. */
  readonly verbatim: boolean;
}

export interface TomlInteger {
  readonly kind: 'integer';
  readonly value: bigint;
  readonly span: Span;
}

export interface TomlFloat {
  readonly kind: 'float';
  readonly value: number;
  readonly span: Span;
}

export interface TomlBoolean {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly span: Span;
}

export interface TomlDateTime {
  readonly kind: 'datetime';
  /** As it is written. */
  readonly text: string;
  readonly span: Span;
}

export interface TomlArray {
  readonly kind: 'array';
  readonly items: readonly TomlValue[];
  /** Whether it is an array of tables, written with `[[…]]` headers. Its span is then that of its first header. */
  readonly ofTables: boolean;
  /** False where an element could not be read: then an element that is absent is not known to be absent. */
  readonly complete: boolean;
  readonly span: Span;
}

export interface TomlTable {
  readonly kind: 'table';
  readonly entries: ReadonlyMap<string, TomlEntry>;
  /**
   * Where it is written: the braces of an inline table; header to last statement of a `[…]` table;
   * the first key for one that exists only through dotted keys or longer headers.
   */
  readonly span: Span;
  /** The `[…]` headers that wrote it, the brackets included; empty for inline and implicit tables. */
  readonly headerSpans: readonly Span[];
  readonly inline: boolean;
  /**
   * False where an absent key is not known to be absent: a statement of the table could not be read
   * or is in a merge conflict, or a `[header]` could not be read that might have extended it. Such a
   * header could extend any table without braces, so that then none of those is complete but the
   * elements of an array of tables that it does not stand in.
   */
  readonly complete: boolean;
}

export interface TomlEntry {
  readonly key: string;
  /** This key alone, its quotes included; in `a.b = 1` that of `a` and of `b` differ. */
  readonly keySpan: Span;
  readonly value: TomlValue;
  /** The whole statement (`key = value`, no comment, no line break); for a table by header, the header. */
  readonly span: Span;
}

export interface TomlError {
  readonly message: string;
  readonly span: Span;
}

/** What TOML 1.1 allows and 1.0 does not. */
export interface TomlNewer {
  /**
   * An inline table over several lines, or with a comma at its end; the escapes `\e` and `\x41`; a
   * time without seconds.
   */
  readonly kind: 'lines' | 'comma' | 'escape' | 'time';
  readonly span: Span;
  /** The statement or header that it stands in, of which it is the first such thing. */
  readonly statement: Span;
}

/** The text from one `[…]` or `[[…]]` header to the next; the first has no header. */
export interface TomlSection {
  /**
   * Keys of the header; `[]` for the text before the first one; null for a header that cannot be
   * read. In the document's tree the statements below such a header are taken for a continuation of
   * the table above it, where they do not contradict it: mostly somebody is typing a header in the
   * middle of that table. What a following `[a.b]` extends is then not known if `a` is an array of
   * tables and the header might have been an `[[a]]`.
   */
  readonly path: readonly string[] | null;
  /** Whether the header is `[[…]]`. */
  readonly isArrayElement: boolean;
  /** In the document, brackets included; null before the first header. */
  readonly headerSpan: Span | null;
  /** In the document: header to the start of the next header. */
  readonly span: Span;
  /** Identity of the section: one object in every version of the document in which the section's text is the same and is read alike. */
  readonly identity: object;
  /** The section's own statements, parsed when first asked and kept. Offsets are the section's own. */
  table(): TomlTable;
  /** Errors of this section. Offsets are the section's own. */
  errors(): readonly TomlError[];
  /** The string value of a top-level `key = "…"` line of the section without parsing it; null if it is not there as such. */
  peekString(key: string): string | null;
}

/** A text of TOML 1.1, valid or not. Never throws. */
export interface TomlDocument {
  readonly text: string;
  readonly sections: readonly TomlSection[];
  /** The whole tree, offsets of the document; built when first asked. */
  readonly root: TomlTable;
  /** All errors, those across sections included (a key or a table defined twice); offsets of the document. */
  readonly errors: readonly TomlError[];
  /** Statements that are TOML 1.1 and not 1.0, in their order; offsets of the document. */
  readonly newer: readonly TomlNewer[];
  /**
   * The document after one replacement; sections that it does not touch are taken over, parsed or
   * not. `edited` is the whole text after it, where that was made already.
   */
  edit(span: Span, newText: string, edited?: string): TomlDocument;
}
