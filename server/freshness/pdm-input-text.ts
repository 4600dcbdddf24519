import { createHash } from 'node:crypto';
import type { Located, LocatedTable } from '../locks/located.ts';
import type { TomlValue } from '../toml/model.ts';
import { itemsOf } from './toml-values.ts';

// What PDM writes into `lock_inputs`, as one text for values that say the same.

const LOGINS: ReadonlySet<string> = new Set(['username', 'password']);
const SORTED: ReadonlySet<string> = new Set(['include_packages', 'exclude_packages']);

/** A source without its logins. */
export function writtenSource(source: TomlValue): string | null {
  return writtenTable(source, LOGINS);
}

/** One text for a table that says the same; null where it cannot be compared. */
export function writtenTable(value: TomlValue, without: ReadonlySet<string>): string | null {
  if (value.kind !== 'table') return null;
  return writtenMembers(
    [...value.entries]
      .filter(([key]) => !without.has(key))
      .map(([key, entry]) => [
        key,
        SORTED.has(key)
          ? writtenList(itemsOf(entry.value).map(written), true)
          : written(entry.value),
      ]),
  );
}

/** PDM writes a hash in place of an address. */
function written(value: TomlValue): string | null {
  switch (value.kind) {
    case 'string':
      return JSON.stringify(ADDRESS.test(value.value) ? fingerprint(value.value) : value.value);
    case 'boolean':
      return String(value.value);
    case 'integer':
      return value.value.toString();
    case 'array':
      return writtenList(value.items.map(written));
    case 'table':
      return writtenTable(value, new Set());
    default:
      return null;
  }
}

/** A scheme and `://`, from the last letter of the scheme on. */
const ADDRESS = /[A-Za-z][0-9+.-]*:\/\//;

function fingerprint(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The same of what a lock has. */
export function writtenLocated(located: Located | undefined): string | null {
  if (located === undefined) return null;
  if (located.kind === 'value') return written(located.value);
  const writtenOf = (table: LocatedTable): string | null =>
    writtenMembers([...table].map(([key, { value }]) => [key, writtenLocated(value)]));
  return located.kind === 'table'
    ? writtenOf(located.table)
    : writtenList(located.items.map(writtenOf));
}

function writtenMembers(members: readonly (readonly [string, string | null])[]): string | null {
  if (members.some(([, text]) => text === null)) return null;
  const sorted = members.map(([key, text]) => `${JSON.stringify(key)}:${text ?? ''}`).toSorted();
  return `{${sorted.join()}}`;
}

/** Null where one of them is. */
export function writtenList(items: readonly (string | null)[], isSorted = false): string | null {
  const known = items.filter((item) => item !== null);
  if (known.length < items.length) return null;
  return `[${(isSorted ? known.toSorted() : known).join()}]`;
}
