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
}

export interface UvRequirement {
  /** PEP 503. */
  readonly name: string;
  readonly extras: readonly string[];
  readonly specifier: string;
  readonly marker: string | null;
  /** Whether it comes from a place or an index that is named: uv then drops or keeps the specifier by source. */
  readonly placed: boolean;
}

/** The `[manifest]` of a lock: what is not one package's. */
export interface UvLockManifest {
  /** The packages of a workspace; null where the lock is not one of a workspace. */
  readonly members: readonly string[] | null;
  readonly constraints: readonly UvRequirement[];
  readonly overrides: readonly UvRequirement[];
  readonly buildConstraints: readonly UvRequirement[];
  /** The packages whose metadata the manifest states itself (`dependency-metadata`). */
  readonly statedMetadata: ReadonlySet<string>;
}

/** Keys that say where a requirement comes from. */
const PLACES = ['editable', 'virtual', 'directory', 'path', 'url', 'git', 'index', 'conflict'];

export function readUvMetadata(located: Located | undefined): UvMetadata {
  const table = asTable(located);
  const provided = table === null ? undefined : member(table, 'provides-extras');
  const requiresDev = new Map<string, readonly UvRequirement[]>();
  for (const [group, { value }] of entriesOf(table, 'requires-dev'))
    requiresDev.set(normalizeName(group), requirementsOf(value));
  return {
    requiresDist: requirementsOf(table === null ? undefined : member(table, 'requires-dist')),
    requiresDev,
    providesExtras: provided === undefined ? null : new Set(asTexts(provided).map(normalizeName)),
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
    statedMetadata: new Set(
      requirementsOf(member(table, 'dependency-metadata')).map(({ name }) => name),
    ),
  };
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
        placed: PLACES.some((key) => table.has(key)),
      },
    ];
  });
}
