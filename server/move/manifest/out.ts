import type { TextEdit } from '../../text.ts';
import type { Block } from './blocks.ts';
import { tomlHeader } from './toml-text.ts';

/** A section of the text that is to be. */
export interface OutBlock {
  path: readonly string[] | null;
  /** Whole lines above the header. */
  before: string;
  /** The header's line without its line break; empty before the first header. */
  header: string;
  /** Statements with the lines above them, without the last line break. */
  chunks: string[];
  /** Whole lines behind the last statement. */
  after: string;
  /** What it was; null for a section that was not there. */
  readonly origin: Block | null;
  isArrayElement: boolean;
  isDropped: boolean;
}

/** A text of TOML that is put together from the sections of another. */
export class OutDocument {
  readonly eol: string;
  readonly #text: string;
  readonly #blocks: OutBlock[];

  constructor(text: string, blocks: readonly Block[]) {
    this.#text = text;
    this.eol = text.includes('\r\n') ? '\r\n' : '\n';
    this.#blocks = blocks.map((block) => this.#taken(block));
  }

  /** The section of a header that is there. */
  of(block: Block): OutBlock {
    const found = this.#blocks.find(({ origin }) => origin === block);
    return found ?? this.addAtEnd(block.path ?? []);
  }

  /** The section with this header, that is to be there; null for none. */
  find(path: readonly string[]): OutBlock | null {
    return (
      this.#blocks.find(
        (block) =>
          !block.isDropped &&
          !block.isArrayElement &&
          block.header !== '' &&
          block.path?.length === path.length &&
          block.path.every((key, index) => key === path[index]),
      ) ?? null
    );
  }

  /** Whether any section is to be at or below these keys. */
  hasBelow(path: readonly string[]): boolean {
    return this.#blocks.some(
      (block) => !block.isDropped && path.every((key, index) => block.path?.[index] === key),
    );
  }

  /** A new section behind another one. */
  addBehind(place: OutBlock, path: readonly string[], isArrayElement: boolean = false): OutBlock {
    const made = this.#made(path, isArrayElement);
    this.#blocks.splice(this.#blocks.indexOf(place) + 1, 0, made);
    return made;
  }

  addAtEnd(path: readonly string[]): OutBlock {
    const made = this.#made(path, false);
    this.#blocks.push(made);
    return made;
  }

  /** The text of a span of what was there. */
  slice({ start, end }: { readonly start: number; readonly end: number }): string {
    return this.#text.slice(start, end);
  }

  /** What makes the new text of the old one: one edit for each run of sections that are not as they were. */
  edits(): readonly TextEdit[] {
    const edits: TextEdit[] = [];
    let from = 0;
    let pending = '';
    const close = (to: number): void => {
      if (pending !== this.#text.slice(from, to))
        edits.push({ span: { start: from, end: to }, newText: pending });
      pending = '';
    };
    for (const block of this.#blocks) {
      const text = this.#rendered(block);
      const { origin } = block;
      if (origin !== null && text === this.#text.slice(origin.span.start, origin.span.end)) {
        close(origin.span.start);
        from = origin.span.end;
      } else pending += text;
    }
    close(this.#text.length);
    return edits;
  }

  #rendered({ before, header, chunks, after, isDropped, origin }: OutBlock): string {
    if (isDropped) return '';
    const { eol } = this;
    const body = [...(header === '' ? [] : [header]), ...chunks].map((line) => line + eol).join('');
    const text = before + body + after;
    // A text that ends without a line break stays one.
    const isEnd = origin?.span.end === this.#text.length && !this.#text.endsWith('\n');
    return isEnd && text.endsWith(eol) && after === '' ? text.slice(0, -eol.length) : text;
  }

  #taken(block: Block): OutBlock {
    const text = this.#text;
    return {
      path: block.path,
      before: block.before,
      header: block.header.replace(/\r?\n$/, ''),
      chunks: block.statements.map(({ before, span, behind }) => {
        const line = text.lastIndexOf('\n', span.start - 1) + 1;
        const indent = text.slice(Math.max(line, block.span.start), span.start);
        return (
          before + (/^\s*$/.test(indent) ? indent : '') + text.slice(span.start, span.end) + behind
        );
      }),
      after: block.after,
      origin: block,
      isArrayElement: block.isArrayElement,
      isDropped: false,
    };
  }

  #made(path: readonly string[], isArrayElement: boolean): OutBlock {
    return {
      path,
      before: this.eol,
      header: tomlHeader(path, isArrayElement),
      chunks: [],
      after: '',
      origin: null,
      isArrayElement,
      isDropped: false,
    };
  }
}
