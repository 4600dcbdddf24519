import type { ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';

/**
 * `self-dependency`: a project that depends on itself. Poetry looks at `[tool.poetry]` alone; in
 * `[project.optional-dependencies]`, `name[extra]` is how one extra includes another.
 */
export function checkSelfDependency({ manifest }: CheckContext): ManifestProblem[] {
  const { name } = manifest;
  if (name === null) return [];
  return manifest.dependencies
    .filter(({ origin, normalized }) => origin === 'tool.poetry' && normalized === name.normalized)
    .map((dependency) => ({
      code: 'self-dependency',
      message: `Project name (${name.text}) is same as one of its dependencies.`,
      span: dependency.nameSpan,
      package: dependency.normalized,
    }));
}
