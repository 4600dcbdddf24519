import type { TomlEntry, TomlTable } from '../../toml/model.ts';
import type { ManifestProblem } from '../model.ts';
import { asEntries, asItems, asTable, asText, asTexts, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';
import { scriptExtras } from './extras.ts';

/** `deprecated-key` and `deprecated-license`: what Poetry still reads and warns of. */
export function checkDeprecatedKeys({ poetry, project }: CheckContext): ManifestProblem[] {
  return [
    ...(poetry === null
      ? []
      : [...prereleaseKeys(poetry.table), ...scriptsWithExtras(poetry.table)]),
    ...licenseClassifiers(project?.table, 'deprecated-license'),
    // What to do about it means a [project] section.
    ...licenseClassifiers(poetry?.table, 'project-migration'),
    ...licenseTable(project?.table),
  ];
}

/** Poetry warns of main dependencies that are one table; the key is as old in every other place. */
function prereleaseKeys(poetry: TomlTable): ManifestProblem[] {
  const tables = [
    valueOf(poetry, 'dependencies'),
    valueOf(poetry, 'dev-dependencies'),
    ...asEntries(valueOf(poetry, 'group')).map(({ value }) =>
      valueOf(asTable(value), 'dependencies'),
    ),
  ];
  return tables.flatMap(asEntries).flatMap((dependency) => {
    const values =
      dependency.value.kind === 'array' ? asItems(dependency.value) : [dependency.value];
    return values.flatMap((value) => {
      const entry = asTable(value)?.entries.get('allows-prereleases');
      return entry === undefined ? [] : [prereleaseProblem(dependency.key, entry)];
    });
  });
}

function prereleaseProblem(name: string, entry: TomlEntry): ManifestProblem {
  return {
    code: 'deprecated-key',
    message: `The "${name}" dependency specifies the "allows-prereleases" property, which is deprecated. Use "allow-prereleases" instead.`,
    span: entry.keySpan,
    package: null,
    fix: {
      title: 'Rename to allow-prereleases',
      edits: [{ span: entry.keySpan, newText: 'allow-prereleases' }],
    },
  };
}

function scriptsWithExtras(poetry: TomlTable): ManifestProblem[] {
  return asEntries(valueOf(poetry, 'scripts'))
    .filter((script) => scriptExtras(script).length > 0)
    .map((script) => ({
      code: 'deprecated-key',
      message: `The script "${script.key}" depends on an extra. Scripts depending on extras are deprecated and support for them will be removed in a future version of poetry-core.`,
      span: asTable(script.value)?.entries.get('extras')?.keySpan ?? script.keySpan,
      package: null,
    }));
}

function licenseClassifiers(
  section: TomlTable | undefined,
  code: ManifestProblem['code'],
): ManifestProblem[] {
  return asTexts(valueOf(section, 'classifiers'))
    .filter(({ text }) => text.startsWith('License :: '))
    .map(({ span }) => ({
      code,
      message: 'License classifiers are deprecated. Use [project.license] instead.',
      span,
      package: null,
    }));
}

function licenseTable(project: TomlTable | undefined): ManifestProblem[] {
  const entry = project?.entries.get('license');
  if (entry === undefined || asText(entry.value) !== null) return [];
  return [
    {
      code: 'deprecated-license',
      message:
        'Defining [project.license] as a table is deprecated. [project.license] should be a valid SPDX license expression. License files can be referenced in [project.license-files].',
      span: entry.value.span,
      package: null,
    },
  ];
}
