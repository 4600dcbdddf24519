import { SourceText, type Span } from '../text.ts';
import type { TomlDocument } from '../toml/model.ts';
import { parseToml, parseTomlAgain } from '../toml/parse.ts';

/** One replacement in an open document. */
export interface BufferChange {
  /** Where, in the text as the changes before it left it; null replaces all of it. */
  readonly locate: ((source: SourceText) => Span) | null;
  readonly newText: string;
}

/**
 * The documents that are open in the editor, by absolute path. An editor may have one file open under
 * several names (a URI may be escaped in more than one way): the one that was used last counts.
 */
export class Buffers {
  /** By name, the one that counts last. */
  readonly #open = new Map<string, Map<string, Buffer>>();

  get(file: string): Buffer | null {
    return [...(this.#open.get(file)?.values() ?? [])].at(-1) ?? null;
  }

  files(): Iterable<string> {
    return this.#open.keys();
  }

  /** @param before the file as it is known from the disk: mostly the same text, which is not read again. */
  open(
    file: string,
    version: number,
    text: string,
    before: ReadText | null = null,
    name: string = file,
  ): void {
    const source = before?.source?.text === text ? before.source : new SourceText(text);
    this.#set(file, name, new Buffer(version, source, null, before?.parsed ?? null));
  }

  /**
   * A change to a document that is not open is dropped: there is no text that it could belong to.
   *
   * @param mayParse whether a text may be read again right away, where it was before.
   */
  change(
    file: string,
    version: number,
    changes: Iterable<BufferChange>,
    name: string = file,
    mayParse: (text: string) => boolean = () => true,
  ): void {
    const before = this.#open.get(file)?.get(name);
    if (before !== undefined) this.#set(file, name, before.changed(version, changes, mayParse));
  }

  /** Every open document, by the name that the editor has for it. */
  *documents(): Iterable<readonly [name: string, buffer: Buffer]> {
    for (const named of this.#open.values()) yield* named;
  }

  close(file: string, name: string = file): void {
    const named = this.#open.get(file);
    named?.delete(name);
    if (named?.size === 0) this.#open.delete(file);
  }

  #set(file: string, name: string, buffer: Buffer): void {
    const named = this.#open.get(file) ?? new Map<string, Buffer>();
    // In its place where it is the last one anyway: what is deleted from a map is held by it for a while.
    if ([...named.keys()].at(-1) !== name) named.delete(name);
    named.set(name, buffer);
    this.#open.set(file, named);
  }
}

/** A text that was read. */
export interface ReadText {
  /** Null where it could not be read. */
  readonly source: SourceText | null;
  /** The text as TOML, if that was asked for. */
  readonly parsed: TomlDocument | null;
}

/** One open document at one version. Immutable; a change makes a new one. */
export class Buffer {
  /** The client's number for this text. */
  readonly version: number;
  readonly source: SourceText;
  #toml: TomlDocument | null;
  /** The document before, of which much may still stand. */
  #before: TomlDocument | null;

  constructor(
    version: number,
    source: SourceText,
    toml: TomlDocument | null,
    before: TomlDocument | null,
  ) {
    this.version = version;
    this.source = source;
    this.#toml = toml;
    this.#before = before;
  }

  /** The text as TOML: parsed when first asked, and from then on edited along with the text. */
  toml(): TomlDocument {
    this.#toml ??= read(this.source.text, this.#before);
    this.#before = null;
    return this.#toml;
  }

  /** The document after `changes`, applied in their order. */
  changed(
    version: number,
    changes: Iterable<BufferChange>,
    mayParse: (text: string) => boolean,
  ): Buffer {
    let source = this.source;
    let toml = this.#toml;
    for (const { locate, newText } of changes) {
      if (locate === null) {
        source = new SourceText(newText);
        toml = toml !== null && mayParse(newText) ? parseTomlAgain(newText, toml) : null;
        continue;
      }
      const span = locate(source);
      source = source.edited(span, newText);
      // One text for both, which is megabytes of a lock.
      toml = toml !== null && mayParse(source.text) ? toml.edit(span, newText, source.text) : null;
    }
    return new Buffer(version, source, toml, toml === null ? this.#before : null);
  }
}

function read(text: string, before: TomlDocument | null): TomlDocument {
  return before === null ? parseToml(text) : parseTomlAgain(text, before);
}
