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

/** Applies edits that do not overlap, in any order. Edits at one position keep the order of the list. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  let result = '';
  let copied = 0;
  for (const { span, newText } of ordered) {
    result += text.slice(copied, span.start) + newText;
    copied = Math.max(copied, span.end);
  }
  return result + text.slice(copied);
}

/**
 * How many UTF-16 units at the end of `text` a pattern takes that is written backwards and begins
 * with `^`. A pattern that ends in `$` is tried from every start, which is quadratic; this is linear.
 */
export function lengthAtEnd(text: string, backwards: RegExp): number {
  return backwards.exec(text.split('').toReversed().join(''))?.[0].length ?? 0;
}

/** Offsets to lines and back, for one text. Lines end with LF, CRLF or CR, as LSP has them. */
export class LineIndex {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (const match of text.matchAll(/\r\n|\r|\n/g))
      this.#starts.push(match.index + match[0].length);
  }

  /** The number of lines, at least 1. */
  get lineCount(): number {
    return this.#starts.length;
  }

  /** The offset where `line` starts; the text's end for a line beyond the last. */
  lineStart(line: number): number {
    if (line < 0) return 0;
    return this.#starts[line] ?? this.#text.length;
  }

  /** The offset where the content of `line` ends, before its line break. */
  lineEnd(line: number): number {
    if (line + 1 >= this.#starts.length) return this.#text.length;
    const next = this.lineStart(line + 1);
    const isCrLf = this.#text[next - 1] === '\n' && this.#text[next - 2] === '\r';
    return Math.max(this.lineStart(line), next - (isCrLf ? 2 : 1));
  }

  /** Any offset is answered: one outside the text is clamped to it. */
  positionAt(offset: number): LineCharacter {
    const clamped = Math.min(Math.max(offset, 0), this.#text.length);
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.lineStart(middle) <= clamped) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: clamped - this.lineStart(low) };
  }

  /** Any position is answered: a character behind the line's content is its end (LSP 3.17, Position). */
  offsetAt({ line, character }: LineCharacter): number {
    if (line < 0) return 0;
    if (line >= this.lineCount) return this.#text.length;
    return Math.min(this.lineStart(line) + Math.max(character, 0), this.lineEnd(line));
  }
}

/** One immutable text and its lines, indexed when first asked. */
export class SourceText {
  readonly text: string;
  #lines: LineIndex | null = null;

  constructor(text: string) {
    this.text = text;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }
}
