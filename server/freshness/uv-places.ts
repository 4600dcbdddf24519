import { posix } from 'node:path';
import type { UvPlace, UvRequirement } from '../locks/uv-metadata.ts';
import { normalizeName } from '../python/names.ts';
import type { TomlTable } from '../toml/model.ts';
import { booleanOf, itemsOf, tableOf, textOf, valueOf } from './toml-values.ts';

const UNKNOWN: UvPlace = { kind: 'unknown', at: '' };

/** What decides where the sources of a manifest lead. */
interface UvPlacing {
  /** What uv takes its indexes from. */
  readonly settings: TomlTable | null;
  /** Of the manifest, as seen from the lock's. */
  readonly folder: string;
  /** Whether a folder is no package; null where that is not known. */
  readonly isVirtual: (folder: string) => boolean | null;
  /** `[tool.uv]` of the workspace's root, whose indexes its members have too. */
  readonly around?: TomlTable | null;
}

/** Where the packages come from that `[tool.uv.sources]` names, by normalised name. */
export function readUvPlaces(
  uv: TomlTable | null,
  placing: UvPlacing,
): ReadonlyMap<string, UvPlace> {
  const { settings, around = null } = placing;
  const indexes = new Map([settings, around, uv].flatMap(indexesOf));
  const places = new Map<string, UvPlace>();
  for (const [name, { value }] of tableOf(uv, 'sources')?.entries ?? [])
    places.set(
      normalizeName(name),
      value.kind === 'table' ? placeOf(value, indexes, placing) : UNKNOWN,
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
    const isSame = [...here].every((place) => there.has(place) || isAmong(place, there));
    if (!isSame || here.size !== there.size) names.push(name);
  }
  return names;
}

/** Whether a place that is locked in one of several ways is so. */
function isAmong(place: string, locked: ReadonlySet<string>): boolean {
  if (place === OF_WORKSPACE) return [...locked].every((each) => LOCAL.test(each));
  if (!place.startsWith('folder ')) return false;
  return ['directory', 'virtual'].some((kind) => locked.has(place.replace('folder', kind)));
}

/** What is locked of a member, whichever way. */
const LOCAL = /^(?:directory|editable|virtual) /;

const OF_WORKSPACE = 'workspace ';

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
      return OF_WORKSPACE;
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
    case 'folder':
    case 'directory':
    case 'editable':
    case 'virtual':
    case 'path':
      return `${kind} ${folderKey(at)}`;
  }
}

/** A path without what changes nothing, such as a `/` at its end. */
function folderKey(path: string): string {
  return posix.normalize(`${path}/.`).replace(/(?<=.)\/$/, '');
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

function placeOf(
  source: TomlTable,
  indexes: ReadonlyMap<string, string>,
  placing: UvPlacing,
): UvPlace {
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
  return path === null ? UNKNOWN : pathOf(path, source, placing);
}

function gitOf(url: string, source: TomlTable): string {
  const asked = new URLSearchParams();
  for (const key of ['rev', 'tag', 'branch', 'subdirectory']) {
    const text = textOf(source, key);
    if (text !== null) asked.set(key, text);
  }
  return `${url.replace(/\?.*$/s, '')}?${asked.toString()}`;
}

/** A folder that is no package of its own (`package = false`, here or there) is locked as yet another thing. */
function pathOf(path: string, source: TomlTable, { folder, isVirtual }: UvPlacing): UvPlace {
  const at = posix.isAbsolute(path) ? path : posix.join(folder, path);
  if (/\.(?:whl|zip|tgz|tar\.[a-z0-9]+)$/i.test(path)) return { kind: 'path', at };
  if (booleanOf(source, 'editable') === true) return { kind: 'editable', at };
  const isPackage = booleanOf(source, 'package');
  const virtual = isPackage === null ? isVirtual(folderKey(at)) : !isPackage;
  if (virtual === null) return { kind: 'folder', at };
  return { kind: virtual ? 'virtual' : 'directory', at };
}

function indexesOf(table: TomlTable | null): readonly (readonly [name: string, url: string])[] {
  return itemsOf(valueOf(table, 'index')).flatMap((item) => {
    if (item.kind !== 'table') return [];
    const [name, url] = [textOf(item, 'name'), textOf(item, 'url')];
    return name === null || url === null || !/^https?:/.test(url) ? [] : [[name, url] as const];
  });
}
