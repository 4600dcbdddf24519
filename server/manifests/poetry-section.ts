import { normalizeName } from '../python/names.ts';
import type { TomlEntry, TomlTable, TomlValue } from '../toml/model.ts';
import { isProblem } from '../python/problem.ts';
import type {
  DeclaredConstraint,
  Dependency,
  Extra,
  Group,
  Manifest,
  SpannedName,
  SpannedText,
} from './model.ts';
import { isPythonKey, readPoetryConstraint, readPoetryDependencies } from './poetry-dependency.ts';
import {
  asBoolean,
  asEntries,
  asItems,
  asTable,
  asText,
  asTexts,
  textSpan,
  valueOf,
} from './toml-access.ts';

/** What `[tool.poetry]` declares. */
export interface PoetrySection {
  readonly table: TomlTable;
  readonly name: SpannedText | null;
  readonly version: SpannedText | null;
  /** Whether a distribution is built from the project; true unless `package-mode` says no. */
  readonly packageMode: boolean;
  readonly dependencies: readonly Dependency[];
  /** `python` of the main dependencies. */
  readonly python: DeclaredConstraint | null;
  readonly groups: readonly Group[];
  readonly extras: readonly Extra[];
  readonly sources: readonly SpannedName[];
  readonly scripts: Manifest['scripts'];
  readonly readmes: readonly SpannedText[];
}

/** Reads `[tool.poetry]`; what has a wrong type is left out. */
export function readPoetrySection(table: TomlTable): PoetrySection {
  const main = asTable(valueOf(table, 'dependencies'));
  const dev = asTable(valueOf(table, 'dev-dependencies'));
  const readme = valueOf(table, 'readme');
  const groupEntries = asEntries(valueOf(table, 'group'));
  return {
    table,
    name: asText(valueOf(table, 'name')),
    version: asText(valueOf(table, 'version')),
    packageMode: asBoolean(valueOf(table, 'package-mode')) ?? true,
    dependencies: [
      ...(main === null ? [] : readPoetryDependencies(main, 'main')),
      ...groupEntries.flatMap(readGroupDependencies),
      ...(dev === null ? [] : readPoetryDependencies(dev, 'dev')),
    ],
    python: main === null ? null : readPython(main),
    groups: [...groupEntries.map(readGroup), ...readDevGroup(table)],
    extras: asEntries(valueOf(table, 'extras')).map(readExtra),
    sources: asItems(valueOf(table, 'source')).flatMap(readSource),
    scripts: asEntries(valueOf(table, 'scripts')).flatMap(readScript),
    readmes:
      readme?.kind === 'string'
        ? [{ text: readme.value, span: textSpan(readme) }]
        : asTexts(readme),
  };
}

/** The constraint of `python`: of several the last one wins, unless one cannot be read: Poetry reads each. It passes over tables. */
function readPython(main: TomlTable): DeclaredConstraint | null {
  const declared = [...main.entries.values()]
    .filter(({ key }) => isPythonKey(key))
    .flatMap(({ value }) => (value.kind === 'array' ? value.items : [value]))
    .map(readPoetryConstraint)
    .filter((constraint) => constraint !== null);
  return declared.find(({ parsed }) => isProblem(parsed)) ?? declared.at(-1) ?? null;
}

function readGroupDependencies(entry: TomlEntry): Dependency[] {
  const table = asTable(valueOf(asTable(entry.value), 'dependencies'));
  return table === null ? [] : readPoetryDependencies(table, normalizeName(entry.key));
}

function readGroup(entry: TomlEntry): Group {
  const table = asTable(entry.value);
  return {
    name: entry.key,
    normalized: normalizeName(entry.key),
    nameSpan: entry.keySpan,
    optional: asBoolean(valueOf(table, 'optional')) ?? false,
    legacy: false,
    includes: asTexts(valueOf(table, 'include-groups')).map(({ text, span }) => ({
      name: text,
      span,
    })),
    origin: 'tool.poetry',
  };
}

/** `dev-dependencies` is the group `dev` under its old name. */
function readDevGroup(table: TomlTable): Group[] {
  const entry = table.entries.get('dev-dependencies');
  if (entry === undefined) return [];
  return [
    {
      name: 'dev',
      normalized: 'dev',
      nameSpan: entry.keySpan,
      optional: false,
      legacy: true,
      includes: [],
      origin: 'tool.poetry',
    },
  ];
}

function readExtra(entry: TomlEntry): Extra {
  return {
    name: entry.key,
    normalized: normalizeName(entry.key),
    nameSpan: entry.keySpan,
    members: asTexts(entry.value).map(({ text, span }) => ({
      name: text,
      normalized: normalizeName(text),
      span,
    })),
    origin: 'tool.poetry',
  };
}

function readSource(value: TomlValue): SpannedName[] {
  const name = asText(valueOf(asTable(value), 'name'));
  return name === null ? [] : [{ name: name.text, span: name.span }];
}

/** `name = 'module:object'`, or a table with `reference` (`callable` in older files). */
function readScript(entry: TomlEntry): Manifest['scripts'][number][] {
  const table = asTable(entry.value);
  const value =
    asText(entry.value) ??
    asText(valueOf(table, 'reference')) ??
    asText(valueOf(table, 'callable'));
  return value === null ? [] : [{ name: entry.key, value: value.text, span: entry.span }];
}
