import { normalizeName } from '../python/names.ts';
import { parseRequirement } from '../python/requirement.ts';
import { parseSpecifiers } from '../python/specifier.ts';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import { isProblem } from '../python/problem.ts';

/** What a `pyproject.toml` says that uv writes down in a lock, in the lock's terms. */
export interface UvDeclared {
  readonly name: string | null;
  readonly requiresPython: string | null;
  readonly dynamic: ReadonlySet<string>;
  /** By normalised extra; null for the project's own. */
  readonly requirements: ReadonlyMap<string | null, readonly UvRequirement[]>;
  /** By normalised group, includes resolved, `[tool.uv] dev-dependencies` in `dev`. */
  readonly groups: ReadonlyMap<string, readonly UvRequirement[]>;
  readonly constraints: readonly UvRequirement[];
  readonly overrides: readonly UvRequirement[];
  readonly buildConstraints: readonly UvRequirement[];
  readonly isWorkspace: boolean;
  /** Markers of the environments that are locked for, and of those that must have a wheel; empty for all. */
  readonly environments: readonly string[];
  readonly requiredEnvironments: readonly string[];
  /** Whether some extras or groups exclude each other. */
  readonly hasConflicts: boolean;
  /** Names of packages whose metadata the settings state. */
  readonly statedMetadata: ReadonlySet<string>;
  /** Which versions the resolver takes, as the settings have it; null where they do not say. */
  readonly resolution: string | null;
  readonly prerelease: string | null;
}

/**
 * The table that uv takes its settings from: that of a `uv.toml`, or `[tool.uv]` of the manifest
 * (`own`). What belongs to the workspace (constraints, overrides, environments, conflicts, sources)
 * it reads from the manifest alone.
 */
export type UvSettings = TomlTable | 'own' | 'unknown';

/** Null where something cannot be read: then nothing is said of the lock. */
export function readUvDeclared(
  root: TomlTable,
  settings: TomlTable | 'own' = 'own',
): UvDeclared | null {
  const reader = new Reader(root, settings);
  const declared = reader.read();
  return reader.failed ? null : declared;
}

class Reader {
  failed = false;
  readonly #root: TomlTable;
  readonly #project: TomlTable | null;
  readonly #uv: TomlTable | null;
  readonly #settings: TomlTable | null;
  /** Names in `[tool.uv.sources]`. */
  readonly #placed: ReadonlySet<string>;

  constructor(root: TomlTable, settings: TomlTable | 'own') {
    this.#root = root;
    this.#project = tableOf(root, 'project');
    this.#uv = tableOf(tableOf(root, 'tool'), 'uv');
    this.#settings = settings === 'own' ? this.#uv : settings;
    this.#placed = new Set([...keysOf(tableOf(this.#uv, 'sources'))].map(normalizeName));
  }

  read(): UvDeclared {
    const project = this.#project;
    const requirements = new Map<string | null, readonly UvRequirement[]>();
    requirements.set(null, this.#list(valueOf(project, 'dependencies')));
    for (const [extra, { value }] of tableOf(project, 'optional-dependencies')?.entries ?? [])
      requirements.set(normalizeName(extra), this.#list(value));
    const uv = (key: string): readonly UvRequirement[] => this.#list(valueOf(this.#uv, key));
    const name = textOf(project, 'name');
    return {
      name: name === null ? null : normalizeName(name),
      requiresPython: textOf(project, 'requires-python'),
      dynamic: new Set(itemsOf(valueOf(project, 'dynamic')).flatMap(stringIn)),
      requirements,
      groups: this.#groups(),
      constraints: uv('constraint-dependencies'),
      overrides: uv('override-dependencies'),
      buildConstraints: uv('build-constraint-dependencies'),
      isWorkspace: tableOf(this.#uv, 'workspace') !== null,
      environments: stringsOf(valueOf(this.#uv, 'environments')),
      requiredEnvironments: stringsOf(valueOf(this.#uv, 'required-environments')),
      hasConflicts: itemsOf(valueOf(this.#uv, 'conflicts')).length > 0,
      statedMetadata: new Set(
        itemsOf(valueOf(this.#settings, 'dependency-metadata')).flatMap((item) => {
          const stated = item.kind === 'table' ? textOf(item, 'name') : null;
          return stated === null ? [] : [normalizeName(stated)];
        }),
      ),
      resolution: textOf(this.#settings, 'resolution'),
      prerelease: textOf(this.#settings, 'prerelease'),
    };
  }

  #groups(): ReadonlyMap<string, readonly UvRequirement[]> {
    const written = new Map<string, readonly TomlValue[]>();
    for (const [name, { value }] of tableOf(this.#root, 'dependency-groups')?.entries ?? [])
      written.set(normalizeName(name), itemsOf(value));
    const groups = new Map<string, UvRequirement[]>();
    const pythons = this.#groupPythons();
    for (const name of written.keys()) {
      const requirements: UvRequirement[] = [];
      for (const [each, conditions] of this.#withIncludes(name, written, pythons))
        for (const item of written.get(each) ?? [])
          if (item.kind === 'string')
            requirements.push(...this.#one(item.value).map((one) => onlyWhere(conditions, one)));
      groups.set(name, requirements);
    }
    const legacy = this.#list(valueOf(this.#uv, 'dev-dependencies'));
    if (legacy.length > 0) groups.set('dev', [...(groups.get('dev') ?? []), ...legacy]);
    return groups;
  }

  /** A group and all that it includes, each once, with the markers of the groups on the way to it. */
  #withIncludes(
    name: string,
    written: ReadonlyMap<string, readonly TomlValue[]>,
    pythons: ReadonlyMap<string, readonly string[]>,
  ): ReadonlyMap<string, readonly string[]> {
    const groups = new Map<string, readonly string[]>([[name, pythons.get(name) ?? []]]);
    // A map that grows while it is walked is walked to its end.
    for (const [group, conditions] of groups)
      for (const item of written.get(group) ?? []) {
        const include = item.kind === 'table' ? textOf(item, 'include-group') : null;
        if (include === null) continue;
        const included = normalizeName(include);
        const own = pythons.get(included);
        const all = own === undefined ? conditions : [...conditions, ...own];
        const known = groups.get(included);
        if (known === undefined) groups.set(included, all);
        // uv writes it once for each way; which of them are one is not worked out here.
        else if (known.join() !== all.join()) this.failed = true;
      }
    return groups;
  }

  /**
   * Markers of `[tool.uv.dependency-groups]`: uv writes the `requires-python` of a group on all that
   * stands in it, what it includes too.
   */
  #groupPythons(): ReadonlyMap<string, readonly string[]> {
    const pythons = new Map<string, readonly string[]>();
    for (const [name, { value }] of tableOf(this.#uv, 'dependency-groups')?.entries ?? []) {
      const range = value.kind === 'table' ? textOf(value, 'requires-python') : null;
      if (range === null) continue;
      const specifiers = parseSpecifiers(range);
      if (isProblem(specifiers)) this.failed = true;
      else
        pythons.set(
          normalizeName(name),
          specifiers.clauses.map(
            ({ operator, text }) => `python_full_version ${operator} '${text}'`,
          ),
        );
    }
    return pythons;
  }

  #list(value: TomlValue | undefined): readonly UvRequirement[] {
    return itemsOf(value).flatMap((item) => {
      // Overrides and constraints may be tables, of which nothing is known here.
      if (item.kind !== 'string') this.failed = true;
      return item.kind === 'string' ? this.#one(item.value) : [];
    });
  }

  #one(text: string): readonly UvRequirement[] {
    const read = parseRequirement(text);
    if (isProblem(read)) {
      this.failed = true;
      return [];
    }
    const name = normalizeName(read.name.text);
    return [
      {
        name,
        extras: read.extras.map((extra) => normalizeName(extra.text)),
        specifier: read.specifier?.text ?? '',
        marker: read.marker?.text ?? null,
        placed: read.url !== null || this.#placed.has(name),
      },
    ];
  }
}

function onlyWhere(conditions: readonly string[], requirement: UvRequirement): UvRequirement {
  if (conditions.length === 0) return requirement;
  const { marker } = requirement;
  const all = marker === null ? conditions : [`(${marker})`, ...conditions];
  return { ...requirement, marker: all.join(' and ') };
}

function valueOf(table: TomlTable | null, key: string): TomlValue | undefined {
  return table?.entries.get(key)?.value;
}

function tableOf(table: TomlTable | null, key: string): TomlTable | null {
  const value = valueOf(table, key);
  return value?.kind === 'table' ? value : null;
}

function textOf(table: TomlTable | null, key: string): string | null {
  const value = valueOf(table, key);
  return value?.kind === 'string' ? value.value : null;
}

function itemsOf(value: TomlValue | undefined): readonly TomlValue[] {
  return value?.kind === 'array' ? value.items : [];
}

function keysOf(table: TomlTable | null): Iterable<string> {
  return table?.entries.keys() ?? [];
}

/** One string, or a list of them. */
function stringsOf(value: TomlValue | undefined): readonly string[] {
  return value?.kind === 'string' ? [value.value] : itemsOf(value).flatMap(stringIn);
}

function stringIn(value: TomlValue): readonly string[] {
  return value.kind === 'string' ? [value.value] : [];
}
