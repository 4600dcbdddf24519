import type { TomlEntry, TomlTable, TomlValue } from '../../toml/model.ts';
import type { Manifest, ManifestProblem } from '../model.ts';
import { MARKER_KEYS } from '../pipfile-package.ts';
import { asEntries, asItems, asTable, valueOf } from '../toml-access.ts';
import { checkConstraints } from './constraints.ts';
import { checkDuplicates } from './duplicates.ts';
import { checkNames } from './names.ts';
import { renameFix } from './rename-fix.ts';

type Unchecked = Omit<Manifest, 'problems'>;

/**
 * What cannot be right in a Pipfile alone, in the file's order. The schema is the one that Pipenv
 * holds every Pipfile against before it does anything (plette, `models/`).
 *
 * @param categories the sections that hold packages.
 */
export function pipfileProblems(
  manifest: Unchecked,
  root: TomlTable,
  categories: readonly TomlEntry[],
): readonly ManifestProblem[] {
  const context = { root, manifest, poetry: null, project: null };
  return [
    ...checkConstraints(context),
    ...checkNames(context),
    ...checkDuplicates(context),
    ...unknownSources(manifest),
    ...asItems(valueOf(root, 'source')).flatMap(sourceProblems),
    ...typeProblems(asTable(valueOf(root, 'requires')), REQUIRES, null),
    ...typeProblems(asTable(valueOf(root, 'pipenv')), PIPENV, null),
    ...categories.flatMap(({ value }) => asEntries(value).flatMap(packageProblems)),
  ].toSorted((a, b) => a.span.start - b.span.start);
}

/** `unknown-source`: an `index` that no `[[source]]` has for its name. Without any, Pipenv knows `pypi`. */
function unknownSources({ dependencies, sources, complete }: Unchecked): ManifestProblem[] {
  if (!complete) return [];
  const known = new Set(sources.length === 0 ? ['pypi'] : sources.map(({ name }) => name));
  return dependencies.flatMap(({ source, normalized }) => {
    if (source === null || known.has(source.name)) return [];
    return [
      {
        code: 'unknown-source',
        message: `No [[source]] has the name \`${source.name}\`.`,
        span: source.span,
        package: normalized,
        ...renameFix(source, known),
      },
    ];
  });
}

type Kind = TomlValue['kind'];
type Types = ReadonlyMap<string, readonly Kind[]>;

const SOURCE: Types = new Map([
  ['name', ['string']],
  ['url', ['string']],
  ['verify_ssl', ['boolean']],
]);
const REQUIRES: Types = new Map([
  ['python_version', ['string']],
  ['python_full_version', ['string']],
]);
const PIPENV: Types = new Map([['allow_prereleases', ['boolean']]]);
const PACKAGE: Types = new Map([
  ['editable', ['boolean']],
  ['version', ['string']],
  ['extras', ['array']],
]);

/** All three keys of a source are required. */
function sourceProblems(value: TomlValue): ManifestProblem[] {
  const table = asTable(value);
  if (table === null) return [];
  const missing = [...SOURCE.keys()].filter((key) => !table.entries.has(key));
  return [
    ...typeProblems(table, SOURCE, null),
    ...(table.complete && missing.length > 0
      ? [problem(`A source needs ${listed(missing)} too.`, table.span)]
      : []),
  ];
}

function packageProblems({ key, value }: TomlEntry): ManifestProblem[] {
  switch (value.kind) {
    case 'string':
    case 'integer':
    case 'float':
      return [];
    case 'table':
      return [...typeProblems(value, PACKAGE, key), ...unknownKeys(value, key)];
    default:
      return [problem(`\`${key}\` is to be a version or a table.`, value.span, key)];
  }
}

const TYPE_NAMES: Readonly<Record<Kind, string>> = {
  string: 'a string',
  integer: 'a number',
  float: 'a number',
  boolean: '`true` or `false`',
  datetime: 'a date',
  array: 'a list',
  table: 'a table',
};

function typeProblems(
  table: TomlTable | null,
  types: Types,
  name: string | null,
): ManifestProblem[] {
  return [...(table?.entries.values() ?? [])].flatMap(({ key, value }) => {
    const kinds = types.get(key);
    if (kinds === undefined || kinds.includes(value.kind)) return [];
    const wanted = kinds.map((kind) => TYPE_NAMES[kind]).join(' or ');
    return [problem(`\`${key}\` is to be ${wanted}.`, value.span, name)];
  });
}

/** What the table of a package may hold; later releases of Pipenv refuse all else. */
export const PACKAGE_KEYS: ReadonlySet<string> = new Set([
  'version',
  'extras',
  'markers',
  'index',
  'git',
  'ref',
  'subdirectory',
  'path',
  'file',
  'editable',
  'hg',
  'svn',
  'bzr',
  'name',
  'os_markers',
  'hashes',
  'no_binary',
  'skip_resolver',
  ...MARKER_KEYS,
]);

function unknownKeys(table: TomlTable, name: string): ManifestProblem[] {
  return [...table.entries.values()].flatMap(({ key, keySpan }) =>
    PACKAGE_KEYS.has(key)
      ? []
      : [
          {
            ...problem(`Pipenv knows no key \`${key}\` of a package.`, keySpan, name),
            severity: 'warning',
            ...renameFix({ name: key, span: keySpan }, PACKAGE_KEYS),
          },
        ],
  );
}

function problem(
  message: string,
  span: ManifestProblem['span'],
  name: string | null = null,
): ManifestProblem {
  return { code: 'invalid-configuration', message, span, package: name };
}

function listed(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(' and ');
}
