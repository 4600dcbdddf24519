import type { Fact, PackageFacts } from '../../../overrides-db/model.ts';
import { whatBuilds } from '../../targets/build-system-pkgs.ts';
import type { LockedPackage } from '../../locks/model.ts';
import type { Distribution, Pin, Target } from '../../targets/model.ts';
import type { JudgedNeed } from '../model.ts';

/**
 * PEP 517: every sdist is built by a build system. Where the target takes it from nowhere but overrides, one of which
 * none is known fails as surely as one whose build system is known and missing: some is needed, whatever it is.
 *
 * @param facts what is known of the package; null: nothing is.
 * @param judged its needs.
 * @returns the facts to judge in addition; null where a build system is known, or none may be needed.
 */
export function unnamedBuildSystem(
  locked: LockedPackage,
  facts: PackageFacts | null,
  judged: readonly JudgedNeed[],
  { distribution, target, pin }: In,
): PackageFacts | null {
  if (target === null || distribution.kind !== 'sdist') return null;
  if (!target.provides.noBuildSystem(facts, pin)) return null;
  // What builds with others (cython, torch) is no back end: that it is known says nothing of what is.
  const backends = judged.filter(
    ({ fact: { need } }) => need.kind === 'build-system' && whatBuilds(need.attr) !== 'tool',
  );
  if (backends.some(({ status }) => status.kind !== 'uncertain')) return null;
  const { name } = locked;
  if (BUILDS_ITSELF.has(name) || (backends.length === 0 && isReadWithoutAny(facts))) return null;
  const need = { kind: 'any-build-system', attr: likely(backends, facts) } as const;
  if (target.provides.builtIn(need, locked) !== null) return null;
  const fact: Fact = { need, required: true, when: {}, sources: [{ id: 'pep517' }] };
  return { name, facts: [fact], poetry2nix: null, unmapped: [], notes: [] };
}

interface In {
  readonly distribution: Distribution;
  readonly target: Target | null;
  /** The revision of the target; null where none is pinned. */
  readonly pin: Pin | null;
}

/** Back ends with a `backend-path`: their sdists bring what builds them. */
const BUILDS_ITSELF: ReadonlySet<string> = new Set([
  'flit-core',
  'hatchling',
  'meson-python',
  'pbr',
  'pdm-backend',
  'poetry-core',
  'py-build-cmake',
  'setuptools',
  'setuptools-scm',
  'vcs-versioning',
  'versioneer',
  'wheel',
]);

/** Whether a release was read, or built, that asks for nothing. */
function isReadWithoutAny(facts: PackageFacts | null): boolean {
  return (facts?.facts ?? []).some(({ sources }) =>
    sources.some(({ id }) => id === 'sdist' || id === 'lab'),
  );
}

/**
 * What may build this release, else what builds others; else maturin, of which most crates are built, or setuptools,
 * which PEP 517 takes where an sdist says nothing.
 */
function likely(backends: readonly JudgedNeed[], facts: PackageFacts | null): string {
  const known = [...backends.map(({ fact }) => fact), ...(facts?.facts ?? [])];
  const needs = known.flatMap(({ need }) => (need.kind === 'build-system' ? [need.attr] : []));
  const hasCrates = known.some(({ need }) => need.kind === 'cargo-hash');
  return (
    needs.find((attr) => whatBuilds(attr) === 'build-system') ??
    (hasCrates ? 'maturin' : 'setuptools')
  );
}
