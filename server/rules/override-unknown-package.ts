import type { KnowledgeBase } from '../../overrides-db/model.ts';
import type { Lock } from '../locks/model.ts';
import type { NixAnalysis } from '../nix/api.ts';
import { findOverrideUnknownPackage } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRuleBeside } from './nix-mistakes.ts';

export const overrideUnknownPackage: Rule = nixRuleBeside(
  {
    id: 'override-unknown-package',
    defaultSeverity: 'hint',
    summary: 'An override of a package that is not in the lock.',
    tags: ['unnecessary'],
  },
  ({ lock, input, uses }) => [lock, input.knowledge, ...uses],
  ({ analysis }, [lock, knowledge, ...uses]) => {
    const names = knownNames(lock, knowledge, analysis);
    return names === null ? [] : findOverrideUnknownPackage(analysis, names, uses);
  },
);

/** Build back ends, and what they bring: package sets have them without a lock. */
const BACK_ENDS: ReadonlySet<string> = new Set([
  'build',
  'calver',
  'cffi',
  'cython',
  'editables',
  'expandvars',
  'installer',
  'jinja2',
  'jupyter-packaging',
  'maturin',
  'mypy',
  'ninja',
  'numpy',
  'packaging',
  'pathspec',
  'pbr',
  'pip',
  'pkgconfig',
  'pluggy',
  'pybind11',
  'semantic-version',
  'sip',
  'trove-classifiers',
  'typing-extensions',
  'uv',
  'versioningit',
  'vcs-versioning',
  'wheel',
  'whool',
  'zipp',
  'importlib-metadata',
]);

const BACK_END_FAMILIES = [
  'flit',
  'hatch',
  'meson',
  'pdm',
  'poetry',
  'pyproject-',
  'pytest',
  'scikit-build',
  'setuptools',
  'toml',
  'uv-',
  'versioneer',
];

function isBackEnd(name: string): boolean {
  return BACK_ENDS.has(name) || BACK_END_FAMILIES.some((family) => name.startsWith(family));
}

/** Every name that may well be in the package set; null where the lock is not known whole. */
function knownNames(
  lock: Lock | null,
  knowledge: KnowledgeBase,
  { uses }: NixAnalysis,
): { has(name: string): boolean } | null {
  if (lock === null || !lock.complete) return null;
  let others: ReadonlySet<string> | null = null;
  const isOther = (name: string): boolean => {
    others ??= new Set([...buildSystemsOf(lock, knowledge), ...namesOfOverlays(uses)]);
    return others.has(name);
  };
  // What costs most is asked last: most overrides are of what is locked.
  return { has: (name) => lock.byName.has(name) || isBackEnd(name) || isOther(name) };
}

function buildSystemsOf({ packages }: Lock, knowledge: KnowledgeBase): readonly string[] {
  return packages.flatMap(({ name }) =>
    (knowledge.lookup(name)?.facts ?? []).flatMap(({ need }) =>
      need.kind === 'build-system' ? [need.attr] : [],
    ),
  );
}

/** What one overlay adds, another may override; what one uses is in the set. */
function namesOfOverlays(uses: NixAnalysis['uses']): readonly string[] {
  return uses.flatMap(({ use }) =>
    use.overrides.entries.flatMap(({ normalized, opaque, lists }) => [
      ...(opaque ? [normalized] : []),
      ...lists.flatMap(({ attrs }) => attrs),
    ]),
  );
}
