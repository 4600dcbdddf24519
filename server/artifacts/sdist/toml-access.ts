import type { TomlEntry, TomlTable, TomlValue } from '../../toml/model.ts';

export function entry(table: TomlTable | null, key: string): TomlEntry | null {
  return table?.entries.get(key) ?? null;
}

/** The entry behind a path of keys; null where there is none. */
export function entryAt(table: TomlTable, ...path: readonly string[]): TomlEntry | null {
  let current: TomlTable | null = table;
  for (const key of path.slice(0, -1)) current = tableOf(entry(current, key)?.value);
  return entry(current, path.at(-1) ?? '');
}

export function tableOf(value: TomlValue | undefined): TomlTable | null {
  return value?.kind === 'table' ? value : null;
}

export function textOf(value: TomlValue | undefined): string | null {
  return value?.kind === 'string' ? value.value : null;
}

/** The texts of an array with their offsets; a single text counts as one of them. */
export function textsOf(
  value: TomlValue | undefined,
): { readonly text: string; readonly start: number }[] {
  const items = value?.kind === 'array' ? value.items : value === undefined ? [] : [value];
  return items.flatMap((item) =>
    item.kind === 'string' ? [{ text: item.value, start: item.span.start }] : [],
  );
}

/** From 1. */
export function lineOf(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1))
    line++;
  return line;
}
