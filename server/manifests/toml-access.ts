import type { Span } from '../text.ts';
import type { TomlEntry, TomlString, TomlTable, TomlValue } from '../toml/model.ts';
import type { SpannedText } from './model.ts';

/** The value of a key; undefined where there is none. */
export function valueOf(table: TomlTable | null | undefined, key: string): TomlValue | undefined {
  return table?.entries.get(key)?.value;
}

/** The table behind a path of keys; null where there is none or something else stands there. */
export function tableAt(table: TomlTable, ...path: readonly string[]): TomlTable | null {
  let current: TomlTable | null = table;
  for (const key of path) current = asTable(valueOf(current, key));
  return current;
}

/** Null for anything that is not a table. */
export function asTable(value: TomlValue | undefined): TomlTable | null {
  return value?.kind === 'table' ? value : null;
}

/** A string and where it is; null for anything else. */
export function asText(value: TomlValue | undefined): SpannedText | null {
  return value?.kind === 'string' ? { text: value.value, span: textSpan(value) } : null;
}

/** Null for anything that is not a boolean. */
export function asBoolean(value: TomlValue | undefined): boolean | null {
  return value?.kind === 'boolean' ? value.value : null;
}

/** The items of an array; none for anything else. */
export function asItems(value: TomlValue | undefined): readonly TomlValue[] {
  return value?.kind === 'array' ? value.items : [];
}

/** The strings of an array and where they are; items of other types are left out. */
export function asTexts(value: TomlValue | undefined): readonly SpannedText[] {
  return asItems(value)
    .map(asText)
    .filter((text) => text !== null);
}

/** The entries of a table with their keys; none for anything else. */
export function asEntries(value: TomlValue | undefined): readonly TomlEntry[] {
  return value?.kind === 'table' ? [...value.entries.values()] : [];
}

/** Where to point for a string: its text without quotes, or all of it where escapes make the two differ. */
export function textSpan(string: TomlString): Span {
  return string.verbatim ? string.contentSpan : string.span;
}

/** The span of a part of a string's value, by UTF-16 offsets of that value; the whole string where escapes hide it. */
export function partSpan(string: TomlString, part: Span): Span {
  if (!string.verbatim) return string.span;
  const { start } = string.contentSpan;
  return { start: start + part.start, end: start + part.end };
}
