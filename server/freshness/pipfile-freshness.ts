import { createHash } from 'node:crypto';
import { normalizeName } from '../python/names.ts';
import type { TomlDocument, TomlTable, TomlValue } from '../toml/model.ts';
import { UNKNOWN, type Freshness } from './model.ts';
import type { Lock } from '../locks/model.ts';
import { COMPACT, pythonJson, pythonJsonObject } from './python-json.ts';

/** The sections of a Pipfile that are hashed under other names or not at all (plette, `Pipfile.get_hash`). */
const OTHER_SECTIONS = new Set([
  'source',
  'packages',
  'dev-packages',
  'requires',
  'scripts',
  'pipfile',
  'pipenv',
  'default',
  'develop',
]);

/** Pipenv hashes the names of packages by PEP 503 since 2026, and as they are written before. */
type Names = 'normalized' | 'as-written';

/**
 * Whether `_meta.hash.sha256` is the hash of the Pipfile, by the formula of today's Pipenv or by
 * that of older ones: the lock does not say which Pipenv it is for.
 */
export function pipfileFreshness(document: TomlDocument, lock: Lock): Freshness {
  if (document.errors.length > 0) return UNKNOWN;
  const indexes = lock.indexes ?? null;
  const expected = pipfileHash(document.root, 'normalized', indexes);
  const older = pipfileHash(document.root, 'as-written', indexes);
  const stored = lock.contentHash?.text ?? null;
  if (stored === null && lock.complete) return { state: 'stale', formula: null, expected };
  if (expected === null || stored === null) return UNKNOWN;
  const isFresh = stored === expected || stored === older;
  return { state: isFresh ? 'fresh' : 'stale', formula: null, expected };
}

/**
 * sha256 of what Pipenv locks, 64 hexadecimal digits; null where Python cannot write it. A Pipfile
 * that names no source is hashed with Pipenv's own index, which the lock has noted: `indexes`.
 */
export function pipfileHash(root: TomlTable, names: Names, indexes: string | null): string | null {
  const section = (key: string): string | null => sectionJson(valueOf(root, key), names);
  const sources = jsonOr(valueOf(root, 'source'), indexes);
  const requires = jsonOr(valueOf(root, 'requires'), '{}');
  if (sources === null || requires === null) return null;
  const meta: [string, string][] = [
    ['sources', sources],
    ['requires', requires],
  ];
  const members: [string, string][] = [['_meta', pythonJsonObject(meta, COMPACT)]];
  const categories = [...root.entries.keys()].filter((key) => !OTHER_SECTIONS.has(key));
  for (const [name, json] of [
    ['default', section('packages')],
    ['develop', section('dev-packages')],
    ...categories.map((key): [string, string | null] => [key, section(key)]),
  ] as const) {
    if (json === null) return null;
    // A category called `_meta` would replace the other.
    if (name === '_meta') return null;
    members.push([name, json]);
  }
  return createHash('sha256').update(pythonJsonObject(members, COMPACT)).digest('hex');
}

function sectionJson(value: TomlValue | undefined, names: Names): string | null {
  if (value === undefined) return '{}';
  if (value.kind !== 'table') return null;
  const members = new Map<string, string>();
  for (const [key, entry] of value.entries) {
    const json = pythonJson(entry.value, COMPACT);
    if (json === null) return null;
    members.set(names === 'normalized' ? normalizeName(key) : key, json);
  }
  return pythonJsonObject(members, COMPACT);
}

function jsonOr(value: TomlValue | undefined, absent: string | null): string | null {
  return value === undefined ? absent : pythonJson(value, COMPACT);
}

function valueOf(table: TomlTable, key: string): TomlValue | undefined {
  return table.entries.get(key)?.value;
}
