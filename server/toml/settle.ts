import { shift, type Span } from '../text.ts';
import type { DraftEntry, DraftTable } from './draft.ts';
import type { TomlEntry, TomlTable, TomlValue } from './model.ts';

/** The table as the model has it, and all in it, the offsets moved by `by`. */
export function settle(draft: DraftTable, isInline: boolean, by: number): TomlTable {
  const headerSpans = draft.headerSpans.map((span) => shift(span, by));
  return {
    kind: 'table',
    entries: settleEntries(draft, isInline, by),
    span: shift(draft.span, by),
    headerSpans,
    inline: isInline,
    complete: draft.complete,
  };
}

const NO_ENTRIES: TomlTable['entries'] = new Map();

function settleEntries(draft: DraftTable, isInline: boolean, by: number): TomlTable['entries'] {
  const entries = new Map<string, TomlEntry>();
  const { base } = draft;
  const byBase = by + (base?.by ?? 0);
  const settled = base?.settled ?? null;
  if (settled !== null)
    for (const entry of settled.entries.values())
      entries.set(entry.key, settleOwn(draft, entry.key, by) ?? moved(entry, byBase));
  else
    for (const entry of base?.table.entries.values() ?? [])
      entries.set(
        entry.key,
        settleOwn(draft, entry.key, by) ?? settleEntry(entry, isInline, byBase),
      );
  for (const entry of draft.entries.values())
    if (!entries.has(entry.key)) entries.set(entry.key, settleEntry(entry, isInline, by));
  return entries.size === 0 ? NO_ENTRIES : entries;
}

function moved(entry: TomlEntry, by: number): TomlEntry {
  return by === 0 ? entry : new MovedEntry(entry, by);
}

/** An entry that stands further on by `by`. Its value is read, and moved, when it is asked for. */
class MovedEntry implements TomlEntry {
  readonly key: string;
  readonly keySpan: Span;
  readonly span: Span;
  readonly #by: number;
  readonly #entry: TomlEntry;
  #value: TomlValue | null = null;

  constructor(entry: TomlEntry, by: number) {
    this.key = entry.key;
    this.keySpan = shift(entry.keySpan, by);
    this.span = shift(entry.span, by);
    this.#by = by;
    this.#entry = entry;
  }

  get value(): TomlValue {
    return (this.#value ??= shiftValue(this.#entry.value, this.#by));
  }
}

function settleOwn(draft: DraftTable, key: string, by: number): TomlEntry | null {
  const entry = draft.entries.get(key);
  return entry ? settleEntry(entry, false, by) : null;
}

function settleEntry(
  { key, keySpan, span, value }: DraftEntry,
  isInline: boolean,
  by: number,
): TomlEntry {
  return {
    key,
    keySpan: shift(keySpan, by),
    span: shift(span, by),
    value: settleValue(value, isInline, by),
  };
}

function settleValue(value: DraftEntry['value'], isInline: boolean, by: number): TomlValue {
  switch (value.kind) {
    case 'draft-table':
      return settle(value, isInline, by);
    case 'draft-array': {
      const items = value.items.map(({ table }) => settle(table, false, by));
      return { kind: 'array', items, ofTables: true, complete: true, span: shift(value.span, by) };
    }
    case 'settled':
      return shiftValue(value.value, value.by + by);
  }
}

/** The value with all its spans moved by `by` UTF-16 units. */
export function shiftValue(value: TomlValue, by: number): TomlValue {
  if (by === 0) return value;
  const span = shift(value.span, by);
  switch (value.kind) {
    case 'string':
      return { ...value, span, contentSpan: shift(value.contentSpan, by) };
    case 'integer':
    case 'float':
    case 'boolean':
    case 'datetime':
      return { ...value, span };
    case 'array':
      return { ...value, span, items: value.items.map((item) => shiftValue(item, by)) };
    case 'table':
      return shiftTable(value, by);
  }
}

function shiftTable(table: TomlTable, by: number): TomlTable {
  const entries = new Map<string, TomlEntry>();
  for (const [key, entry] of table.entries)
    entries.set(key, {
      key,
      keySpan: shift(entry.keySpan, by),
      span: shift(entry.span, by),
      value: shiftValue(entry.value, by),
    });
  const headerSpans = table.headerSpans.map((span) => shift(span, by));
  return { ...table, entries, span: shift(table.span, by), headerSpans };
}
