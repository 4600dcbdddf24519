import { normalizeName } from '../python/names.ts';
import { parseRequirement } from '../python/requirement.ts';
import { parseSpecifiers } from '../python/specifier.ts';
import type { TomlTable, TomlValue } from '../toml/model.ts';
import type { UvPlace, UvRequirement, UvStatedMetadata } from '../locks/uv-metadata.ts';
import { uvConflict } from '../locks/uv-metadata.ts';
import { isProblem } from '../python/problem.ts';
import { placeOfUrl, readUvPlaces } from './uv-places.ts';
import {
  itemsOf,
  booleanOf,
  stringIn,
  stringsOf,
  tableOf,
  textOf,
  valueOf,
} from './toml-values.ts';

/** What a `pyproject.toml` says that uv writes down in a lock, in the lock's terms. */
export interface UvDeclared {
  readonly name: string | null;
  /** Null where there is none, or a tool makes it. */
  readonly version: string | null;
  /** Whether it is built and installed itself, where `[tool.uv] package` says so. */
  readonly package: boolean | null;
  readonly hasBuildSystem: boolean;
  /** Whether uv locks it at all (`[tool.uv] managed`). */
  readonly isManaged: boolean;
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
  /** The extras and groups that exclude each other, one `uvConflict` for each set. */
  readonly conflicts: readonly string[];
  /** The members that its sources name, with `editable` of these. */
  readonly workspaceSources: ReadonlyMap<string, boolean | null>;
  /** The packages whose metadata the settings state, by normalised name. */
  readonly statedMetadata: ReadonlyMap<string, UvStatedMetadata>;
  /** Which versions the resolver takes, as the settings have it; null where they do not say. */
  readonly resolution: string | null;
  readonly prerelease: string | null;
  readonly forkStrategy: string | null;
  readonly excludeNewer: string | null;
  readonly prereleasePackages: ReadonlySet<string>;
  readonly excludeNewerPackages: ReadonlySet<string>;
  /** `exclude-dependencies`, normalised. */
  readonly excludes: ReadonlySet<string>;
  /** The groups that are named, normalised; null for uv's own choice, `dev`. */
  readonly defaultGroups: readonly string[] | 'all' | null;
}

/** What decides how a manifest is read, beside it. */
export interface UvReading {
  /** What uv takes in place of its `[tool.uv]`, where it does. */
  readonly settings?: TomlTable | 'own';
  /** Of the manifest, as seen from the lock's: `.` but for members of a workspace and other folders. */
  readonly folder?: string;
  /** The manifest of the workspace's root, whose sources its members have too. */
  readonly workspace?: TomlTable | null;
  /** Whether a folder that a source names is no package; null where that is not known. */
  readonly isVirtual?: (folder: string) => boolean | null;
  /** Whether it is what a script says of itself (PEP 723), which has the keys of `[project]` at its top. */
  readonly isScript?: boolean;
}

/** Null where something cannot be read: then nothing is said of the lock. */
export function readUvDeclared(root: TomlTable, reading: UvReading = {}): UvDeclared | null {
  const reader = new Reader(root, reading);
  const declared = reader.read();
  return reader.failed ? null : declared;
}

class Reader {
  failed = false;
  readonly #root: TomlTable;
  readonly #project: TomlTable | null;
  readonly #uv: TomlTable | null;
  readonly #settings: TomlTable | null;
  readonly #places: ReadonlyMap<string, UvPlace>;

  constructor(root: TomlTable, reading: UvReading) {
    const { settings = 'own', folder = '.', workspace = null, isVirtual = () => null } = reading;
    this.#root = root;
    this.#project = reading.isScript === true ? root : tableOf(root, 'project');
    this.#uv = uvTableOf(root);
    this.#settings = settings === 'own' ? this.#uv : settings;
    const ofRoot = workspace === null ? null : uvTableOf(workspace);
    // uv takes no sources of what it does not manage.
    const own = booleanOf(this.#uv, 'managed') === false ? null : this.#uv;
    this.#places = new Map([
      ...readUvPlaces(ofRoot, { settings: this.#settings, folder: '.', isVirtual }),
      ...readUvPlaces(own, { settings: this.#settings, folder, isVirtual, around: ofRoot }),
    ]);
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
      version: textOf(project, 'version'),
      package: booleanOf(this.#uv, 'package'),
      hasBuildSystem: tableOf(this.#root, 'build-system') !== null,
      isManaged: booleanOf(this.#uv, 'managed') !== false,
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
      conflicts: itemsOf(valueOf(this.#uv, 'conflicts')).map((set) => conflictOf(set, name)),
      workspaceSources: workspaceSources(this.#uv),
      statedMetadata: new Map(
        itemsOf(valueOf(this.#settings, 'dependency-metadata')).flatMap(readStated),
      ),
      resolution: textOf(this.#settings, 'resolution'),
      prerelease: textOf(this.#settings, 'prerelease'),
      forkStrategy: textOf(this.#settings, 'fork-strategy'),
      excludeNewer: textOf(this.#settings, 'exclude-newer'),
      prereleasePackages: this.#names('prerelease-package'),
      excludeNewerPackages: this.#names('exclude-newer-package'),
      excludes: new Set(
        itemsOf(valueOf(this.#uv, 'exclude-dependencies')).flatMap(stringIn).map(normalizeName),
      ),
      defaultGroups: this.#defaultGroups(),
    };
  }

  /** The keys of a table of the settings whose values are texts: `false` takes a package out of what holds for all. */
  #names(key: string): ReadonlySet<string> {
    const entries = tableOf(this.#settings, key)?.entries ?? new Map();
    return new Set(
      [...entries].flatMap(([name, { value }]) =>
        value.kind === 'string' ? [normalizeName(name)] : [],
      ),
    );
  }

  #defaultGroups(): UvDeclared['defaultGroups'] {
    const value = valueOf(this.#uv, 'default-groups');
    if (value === undefined) return null;
    return value.kind === 'string' ? 'all' : itemsOf(value).flatMap(stringIn).map(normalizeName);
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
    const dev = valueOf(this.#uv, 'dev-dependencies');
    const legacy = this.#list(dev);
    if (dev !== undefined) groups.set('dev', [...(groups.get('dev') ?? []), ...legacy]);
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
        place: read.url === null ? (this.#places.get(name) ?? null) : placeOfUrl(read.url.text),
      },
    ];
  }
}

function uvTableOf(root: TomlTable): TomlTable | null {
  return tableOf(tableOf(root, 'tool'), 'uv');
}

/** @param project whose extras and groups are meant where no package is named. */
function conflictOf(set: TomlValue, project: string | null): string {
  return uvConflict(
    itemsOf(set).flatMap((item) => {
      if (item.kind !== 'table') return [];
      const named = textOf(item, 'package') ?? project;
      return [
        {
          package: named === null ? null : normalizeName(named),
          extra: textOf(item, 'extra'),
          group: textOf(item, 'group'),
        },
      ];
    }),
  );
}

function workspaceSources(uv: TomlTable | null): ReadonlyMap<string, boolean | null> {
  const members = new Map<string, boolean | null>();
  for (const [name, { value }] of tableOf(uv, 'sources')?.entries ?? [])
    for (const source of value.kind === 'array' ? value.items : [value])
      if (source.kind === 'table' && booleanOf(source, 'workspace') === true)
        members.set(normalizeName(name), booleanOf(source, 'editable'));
  return members;
}

function readStated(item: TomlValue): readonly (readonly [string, UvStatedMetadata])[] {
  const name = item.kind === 'table' ? textOf(item, 'name') : null;
  if (item.kind !== 'table' || name === null) return [];
  const requires = itemsOf(valueOf(item, 'requires-dist')).flatMap(stringIn);
  return [[normalizeName(name), { version: textOf(item, 'version'), requires }]];
}

function onlyWhere(conditions: readonly string[], requirement: UvRequirement): UvRequirement {
  if (conditions.length === 0) return requirement;
  const { marker } = requirement;
  const all = marker === null ? conditions : [`(${marker})`, ...conditions];
  return { ...requirement, marker: all.join(' and ') };
}
