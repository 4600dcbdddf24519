import { parseVersion } from '../../python/version.ts';
import type { TomlTable } from '../../toml/model.ts';
import type { ManifestProblem } from '../model.ts';
import { valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';

/** `missing-metadata` and `invalid-version`: what Poetry asks of every project that is a package, in one section or the other. */
export function checkMetadata(context: CheckContext): ManifestProblem[] {
  return [...missingMetadata(context), ...invalidVersion(context)];
}

/** Where `[project]` gives the version, its schema judges it. */
function invalidVersion({ poetry, project }: CheckContext): ManifestProblem[] {
  const version = poetry?.version ?? null;
  if (version === null || version.text === '' || (project?.version ?? null) !== null) return [];
  if (parseVersion(version.text) !== null) return [];
  return [
    {
      code: 'invalid-version',
      message: `Invalid version '${version.text}'.`,
      span: version.span,
      package: null,
    },
  ];
}

function missingMetadata({ manifest, poetry, project }: CheckContext): ManifestProblem[] {
  if (!manifest.complete || poetry?.packageMode === false) return [];
  const section = (poetry ?? project)?.table;
  if (section === undefined) return [];
  return (['name', 'version'] as const)
    .filter((key) => isEmpty(project?.table, key) && isEmpty(poetry?.table, key))
    .map((key) => ({
      code: 'missing-metadata',
      message: `Either [project.${key}] or [tool.poetry.${key}] is required in package mode.`,
      span: section.headerSpans[0] ?? section.span,
      package: null,
    }));
}

/** Values of other types are judged elsewhere. */
function isEmpty(table: TomlTable | undefined, key: string): boolean {
  const value = valueOf(table, key);
  return value === undefined || (value.kind === 'string' && value.value === '');
}
