import { shift, type Span } from '../text.ts';
import { readContent, toTable, type SectionContent } from './content.ts';
import { itemEnd, nextItem } from './items.ts';
import { detach } from './library.ts';
import type { TomlDocument, TomlError, TomlSection, TomlTable } from './model.ts';
import { Scanner } from './scan.ts';
import { join, moved, toRoot, type Draft } from './tree.ts';

/** The text of one section, and what was parsed of it so far. Holds on to nothing of the document. */
class Section implements TomlSection {
  readonly span: Span;
  readonly #text: string;
  readonly #wary: boolean;
  readonly #hasHeader: boolean;
  #content: SectionContent | null = null;
  #table: { table: TomlTable; errors: readonly TomlError[] } | null = null;

  constructor(text: string, span: Span, hasHeader: boolean, wary: boolean) {
    this.#text = text;
    this.span = span;
    this.#hasHeader = hasHeader;
    this.#wary = wary;
  }

  get content(): SectionContent {
    return (this.#content ??= readContent(this.#ownText, this.#hasHeader, this.#wary));
  }

  get path(): readonly string[] | null {
    return this.content.headerKeys?.map(({ name }) => name) ?? null;
  }

  get isArrayElement(): boolean {
    return this.content.isArrayElement;
  }

  get headerSpan(): Span | null {
    const { headerSpan } = this.content;
    return headerSpan && shift(headerSpan, this.span.start);
  }

  table(): TomlTable {
    return this.#ownTable.table;
  }

  errors(): readonly TomlError[] {
    return [...this.content.errors, ...this.#ownTable.errors];
  }

  peekString(key: string): string | null {
    const value = this.table().entries.get(key)?.value;
    return value?.kind === 'string' ? value.value : null;
  }

  get #ownText(): string {
    return detach(this.#text.slice(this.span.start, this.span.end));
  }

  get #ownTable(): { table: TomlTable; errors: readonly TomlError[] } {
    return (this.#table ??= toTable(this.content));
  }
}

export class Document implements TomlDocument {
  readonly text: string;
  readonly sections: readonly Section[];
  #draft: Draft | null = null;
  #root: TomlTable | null = null;
  #errors: readonly TomlError[] | null = null;

  constructor(text: string) {
    this.text = text;
    this.sections = split(text);
  }

  get root(): TomlTable {
    return (this.#root ??= toRoot(this.#joined));
  }

  get errors(): readonly TomlError[] {
    return (this.#errors ??= this.#allErrors());
  }

  edit(span: Span, newText: string): TomlDocument {
    return new Document(this.text.slice(0, span.start) + newText + this.text.slice(span.end));
  }

  get #joined(): Draft {
    return (this.#draft ??= join(
      this.sections.map(({ content, span }) => ({ content, start: span.start })),
      this.text.length,
    ));
  }

  #allErrors(): readonly TomlError[] {
    const own = this.sections.flatMap(({ content, span }) =>
      content.errors.map((error) => moved(error, span.start)),
    );
    const markers = this.sections.flatMap(({ content, span }) =>
      content.markers.map(({ error }) => moved(error, span.start)),
    );
    return [...own, ...markers, ...this.#joined.errors].toSorted(
      (a, b) => a.span.start - b.span.start,
    );
  }
}

function split(text: string): readonly Section[] {
  const scanner = new Scanner(text, false);
  const starts = [0];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind === 'header') starts.push(item.start);
  }
  return starts.map((start, index) => {
    const end = starts[index + 1] ?? text.length;
    return new Section(text, { start, end }, index > 0, false);
  });
}
