import type { Span } from '../text.ts';
import type { DraftTable } from './draft.ts';
import type { TomlDocument, TomlError, TomlNewer, TomlTable } from './model.ts';
import { moved } from './newer.ts';
import type { Section } from './section.ts';
import { splitAll, splitChanged, type Sections } from './sections.ts';
import { settle } from './settle.ts';
import { join, type Joined } from './tree.ts';

/** One version of a text. Versions share what is known of the sections that are the same in both. */
export class Document implements TomlDocument {
  readonly text: string;
  readonly #sections: Sections;
  #errors: readonly TomlError[] | null = null;
  /** What `root` is made of: of no use behind that, and made again where nobody asks for long. */
  #draft: WeakRef<DraftTable> | null = null;
  #root: TomlTable | null = null;
  /** Asked for at each key in another document, of a lock with thousands of sections. Bench: `didChange`. */
  #newer: readonly TomlNewer[] | null = null;

  private constructor(text: string, sections: Sections) {
    this.text = text;
    this.#sections = sections;
  }

  static of(text: string): Document {
    return new Document(text, splitAll(text));
  }

  get sections(): readonly Section[] {
    return this.#sections.list;
  }

  get root(): TomlTable {
    return (this.#root ??= settle(this.#draft?.deref() ?? this.#join().root, false, 0));
  }

  get errors(): readonly TomlError[] {
    return (this.#errors ??= this.#join().errors);
  }

  get newer(): readonly TomlNewer[] {
    return (this.#newer ??= this.sections.flatMap((section) =>
      section.newer().map((each) => moved(each, section.span.start)),
    ));
  }

  edit(span: Span, newText: string, edited?: string): Document {
    const start = Math.min(Math.max(span.start, 0), this.text.length);
    const end = Math.min(Math.max(span.end, start), this.text.length);
    const text = edited ?? this.text.slice(0, start) + newText + this.text.slice(end);
    const change = { start, end, delta: newText.length - (end - start) };
    return new Document(text, splitChanged(text, this.#sections, change));
  }

  #join(): Joined {
    const joined = join(this.sections, this.text.length);
    this.#errors = joined.errors;
    this.#draft = new WeakRef(joined.root);
    return joined;
  }
}
