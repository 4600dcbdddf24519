import { normalizeName } from '../python/names.ts';
import { parseRequirement } from '../python/requirement.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import type {
  Dependency,
  DependencyForm,
  DirectReference,
  Group,
  SpannedFlag,
  SpannedName,
  UvBuilding,
  UvRequirementTable,
} from './model.ts';
import { readRequirements } from './requirement-dependency.ts';
import { asBoolean, asEntries, asItems, asTable, asText, asTexts, valueOf } from './toml-access.ts';

/** What `[tool.uv]` declares. */
export interface UvSection {
  /** `dev-dependencies`, the older form of the group `dev`. */
  readonly dependencies: readonly Dependency[];
  readonly groups: readonly Group[];
  /** The names of `[[tool.uv.index]]`. */
  readonly sources: readonly SpannedName[];
  /** Absent where none of its keys is there. */
  readonly building?: UvBuilding;
  /** `[tool.uv.sources]`: from where a dependency comes, by PEP 503 name. */
  readonly origins: ReadonlyMap<string, UvOrigin>;
}

export interface UvOrigin {
  readonly form: DependencyForm;
  readonly reference: DirectReference | null;
  readonly source: SpannedName | null;
}

/** Reads `[tool.uv]`; what has a wrong type is left out. */
export function readUvSection(table: TomlTable): UvSection {
  const dev = table.entries.get('dev-dependencies');
  const building = readUvBuilding(table);
  return {
    ...(building === undefined ? {} : { building }),
    dependencies: readRequirements(dev?.value, 'pep508', {
      origin: 'tool.uv',
      group: 'dev',
      extra: null,
    }),
    groups: dev === undefined ? [] : [devGroup(dev)],
    sources: asItems(valueOf(table, 'index')).flatMap((item) => {
      const name = asText(valueOf(asTable(item), 'name'));
      return name === null ? [] : [{ name: name.text, span: name.span }];
    }),
    origins: new Map(asEntries(valueOf(table, 'sources')).flatMap(readOrigin)),
  };
}

const BUILDING_KEYS = [
  'default-groups',
  'extra-build-dependencies',
  'extra-build-variables',
  'config-settings',
  'config-settings-package',
  'no-build',
  'no-binary',
  'no-build-package',
  'no-binary-package',
];

/** What settings of uv say of builds, whichever file they are in; undefined where they say nothing. */
export function readUvBuilding(table: TomlTable): UvBuilding | undefined {
  if (!BUILDING_KEYS.some((key) => table.entries.has(key))) return undefined;
  const names = (key: string): readonly SpannedName[] =>
    asTexts(valueOf(table, key)).map(({ text, span }) => ({ name: normalizeName(text), span }));
  return {
    extra: asEntries(valueOf(table, 'extra-build-dependencies')).map(readExtra),
    variables: asEntries(valueOf(table, 'extra-build-variables')).map(({ key, value }) => ({
      key,
      names: asEntries(value).map((entry) => entry.key),
    })),
    configured: [
      ...asEntries(valueOf(table, 'config-settings-package')).map(({ key }) => key),
      ...(asEntries(valueOf(table, 'config-settings')).some(({ key }) => key !== 'editable_mode')
        ? [null]
        : []),
    ],
    defaultGroups: names('default-groups').map(({ name }) => name),
    noBuild: readFlag(valueOf(table, 'no-build')),
    noBinary: readFlag(valueOf(table, 'no-binary')),
    noBuildPackages: names('no-build-package'),
    noBinaryPackages: names('no-binary-package'),
  };
}

function readFlag(value: TomlValue | undefined): SpannedFlag | null {
  return value?.kind === 'boolean' ? { value: value.value, span: value.span } : null;
}

function readExtra({ key, keySpan, value }: TomlEntry): UvBuilding['extra'][number] {
  const requirements = asTexts(value).flatMap(({ text }) => {
    const read = parseRequirement(text);
    return 'problem' in read ? [] : [normalizeName(read.name.text)];
  });
  const tables = asItems(value).flatMap((item) => (item.kind === 'table' ? [readTable(item)] : []));
  return { name: normalizeName(key), key, keySpan, requirements, tables };
}

/** uv takes `match-runtime` for false where it is not there. */
function readTable(table: TomlTable): UvRequirementTable {
  const { text } = asText(valueOf(table, 'requirement')) ?? { text: null };
  const isPlain = [...table.entries].every(
    ([key, { value }]) =>
      key === 'requirement' || (key === 'match-runtime' && asBoolean(value) === false),
  );
  return {
    span: table.span,
    asString: isPlain && text !== null ? JSON.stringify(text) : null,
  };
}

/** The dependency as `[tool.uv.sources]` has it come. */
export function withUvOrigin(dependency: Dependency, uv: UvSection | null): Dependency {
  const origin = uv?.origins.get(dependency.normalized);
  return origin === undefined ? dependency : { ...dependency, ...origin };
}

function devGroup(entry: TomlEntry): Group {
  return {
    name: 'dev',
    normalized: 'dev',
    nameSpan: entry.keySpan,
    optional: false,
    legacy: true,
    includes: [],
    origin: 'tool.uv',
  };
}

/** The first of a list of sources by marker, if it is from a place on every branch; else the requirement stands. */
function readOrigin(entry: TomlEntry): [string, UvOrigin][] {
  const tables = entry.value.kind === 'array' ? asItems(entry.value) : [entry.value];
  const origins = tables.map((item) => {
    const table = asTable(item);
    return table && originOf(table);
  });
  const [first = null] = origins;
  const isOne = origins.length === 1 || origins.every((origin) => origin?.reference != null);
  return first === null || !isOne ? [] : [[normalizeName(entry.key), first]];
}

function originOf(table: TomlTable): UvOrigin | null {
  for (const form of ['git', 'url', 'path'] as const) {
    const location = asText(valueOf(table, form));
    if (location !== null)
      return { form, source: null, reference: readReference(table, location.text, location.span) };
  }
  const index = asText(valueOf(table, 'index'));
  if (index === null) return null;
  return { form: 'version', reference: null, source: { name: index.text, span: index.span } };
}

function readReference(
  table: TomlTable,
  location: string,
  span: DirectReference['span'],
): DirectReference {
  return {
    location,
    span,
    revision: readRevision(table),
    subdirectory: asText(valueOf(table, 'subdirectory'))?.text ?? null,
    develop: asBoolean(valueOf(table, 'editable')) ?? false,
  };
}

function readRevision(table: TomlTable): DirectReference['revision'] {
  for (const kind of ['branch', 'tag', 'rev'] as const) {
    const named = asText(valueOf(table, kind));
    if (named !== null) return { kind, ...named };
  }
  return null;
}
