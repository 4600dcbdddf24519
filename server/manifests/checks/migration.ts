import type { TomlEntry } from '../../toml/model.ts';
import type { ManifestProblem } from '../model.ts';
import { asEntries, asTable, asText, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';

interface Field {
  readonly key: string;
  /** Its name in `[project]`, where that is another. */
  readonly to?: string;
  /** Whether `dynamic` may leave it to `[tool.poetry]`. */
  readonly mayBeDynamic?: true;
}

const FIELDS: readonly Field[] = [
  { key: 'name' },
  { key: 'version', mayBeDynamic: true },
  { key: 'description' },
  { key: 'readme', mayBeDynamic: true },
  { key: 'license' },
  { key: 'authors' },
  { key: 'maintainers' },
  { key: 'keywords' },
  { key: 'classifiers', mayBeDynamic: true },
  { key: 'homepage', to: 'urls' },
  { key: 'repository', to: 'urls' },
  { key: 'documentation', to: 'urls' },
  { key: 'urls' },
  { key: 'plugins', to: 'entry-points' },
  { key: 'extras', to: 'optional-dependencies' },
];

/**
 * `project-migration`: what Poetry 2 would rather see in `[project]`. poetry2nix reads
 * `[tool.poetry]` alone, so whoever builds with it must not follow this, and no fix is offered.
 */
export function checkMigration(context: CheckContext): ManifestProblem[] {
  const { poetry } = context;
  if (poetry === null) return [];
  const fields = FIELDS.flatMap((field) => {
    const entry = poetry.table.entries.get(field.key);
    const message = entry === undefined ? null : fieldMessage(field, context);
    return entry === undefined || message === null ? [] : [problemAt(entry, message)];
  });
  return [...fields, ...scriptProblems(context), ...dependencyProblems(context)];
}

function fieldMessage({ key, to = key, mayBeDynamic }: Field, { project, manifest }: CheckContext) {
  if (project?.table.entries.has(to) === true)
    return `[project.${to}] and [tool.poetry.${key}] are both set. The latter will be ignored.`;
  if (mayBeDynamic !== true)
    return `[tool.poetry.${key}] is deprecated. Use [project.${to}] instead.`;
  if (isDynamic(manifest, to)) return null;
  return `[tool.poetry.${key}] is set but '${to}' is not in [project.dynamic]. If it is static use [project.${to}]. If it is dynamic, add '${to}' to [project.dynamic].`;
}

/** Scripts of type `file` have no place in `[project]`. */
function scriptProblems({ poetry, project }: CheckContext): ManifestProblem[] {
  const entry = poetry?.table.entries.get('scripts');
  if (entry === undefined || !asEntries(entry.value).some(isConsole)) return [];
  const message =
    project?.table.entries.has('scripts') === true
      ? '[project.scripts] is set and there are console scripts in [tool.poetry.scripts]. The latter will be ignored.'
      : "Defining console scripts in [tool.poetry.scripts] is deprecated. Use [project.scripts] instead. ([tool.poetry.scripts] should only be used for scripts of type 'file').";
  return [problemAt(entry, message)];
}

function isConsole(script: TomlEntry): boolean {
  return asText(valueOf(asTable(script.value), 'type'))?.text !== 'file';
}

/** These two are asked for only where there is a `[project]`. */
function dependencyProblems({ poetry, project, manifest }: CheckContext): ManifestProblem[] {
  const entry = poetry?.table.entries.get('dependencies');
  if (entry === undefined || project === null) return [];
  const problems: ManifestProblem[] = [];
  if (!project.table.entries.has('dependencies') && !isDynamic(manifest, 'dependencies'))
    problems.push(
      problemAt(
        entry,
        "[tool.poetry.dependencies] is set but [project.dependencies] is not and 'dependencies' is not in [project.dynamic]. You should either migrate [tool.poetry.dependencies] to [project.dependencies] (if you do not need Poetry-specific features) or add [project.dependencies] in addition to [tool.poetry.dependencies] or add 'dependencies' to [project.dynamic].",
      ),
    );
  const python = asTable(entry.value)?.entries.get('python');
  if (
    python !== undefined &&
    !project.table.entries.has('requires-python') &&
    !isDynamic(manifest, 'requires-python')
  )
    problems.push(
      problemAt(
        python,
        "[tool.poetry.dependencies.python] is set but [project.requires-python] is not set and 'requires-python' is not in [project.dynamic].",
      ),
    );
  return problems;
}

function isDynamic({ dynamic }: CheckContext['manifest'], key: string): boolean {
  return dynamic.some(({ text }) => text === key);
}

function problemAt(entry: TomlEntry, message: string): ManifestProblem {
  const header = asTable(entry.value)?.headerSpans[0];
  return { code: 'project-migration', message, span: header ?? entry.keySpan, package: null };
}
