import { posix } from 'node:path';
import type { UvPlace, UvRequirement } from '../locks/uv-metadata.ts';
import { normalizeName } from '../python/names.ts';
import type { TomlTable } from '../toml/model.ts';
import { booleanOf, itemsOf, tableOf, textOf, valueOf } from './toml-values.ts';

const UNKNOWN: UvPlace = { kind: 'unknown', at: '' };

/**
 * Where the packages come from that `[tool.uv.sources]` names, by normalised name.
 *
 * @param folder of the manifest, as seen from the lock's.
 */
export function readUvPlaces(
  uv: TomlTable | null,
  settings: TomlTable | null,
  folder: string,
): ReadonlyMap<string, UvPlace> {
  const indexes = new Map([...indexesOf(settings), ...indexesOf(uv)]);
  const places = new Map<string, UvPlace>();
  for (const [name, { value }] of tableOf(uv, 'sources')?.entries ?? [])
    places.set(
      normalizeName(name),
      value.kind === 'table' ? placeOf(value, indexes, folder) : UNKNOWN,
    );
  return places;
}

/** That of a requirement with a URL (`name @ …`). */
export function placeOfUrl(url: string): UvPlace {
  return /^https?:/i.test(url) ? { kind: 'url', at: url } : UNKNOWN;
}

/**
 * The names that come from other places than they are locked from, by all requirements of them
 * together. Nothing is said of what cannot be compared.
 */
export function differingPlaces(
  declared: readonly UvRequirement[],
  locked: readonly UvRequirement[],
): readonly string[] {
  const theirs = placesByName(locked);
  const names: string[] = [];
  for (const [name, here] of placesByName(declared)) {
    const there = theirs.get(name);
    if (there === undefined || here.has('unknown') || there.has('unknown')) continue;
    if ([...here].toSorted().join() !== [...there].toSorted().join()) names.push(name);
  }
  return names;
}

function placesByName(
  requirements: readonly UvRequirement[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, Set<string>>();
  for (const { name, place } of requirements) {
    const known = places.get(name);
    const key = keyOf(place);
    if (known === undefined) places.set(name, new Set([key]));
    else known.add(key);
  }
  return places;
}

/** One text for a place, however it is written. */
function keyOf(place: UvPlace | null): string {
  if (place === null) return 'any index';
  const { kind, at } = place;
  switch (kind) {
    case 'workspace':
    case 'unknown':
      return 'unknown';
    case 'git': {
      const [url = '', query = ''] = at.split('?', 2);
      const asked = new URLSearchParams(query);
      const said = ['rev', 'tag', 'branch', 'subdirectory'].map((key) => asked.get(key) ?? '');
      return ['git', repositoryOf(url), ...said].join(' ');
    }
    case 'index':
    case 'url':
      return `${kind} ${at.replace(/#.*$/s, '').replace(/\/$/, '')}`;
    case 'directory':
    case 'editable':
    case 'path':
      return `${kind} ${posix.normalize(at)}`;
  }
}

/** uv compares the address as it is written, `.git` and all, but for the user that it asks with. */
function repositoryOf(written: string): string {
  const url = written.replace(/^git\+/, '');
  if (!URL.canParse(url)) return url;
  const parsed = new URL(url);
  parsed.username = '';
  parsed.password = '';
  return parsed.href;
}

function placeOf(source: TomlTable, indexes: ReadonlyMap<string, string>, folder: string): UvPlace {
  // Of some environments, extras or groups alone.
  if (['marker', 'extra', 'group'].some((key) => source.entries.has(key))) return UNKNOWN;
  const index = textOf(source, 'index');
  if (index !== null) {
    const url = indexes.get(index);
    return url === undefined ? UNKNOWN : { kind: 'index', at: url };
  }
  const git = textOf(source, 'git');
  if (git !== null) return { kind: 'git', at: gitOf(git, source) };
  const url = textOf(source, 'url');
  if (url !== null) return placeOfUrl(url);
  if (booleanOf(source, 'workspace') === true) return { kind: 'workspace', at: '' };
  const path = textOf(source, 'path');
  return path === null ? UNKNOWN : pathOf(path, source, folder);
}

function gitOf(url: string, source: TomlTable): string {
  const asked = new URLSearchParams();
  for (const key of ['rev', 'tag', 'branch', 'subdirectory']) {
    const text = textOf(source, key);
    if (text !== null) asked.set(key, text);
  }
  return `${url.replace(/\?.*$/s, '')}?${asked.toString()}`;
}

/** A folder that is no package of its own (`package = false`) is locked as yet another thing. */
function pathOf(path: string, source: TomlTable, folder: string): UvPlace {
  if (source.entries.has('package')) return UNKNOWN;
  const at = posix.isAbsolute(path) ? path : posix.join(folder, path);
  if (/\.(?:whl|zip|tgz|tar\.[a-z0-9]+)$/i.test(path)) return { kind: 'path', at };
  return { kind: booleanOf(source, 'editable') === true ? 'editable' : 'directory', at };
}

function indexesOf(table: TomlTable | null): readonly (readonly [name: string, url: string])[] {
  return itemsOf(valueOf(table, 'index')).flatMap((item) => {
    if (item.kind !== 'table') return [];
    const [name, url] = [textOf(item, 'name'), textOf(item, 'url')];
    return name === null || url === null || !/^https?:/.test(url) ? [] : [[name, url] as const];
  });
}
