import type { Span } from '../text.ts';
import { shift } from '../text.ts';
import type { TomlEntry, TomlSection, TomlTable, TomlValue } from '../toml/model.ts';

/**
 * TOML values that come from several sections of one document. A section's own offsets start at
 * the section; here they are carried with what moves them, so that no table is copied or re-parsed.
 */
export type Located =
  | { readonly kind: 'value'; readonly value: TomlValue; readonly base: number }
  | { readonly kind: 'table'; readonly table: LocatedTable }
  | { readonly kind: 'tables'; readonly items: readonly LocatedTable[] };

export interface LocatedEntry {
  /** Offsets of the document. */
  readonly keySpan: Span;
  readonly value: Located;
}

export type LocatedTable = ReadonlyMap<string, LocatedEntry>;

export interface LocatedString {
  readonly text: string;
  /** Without quotes, offsets of the document. */
  readonly span: Span;
}

/** A located table while it grows. */
type Building = Map<string, BuildingEntry>;
interface BuildingEntry {
  readonly keySpan: Span;
  readonly value: BuildingValue;
}
type BuildingValue =
  | { readonly kind: 'value'; readonly value: TomlValue; readonly base: number }
  | { readonly kind: 'table'; readonly table: Building }
  | { readonly kind: 'tables'; readonly items: Building[] };

/**
 * Joins sections into one table, as TOML joins them. The first `skip` keys of each header are left
 * out: 1 for the `[package.…]` sections of one `[[package]]`. Sections whose header cannot be read
 * are left out too. What is defined twice keeps its first meaning.
 */
export function joinSections(sections: readonly TomlSection[], skip: number): LocatedTable {
  const root: Building = new Map();
  for (const section of sections) {
    if (section.path === null || section.path.length < skip) continue;
    const table = tableOf(root, section, section.path.slice(skip));
    if (table !== null) addEntries(table, section.table(), section.span.start);
  }
  return root;
}

/** A key's value; undefined where there is none. */
export function member(table: LocatedTable, key: string): Located | undefined {
  return table.get(key)?.value;
}

/** Null for anything that is not a string. */
export function asString(located: Located | undefined): LocatedString | null {
  if (located?.kind !== 'value' || located.value.kind !== 'string') return null;
  return { text: located.value.value, span: shift(located.value.contentSpan, located.base) };
}

/** Null for anything that is not a string. */
export function asText(located: Located | undefined): string | null {
  if (located?.kind !== 'value' || located.value.kind !== 'string') return null;
  return located.value.value;
}

/** Null for anything that is not a boolean. */
export function asBoolean(located: Located | undefined): boolean | null {
  if (located?.kind !== 'value' || located.value.kind !== 'boolean') return null;
  return located.value.value;
}

/** Null for anything that is not a table. */
export function asTable(located: Located | undefined): LocatedTable | null {
  if (located?.kind === 'table') return located.table;
  if (located?.kind !== 'value' || located.value.kind !== 'table') return null;
  const table: Building = new Map();
  addEntries(table, located.value, located.base);
  return table;
}

/** The items of an array; none for anything else. */
export function asItems(located: Located | undefined): readonly Located[] {
  if (located?.kind === 'tables') return located.items.map((table) => ({ kind: 'table', table }));
  if (located?.kind !== 'value' || located.value.kind !== 'array') return [];
  const { base } = located;
  return located.value.items.map((value) => ({ kind: 'value', value, base }));
}

/** The strings of an array; what is not a string is left out. */
export function asTexts(located: Located | undefined): readonly string[] {
  return asItems(located)
    .map(asText)
    .filter((text) => text !== null);
}

/** The table that a header stands for, made where it is new; null where something else has its place. */
function tableOf(root: Building, section: TomlSection, path: readonly string[]): Building | null {
  let table = root;
  for (const [index, key] of path.entries()) {
    const isElement = section.isArrayElement && index === path.length - 1;
    const known = table.get(key);
    if (known === undefined) {
      const made: Building = new Map();
      table.set(key, {
        keySpan: headerKeySpan(section),
        value: isElement ? { kind: 'tables', items: [made] } : { kind: 'table', table: made },
      });
      table = made;
      continue;
    }
    const next = isElement ? appendElement(known.value) : lastTable(known.value);
    if (next === null) return null;
    table = next;
  }
  return table;
}

function appendElement(value: BuildingValue): Building | null {
  if (value.kind !== 'tables') return null;
  const made: Building = new Map();
  value.items.push(made);
  return made;
}

function lastTable(value: BuildingValue): Building | null {
  if (value.kind === 'table') return value.table;
  return value.kind === 'tables' ? (value.items.at(-1) ?? null) : null;
}

function addEntries(table: Building, from: TomlTable, base: number): void {
  for (const [key, entry] of from.entries) {
    if (!table.has(key)) table.set(key, new OneEntry(entry, base));
  }
}

/** An entry of one section. Most of a lock is hashes that nobody asks for: values are read when they are. */
class OneEntry implements BuildingEntry {
  readonly #entry: TomlEntry;
  readonly #base: number;

  constructor(entry: TomlEntry, base: number) {
    this.#entry = entry;
    this.#base = base;
  }

  get keySpan(): Span {
    return shift(this.#entry.keySpan, this.#base);
  }

  get value(): BuildingValue {
    return { kind: 'value', value: this.#entry.value, base: this.#base };
  }
}

/** The last key of a header is all that its span tells apart without parsing it: `[a.b]` gives `a.b`. */
function headerKeySpan(section: TomlSection): Span {
  const header = section.headerSpan ?? { start: section.span.start, end: section.span.start };
  const brackets = section.isArrayElement ? 2 : 1;
  return {
    start: Math.min(header.start + brackets, header.end),
    end: Math.max(header.end - brackets, Math.min(header.start + brackets, header.end)),
  };
}
