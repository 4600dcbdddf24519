import { TextDocument } from 'vscode-languageserver-textdocument';

/** A half-open range `[start, end)` of UTF-16 offsets into one text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Replaces the text of `span` by `newText`. Edits of one text never overlap. */
export interface TextEdit {
  readonly span: Span;
  readonly newText: string;
}

/** A zero-based line and the UTF-16 offset inside that line. */
export interface LineCharacter {
  readonly line: number;
  readonly character: number;
}

/** Whether `offset` is inside `span`, its end included: where a cursor behind the last character stands. */
export function touches(span: Span, offset: number): boolean {
  return span.start <= offset && offset <= span.end;
}

/** `span` moved by `by` UTF-16 units: from a section's own offsets to those of its document. */
export function shift(span: Span, by: number): Span {
  return by === 0 ? span : { start: span.start + by, end: span.end + by };
}

/**
 * Applies edits that do not overlap, in any order, as an editor does. Edits at one position keep the
 * order of the list. What of an edit would reach into the one before it is left out.
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const document = TextDocument.create('', '', 0, text);
  const ordered = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let end = 0;
  const apart = ordered.map(({ span, newText }) => {
    const start = Math.max(end, span.start);
    end = Math.max(start, span.end);
    return { range: { start: document.positionAt(start), end: document.positionAt(end) }, newText };
  });
  return TextDocument.applyEdits(document, apart);
}

/**
 * How many UTF-16 units at the end of `text` a pattern takes that is written backwards and begins
 * with `^`. A pattern that ends in `$` is tried from every start, which is quadratic; this is linear.
 */
export function lengthAtEnd(text: string, backwards: RegExp): number {
  return backwards.exec(text.split('').toReversed().join(''))?.[0].length ?? 0;
}

/**
 * One immutable text: its offsets as lines and back, its lines indexed when first asked. Lines end
 * with LF, CRLF or CR, as LSP has them. What a text document of the library lacks stands here: that
 * a text stays what it is while the next one is made from it.
 */
export class SourceText {
  readonly text: string;
  /** Null until something of the lines is asked, and again once the text after this one has taken it over. */
  #document: TextDocument | null;

  constructor(text: string, document: TextDocument | null = null) {
    this.text = text;
    this.#document = document;
  }

  /** The number of lines, at least 1. */
  get lineCount(): number {
    return this.#lines().lineCount;
  }

  /** The offset where `line` starts; the text's end for a line beyond the last. */
  lineStart(line: number): number {
    return this.offsetAt({ line, character: 0 });
  }

  /** The offset where the content of `line` ends, before its line break. */
  lineEnd(line: number): number {
    return this.offsetAt({ line, character: this.text.length });
  }

  /** Any offset is answered: one outside the text is clamped to it, one inside of a CRLF is before it. */
  positionAt(offset: number): LineCharacter {
    return this.#lines().positionAt(offset);
  }

  /** Any position is answered: a character behind the line's content is its end (LSP 3.17, Position). */
  offsetAt(position: LineCharacter): number {
    return this.#lines().offsetAt(position);
  }

  /** The text after `span` was replaced. It takes over the index of the lines, which one edit changes little. */
  edited(span: Span, newText: string): SourceText {
    const { start, end } = span;
    const range = { start: this.positionAt(start), end: this.positionAt(end) };
    const hasPositions = this.offsetAt(range.start) === start && this.offsetAt(range.end) === end;
    if (!hasPositions || this.#joinsCrLf(span, newText))
      return new SourceText(this.text.slice(0, start) + newText + this.text.slice(end));
    const document = TextDocument.update(this.#lines(), [{ range, text: newText }], 0);
    this.#document = null;
    return new SourceText(document.getText(), document);
  }

  /**
   * Whether an edit makes one line break of two, or of what was not one: a CR before it and an LF
   * behind. The library reckons them as two.
   */
  #joinsCrLf({ start, end }: Span, newText: string): boolean {
    const before = this.text[start - 1] === '\r' && (newText[0] ?? this.text[end]) === '\n';
    const behind = this.text[end] === '\n' && (newText.at(-1) ?? this.text[start - 1]) === '\r';
    return before || behind;
  }

  #lines(): TextDocument {
    return (this.#document ??= TextDocument.create('', '', 0, this.text));
  }
}
