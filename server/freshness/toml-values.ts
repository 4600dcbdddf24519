import type { TomlTable, TomlValue } from '../toml/model.ts';

export function valueOf(table: TomlTable | null, key: string): TomlValue | undefined {
  return table?.entries.get(key)?.value;
}

export function tableOf(table: TomlTable | null, key: string): TomlTable | null {
  const value = valueOf(table, key);
  return value?.kind === 'table' ? value : null;
}

export function textOf(table: TomlTable | null, key: string): string | null {
  const value = valueOf(table, key);
  return value?.kind === 'string' ? value.value : null;
}

export function itemsOf(value: TomlValue | undefined): readonly TomlValue[] {
  return value?.kind === 'array' ? value.items : [];
}

/** One string, or a list of them. */
export function stringsOf(value: TomlValue | undefined): readonly string[] {
  return value?.kind === 'string' ? [value.value] : itemsOf(value).flatMap(stringIn);
}

export function stringIn(value: TomlValue): readonly string[] {
  return value.kind === 'string' ? [value.value] : [];
}

export function booleanOf(table: TomlTable | null, key: string): boolean | null {
  const value = valueOf(table, key);
  return value?.kind === 'boolean' ? value.value : null;
}
