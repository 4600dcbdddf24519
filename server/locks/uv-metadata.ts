import { normalizeName } from '../python/names.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asTable, asText, asTexts, member } from './located.ts';

/** What the project's manifest said when uv locked it, as `[package.metadata]` keeps it. */
export interface UvMetadata {
  /** `requires-dist`; a requirement of an extra has `extra == '…'` in its marker. */
  readonly requiresDist: readonly UvRequirement[];
  /** `requires-dev` by normalised group, includes resolved. */
  readonly requiresDev: ReadonlyMap<string, readonly UvRequirement[]>;
  /** Normalised; null where an older uv wrote none. */
  readonly providesExtras: ReadonlySet<string> | null;
  /** Whether the lock has this table at all. */
  readonly isWritten: boolean;
}

export interface UvRequirement {
  /** PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
  readonly marker: string | null;
  /** Where it comes from; null for the indexes of all. uv drops or keeps the specifier of what is placed by source. */
  readonly place: UvPlace | null;
}

/** A place or an index that a requirement names. */
export interface UvPlace {
  /**
   * `workspace`: a member, whichever way it is locked. `virtual`: a folder that is not built; `folder`:
   * one of which it is not known whether it is. `unknown`: it is named, and cannot be compared.
   */
  readonly kind:
    | 'git'
    | 'url'
    | 'directory'
    | 'editable'
    | 'virtual'
    | 'folder'
    | 'path'
    | 'index'
    | 'workspace'
    | 'unknown';
  /** The URL, or the path as seen from the lock's folder; of git with `?rev=…`, `?tag=…` or `?branch=…`. */
  readonly at: string;
}

/** The `[manifest]` of a lock: what is not one package's. */
export interface UvLockManifest {
  /** The packages of a workspace; null where the lock is not one of a workspace. */
  readonly members: readonly string[] | null;
  readonly constraints: readonly UvRequirement[];
  readonly overrides: readonly UvRequirement[];
  readonly buildConstraints: readonly UvRequirement[];
  /** What a script asks for (PEP 723), which is no package of its lock. */
  readonly requirements: readonly UvRequirement[];
  /** The groups of a workspace's root that is no project itself. */
  readonly groups: ReadonlyMap<string, readonly UvRequirement[]>;
  /** `exclude-dependencies`, normalised. */
  readonly excludes: ReadonlySet<string>;
  /** The packages whose metadata the manifest states itself (`dependency-metadata`). */
  readonly statedMetadata: ReadonlyMap<string, UvStatedMetadata>;
}

/** An entry of `dependency-metadata`. */
export interface UvStatedMetadata {
  readonly version: string | null;
  /** `requires-dist`, as PEP 508 has them. */
  readonly requires: readonly string[];
}

/** Keys that say where a requirement comes from; of two the first tells more. */
const PLACES = [
  'conflict',
  'virtual',
  'editable',
  'directory',
  'path',
  'url',
  'git',
  'index',
] as const;

export function readUvMetadata(located: Located | undefined): UvMetadata {
  const table = asTable(located);
  const provided = table === null ? undefined : member(table, 'provides-extras');
  return {
    requiresDist: requirementsOf(table === null ? undefined : member(table, 'requires-dist')),
    requiresDev: groupsOf(table, 'requires-dev'),
    providesExtras: provided === undefined ? null : new Set(asTexts(provided).map(normalizeName)),
    isWritten: table !== null,
  };
}

export function readUvLockManifest(located: Located | undefined): UvLockManifest {
  const table = asTable(located) ?? new Map();
  const members = member(table, 'members');
  return {
    members: members === undefined ? null : asTexts(members).map(normalizeName),
    constraints: requirementsOf(member(table, 'constraints')),
    overrides: requirementsOf(member(table, 'overrides')),
    buildConstraints: requirementsOf(member(table, 'build-constraints')),
    requirements: requirementsOf(member(table, 'requirements')),
    groups: groupsOf(table, 'dependency-groups'),
    excludes: new Set(asTexts(member(table, 'excludes')).map(normalizeName)),
    statedMetadata: new Map(
      asItems(member(table, 'dependency-metadata')).flatMap((item) => {
        const stated = asTable(item);
        const name = stated === null ? null : asText(member(stated, 'name'));
        if (stated === null || name === null) return [];
        const version = asText(member(stated, 'version'));
        const requires = asTexts(member(stated, 'requires-dist'));
        return [[normalizeName(name), { version, requires }] as const];
      }),
    ),
  };
}

function groupsOf(
  table: LocatedTable | null,
  key: string,
): ReadonlyMap<string, readonly UvRequirement[]> {
  return new Map(
    [...entriesOf(table, key)].map(([group, { value }]) => [
      normalizeName(group),
      requirementsOf(value),
    ]),
  );
}

function entriesOf(table: LocatedTable | null, key: string): LocatedTable {
  return (table === null ? null : asTable(member(table, key))) ?? new Map();
}

function requirementsOf(list: Located | undefined): readonly UvRequirement[] {
  return asItems(list).flatMap((item) => {
    const table = asTable(item);
    const name = table === null ? null : asText(member(table, 'name'));
    if (table === null || name === null) return [];
    return [
      {
        name: normalizeName(name),
        extras: asTexts(member(table, 'extras')).map(normalizeName),
        specifier: asText(member(table, 'specifier')) ?? '',
        marker: asText(member(table, 'marker')),
        place: placeOf(table),
      },
    ];
  });
}

function placeOf(table: LocatedTable): UvPlace | null {
  const key = PLACES.find((each) => table.has(each));
  if (key === undefined) return null;
  const at = asText(member(table, key));
  return key === 'conflict' || at === null ? { kind: 'unknown', at: '' } : { kind: key, at };
}

/** An extra or a group that excludes others, of the package that has it; a whole package without either. */
export interface UvConflictItem {
  readonly package: string | null;
  readonly extra: string | null;
  readonly group: string | null;
}

/** One text for what excludes each other, in whichever order it is written. */
export function uvConflict(items: readonly UvConflictItem[]): string {
  return items
    .map(({ package: name, extra, group }) =>
      [name ?? '', ...named('extra', extra), ...named('group', group)].join(' '),
    )
    .toSorted()
    .join();
}

function named(kind: string, name: string | null): readonly string[] {
  return name === null ? [] : [kind, normalizeName(name)];
}
