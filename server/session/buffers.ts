import { SourceText, type Span } from '../text.ts';
import type { TomlDocument } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';

/** One replacement in an open document. */
export interface BufferChange {
  /** Where, in the text as the changes before it left it; null replaces all of it. */
  readonly locate: ((source: SourceText) => Span) | null;
  readonly newText: string;
}

/** The documents that are open in the editor, by absolute path. */
export class Buffers {
  readonly #open = new Map<string, Buffer>();

  get(file: string): Buffer | null {
    return this.#open.get(file) ?? null;
  }

  files(): Iterable<string> {
    return this.#open.keys();
  }

  open(file: string, version: number, text: string): void {
    this.#open.set(file, new Buffer(version, new SourceText(text), null));
  }

  /** A change to a document that is not open is dropped: there is no text that it could belong to. */
  change(file: string, version: number, changes: Iterable<BufferChange>): void {
    const before = this.#open.get(file);
    if (before !== undefined) this.#open.set(file, before.changed(version, changes));
  }

  close(file: string): void {
    this.#open.delete(file);
  }
}

/** One open document at one version. Immutable; a change makes a new one. */
export class Buffer {
  /** The client's number for this text. */
  readonly version: number;
  readonly source: SourceText;
  #toml: TomlDocument | null;

  constructor(version: number, source: SourceText, toml: TomlDocument | null) {
    this.version = version;
    this.source = source;
    this.#toml = toml;
  }

  /** The text as TOML: parsed when first asked, and from then on edited along with the text. */
  toml(): TomlDocument {
    this.#toml ??= parseToml(this.source.text);
    return this.#toml;
  }

  /** The document after `changes`, applied in their order. */
  changed(version: number, changes: Iterable<BufferChange>): Buffer {
    let source = this.source;
    let toml = this.#toml;
    for (const { locate, newText } of changes) {
      if (locate === null) {
        source = new SourceText(newText);
        toml = null;
        continue;
      }
      const span = locate(source);
      const { text } = source;
      source = new SourceText(text.slice(0, span.start) + newText + text.slice(span.end));
      toml = toml?.edit(span, newText) ?? null;
    }
    return new Buffer(version, source, toml);
  }
}
