import type { Position, Range } from 'vscode-languageserver';
import type { SourceText, Span } from '../text.ts';

/** How a client counts the characters of a line (LSP 3.17, PositionEncodingKind). */
export type PositionEncoding = 'utf-8' | 'utf-16' | 'utf-32';

/** The server's own offsets to a client's positions and back. The only place where encodings differ. */
export class Positions {
  readonly encoding: PositionEncoding;

  constructor(encoding: PositionEncoding) {
    this.encoding = encoding;
  }

  /** The offset of any position: one outside the text is clamped to it. */
  offsetOf(source: SourceText, { line, character }: Position): number {
    if (this.encoding === 'utf-16') return source.offsetAt({ line, character });
    const { text } = source;
    const start = source.lineStart(line);
    const end = source.lineEnd(line);
    let units = 0;
    let offset = start;
    while (offset < end && units < character) {
      const codePoint = text.codePointAt(offset) ?? 0;
      units += this.#width(codePoint);
      // Inside a character: its start, as for a position that is not on a boundary.
      if (units > character) break;
      offset += codePoint > 0xffff ? 2 : 1;
    }
    return offset;
  }

  positionOf(source: SourceText, offset: number): Position {
    const { line, character } = source.positionAt(offset);
    if (this.encoding === 'utf-16') return { line, character };
    const { text } = source;
    const start = source.lineStart(line);
    let units = 0;
    for (let at = start; at < start + character;) {
      const codePoint = text.codePointAt(at) ?? 0;
      units += this.#width(codePoint);
      at += codePoint > 0xffff ? 2 : 1;
    }
    return { line, character: units };
  }

  spanOf(source: SourceText, { start, end }: Range): Span {
    const from = this.offsetOf(source, start);
    return { start: from, end: Math.max(from, this.offsetOf(source, end)) };
  }

  rangeOf(source: SourceText, { start, end }: Span): Range {
    return { start: this.positionOf(source, start), end: this.positionOf(source, end) };
  }

  #width(codePoint: number): number {
    if (this.encoding === 'utf-32') return 1;
    if (codePoint < 0x80) return 1;
    if (codePoint < 0x800) return 2;
    return codePoint < 0x10000 ? 3 : 4;
  }
}
