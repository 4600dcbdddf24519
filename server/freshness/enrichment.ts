import type { Dependency, Manifest } from '../manifests/model.ts';
import { memoized } from '../memoize.ts';

/**
 * Whether Poetry never looks at a declaration of `[tool.poetry]`: where `[project]` or
 * `[dependency-groups]` declare a group, Poetry's own table only adds to what they name
 * (`DependencyGroup.dependencies_for_locking`), unless `dynamic` leaves part of it to Poetry.
 */
export function isIgnored(dependency: Dependency, manifest: Manifest): boolean {
  if (dependency.origin !== 'tool.poetry') return false;
  const standard = standardDependencies(manifest).get(dependency.group) ?? [];
  if (standard.length === 0) return false;
  if (standard.some(({ normalized }) => normalized === dependency.normalized)) return false;
  if (dependency.group !== 'main' || !isMixed(manifest)) return true;
  // Poetry then takes from its own table the kind that [project] has none of.
  if (standard.every(({ optional }) => optional)) return dependency.optional;
  if (standard.every(({ optional }) => !optional)) return !dependency.optional;
  return true;
}

/** The declarations outside `[tool]`, by group. Bench: `didChange`, of which each dependency asks. */
export const standardDependencies: (
  manifest: Manifest,
) => ReadonlyMap<string, readonly Dependency[]> = memoized((manifest) => {
  const byGroup = new Map<string, Dependency[]>();
  for (const dependency of manifest.dependencies) {
    if (dependency.origin !== 'project' && dependency.origin !== 'dependency-groups') continue;
    const group = byGroup.get(dependency.group);
    if (group === undefined) byGroup.set(dependency.group, [dependency]);
    else group.push(dependency);
  }
  return byGroup;
});

function isMixed({ dynamic }: Manifest): boolean {
  return dynamic.some(({ text }) => text === 'dependencies' || text === 'optional-dependencies');
}
