import type { Project } from '../project/model.ts';
import type { NixAnalysis } from '../nix/read/read.ts';
import { findOverrideUnknownPackage } from '../nix/mistakes/override-unknown-package.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideUnknownPackage: Rule = nixRule(
  {
    id: 'override-unknown-package',
    defaultSeverity: 'hint',
    summary: 'An override of a package that is not in the lock.',
    tags: ['unnecessary'],
  },
  ({ analysis, project }) => {
    const names = knownNames(project, analysis);
    return names === null ? [] : findOverrideUnknownPackage(analysis, names);
  },
);

/** Build back ends, and what they bring: package sets have them without a lock. */
const BACK_ENDS =
  /^(?:build|calver|cffi|cython|editables|expandvars|flit.*|hatch.*|installer|jinja2|jupyter-packaging|maturin|meson.*|mypy|ninja|numpy|packaging|pathspec|pbr|pdm.*|pip|pkgconfig|pluggy|poetry.*|pybind11|pyproject-.*|pytest.*|scikit-build.*|semantic-version|setuptools.*|sip|toml.*|trove-classifiers|typing-extensions|uv|uv-.*|versioneer.*|versioningit|vcs-versioning|wheel|whool|zipp|importlib-metadata)$/;

/** Every name that may well be in the package set; null where the lock is not known whole. */
function knownNames(
  { lock, input }: Project,
  { uses }: NixAnalysis,
): { has(name: string): boolean } | null {
  if (lock === null || !lock.complete) return null;
  const names = new Set(lock.packages.map(({ name }) => name));
  for (const { name } of lock.packages)
    for (const { need } of input.knowledge.lookup(name)?.facts ?? [])
      if (need.kind === 'build-system') names.add(need.attr);
  // What one overlay adds, another may override; what one uses is in the set.
  for (const { use } of uses)
    for (const { normalized, opaque, lists } of use.overrides.entries) {
      if (opaque) names.add(normalized);
      for (const { attrs } of lists) for (const attr of attrs) names.add(attr);
    }
  return { has: (name) => names.has(name) || BACK_ENDS.test(name) };
}
