import { shift, type Span } from '../text.ts';
import type { TomlTable, TomlValue } from './model.ts';

/** One part of a dotted key. */
export interface KeyPart {
  readonly name: string;
  /** With the quotes. */
  readonly span: Span;
}

/** `a.b = value`, read. */
export interface Assignment {
  readonly keys: readonly KeyPart[];
  readonly value: TomlValue;
  readonly span: Span;
}

/**
 * A table while it is put together. How it came to be decides who may add to it (TOML 1.0, "Table"):
 * an `implicit` one exists only in longer headers and may still get its own header; a `dotted` one
 * exists through dotted keys and may get sub-tables by header, but no header of its own.
 */
export class DraftTable {
  readonly kind = 'draft-table';
  readonly headerSpans: Span[];
  origin: 'header' | 'implicit' | 'dotted';
  span: Span;
  complete = true;
  #entries: Map<string, DraftEntry> | null = null;
  #base: Base | null = null;

  constructor(origin: DraftTable['origin'], span: Span, headerSpans: Span[] = []) {
    this.origin = origin;
    this.span = span;
    this.headerSpans = headerSpans;
  }

  /** Not those of the base, unless they are tables that were asked for. */
  get entries(): ReadonlyMap<string, DraftEntry> {
    return this.#entries ?? NO_ENTRIES;
  }

  put(entry: DraftEntry): void {
    this.#entries ??= new Map();
    this.#entries.set(entry.key, entry);
  }

  get base(): Base | null {
    return this.#base;
  }

  get isEmpty(): boolean {
    return this.entries.size === 0 && !this.#base;
  }

  /**
   * Takes over all that is in a table, which stays as it is, with its offsets moved. A document's
   * tables build on those of its sections, which are kept from edit to edit.
   */
  buildOn(base: Base): void {
    this.#base = base;
  }

  find(key: string): DraftEntry | undefined {
    const own = this.entries.get(key);
    if (own) return own;
    const base = this.#base;
    if (base === null || base.keys?.includes(key) === false) return undefined;
    const inBase = base.table.entries.get(key);
    if (inBase?.value.kind !== 'draft-table') return inBase;
    const { by } = base;
    const table = new DraftTable(inBase.value.origin, shift(inBase.value.span, by));
    table.complete = inBase.value.complete;
    table.buildOn({ table: inBase.value, settled: null, keys: null, by });
    const entry = {
      key,
      keySpan: shift(inBase.keySpan, by),
      span: shift(inBase.span, by),
      value: table,
    };
    this.put(entry);
    return entry;
  }

  /** Its tables and arrays of tables. */
  *children(): Generator<DraftTable | DraftArray> {
    // What keys without dots make are not tables that could be added to.
    const base = this.#base?.keys === null ? this.#base.table.entries.keys() : [];
    for (const key of base) this.find(key);
    for (const { value } of this.entries.values()) if (value.kind !== 'settled') yield value;
  }
}

/** A table has a map of its own only once it has an entry: a file may be nothing but headers. */
const NO_ENTRIES: ReadonlyMap<string, DraftEntry> = new Map();

interface Base {
  /** May be made when it is first asked for. */
  readonly table: DraftTable;
  /** The table, settled, where it holds nothing that a header could add to; null where only the draft tells. */
  readonly settled: TomlTable | null;
  /** All names in it, where no key has a dot; null where only the table tells. */
  readonly keys: readonly string[] | null;
  readonly by: number;
}

/** An array of tables while it is put together. */
export class DraftArray {
  readonly kind = 'draft-array';
  readonly span: Span;
  readonly items: { readonly start: number; readonly table: DraftTable }[] = [];

  constructor(span: Span) {
    this.span = span;
  }
}

/** A value that is read already, its offsets to be moved by `by`. */
export interface Settled {
  readonly kind: 'settled';
  readonly value: TomlValue;
  readonly by: number;
}

export interface DraftEntry {
  readonly key: string;
  keySpan: Span;
  span: Span;
  readonly value: DraftTable | DraftArray | Settled;
}

/**
 * Puts `assignment`, its offsets moved by `by`, into `table`, and the tables that its dotted key
 * makes. Returns the key that is defined already, and then changes nothing; null if all went well.
 */
export function assign(table: DraftTable, assignment: Assignment, by: number): KeyPart | null {
  const { keys, value } = assignment;
  const span = shift(assignment.span, by);
  let target = table;
  for (const [index, part] of keys.entries()) {
    const keySpan = shift(part.span, by);
    const existing = target.find(part.name)?.value;
    if (index === keys.length - 1) {
      if (existing) return part;
      const settled: Settled = { kind: 'settled', value, by };
      target.put({ key: part.name, keySpan, span, value: settled });
    } else if (!existing) {
      const made = new DraftTable('dotted', keySpan);
      target.put({ key: part.name, keySpan, span, value: made });
      target = made;
    } else if (existing.kind === 'draft-table' && existing.origin === 'dotted') {
      target = existing;
    } else {
      return part;
    }
  }
  return null;
}

/** Notes that a statement of `table` could not be read, which may have added to the tables of its dotted keys too. */
export function markIncomplete(table: DraftTable): void {
  table.complete = false;
  for (const child of table.children())
    if (child.kind === 'draft-table' && child.origin === 'dotted') markIncomplete(child);
}
