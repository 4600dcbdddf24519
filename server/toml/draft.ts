import { shift, type Span } from '../text.ts';
import type { TomlEntry, TomlTable, TomlValue } from './model.ts';

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
  readonly entries: Map<string, DraftEntry> = new Map();
  readonly headerSpans: Span[] = [];
  origin: 'header' | 'implicit' | 'dotted';
  span: Span;
  complete = true;

  constructor(origin: DraftTable['origin'], span: Span) {
    this.origin = origin;
    this.span = span;
  }
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
    const existing = target.entries.get(part.name)?.value;
    if (index === keys.length - 1) {
      if (existing) return part;
      const settled: Settled = { kind: 'settled', value, by };
      target.entries.set(part.name, { key: part.name, keySpan, span, value: settled });
    } else if (!existing) {
      const made = new DraftTable('dotted', keySpan);
      target.entries.set(part.name, { key: part.name, keySpan, span, value: made });
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
  for (const { value } of table.entries.values())
    if (value.kind === 'draft-table' && value.origin === 'dotted') markIncomplete(value);
}

/** The table as the model has it, and all in it, with the offsets moved that are still to be moved. */
export function settle(draft: DraftTable, isInline: boolean): TomlTable {
  const entries = new Map<string, TomlEntry>();
  for (const { key, keySpan, span, value } of draft.entries.values())
    entries.set(key, { key, keySpan, span, value: settleValue(value, isInline) });
  const { span, headerSpans, complete } = draft;
  return { kind: 'table', entries, span, headerSpans, inline: isInline, complete };
}

function settleValue(value: DraftEntry['value'], isInline: boolean): TomlValue {
  switch (value.kind) {
    case 'draft-table':
      return settle(value, isInline);
    case 'draft-array': {
      const items = value.items.map(({ table }) => settle(table, false));
      return { kind: 'array', items, ofTables: true, complete: true, span: value.span };
    }
    case 'settled':
      return shiftValue(value.value, value.by);
  }
}

function shiftValue(value: TomlValue, by: number): TomlValue {
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
