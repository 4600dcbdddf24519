import { parseRequirement } from '../python/requirement.ts';
import { normalizeName } from '../python/names.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { crossCheck } from './cross-check.ts';
import { isIgnored, standardDependencies } from './enrichment.ts';
import { changedExtras } from './extras-changes.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import type { StalenessCause } from './model.ts';
import type { Dependency, Manifest } from '../manifests/model.ts';
import { memoized } from '../memoize.ts';

/**
 * Why a lock that is stale is so, as far as it lets one know: the hash alone says that something
 * moved, not what. Empty where what moved left no trace (a constraint that still accepts what is
 * locked). Says nothing on whether the lock is stale. In the manifest's order, what is no longer
 * there last.
 */
export function poetryCauses(manifest: Manifest, lock: Lock): readonly StalenessCause[] {
  const here = [
    ...pythonCause(manifest, lock),
    ...manifest.dependencies.flatMap((dependency) => dependencyCauses(dependency, manifest, lock)),
    ...changedExtras(manifest, lock),
  ];
  const placed = here.filter(({ span }) => span !== null);
  const gone = here.filter(({ span }) => span === null);
  return [
    ...placed.toSorted((a, b) => (a.span?.start ?? 0) - (b.span?.start ?? 0)),
    ...gone,
    ...(manifest.complete && lock.complete ? removedCauses(manifest, lock) : []),
  ];
}

/** Poetry and Pipenv copy the project's Python range into the lock letter by letter. */
export function pythonCause(manifest: Manifest, lock: Lock): StalenessCause[] {
  const locked = lock.pythonVersions?.text;
  if (locked === undefined || !manifest.complete) return [];
  const declared = manifest.requiresPython?.text ?? '*';
  if (declared === locked) return [];
  return [
    {
      kind: 'python',
      message: `it was made for Python ${locked}, the project asks for ${declared}`,
      span: manifest.requiresPython?.span ?? null,
      package: 'python',
    },
  ];
}

function dependencyCauses(
  dependency: Dependency,
  manifest: Manifest,
  lock: Lock,
): StalenessCause[] {
  if (dependency.origin === 'build-system') return [];
  const asked = askedCauses(dependency, manifest, lock);
  if (asked.length > 0) return asked;
  const { locked } = crossCheck(dependency, manifest, lock);
  const [first] = locked;
  if (first === undefined || isIgnored(dependency, manifest)) return [];
  return [
    ...missingExtras(dependency, locked, lock),
    ...roleCauses(dependency, locked, manifest, lock),
  ];
}

/** That a dependency is not in the lock, or not as it is asked for. */
export function askedCauses(
  dependency: Dependency,
  manifest: Manifest,
  lock: Lock,
): StalenessCause[] {
  const { name, normalized, nameSpan, constraint, reference } = dependency;
  const { status } = crossCheck(dependency, manifest, lock);
  const about = { package: normalized, span: nameSpan };
  if (status === 'not-in-lock')
    return [{ ...about, kind: 'not-in-lock', message: `${name} is not in it` }];
  if (status === 'unsatisfied') {
    const versions = (lock.byName.get(normalized) ?? []).map(({ version }) => version ?? '?');
    const asked = constraint?.text ?? reference?.location ?? 'another source';
    return [
      {
        ...about,
        kind: 'unsatisfied',
        message: `it has ${name} ${versions.join(' and ')}, the project asks for ${asked}`,
        span: constraint?.span ?? reference?.span ?? nameSpan,
      },
    ];
  }
  return [];
}

/** Extras that a dependency asks for and whose packages are not locked. */
function missingExtras(
  { name, normalized, extras }: Dependency,
  locked: readonly LockedPackage[],
  lock: Lock,
): StalenessCause[] {
  if (!lock.complete) return [];
  return extras
    .filter((extra) => locked.every((each) => lacksExtra(each, normalizeName(extra.name), lock)))
    .map((extra) => ({
      kind: 'extra-not-locked' as const,
      message: `the packages of ${name}[${extra.name}] are not in it`,
      span: extra.span,
      package: normalized,
    }));
}

function lacksExtra(locked: LockedPackage, extra: string, lock: Lock): boolean {
  for (const [name, members] of locked.extras) {
    if (normalizeName(name) !== extra) continue;
    return members.some((member) => {
      const requirement = parseRequirement(member);
      // With a marker it may be left out for good reason.
      if ('problem' in requirement || requirement.marker !== null) return false;
      return !lock.byName.has(normalizeName(requirement.name.text));
    });
  }
  return false;
}

/** What the lock's `optional`, `category` and `groups` say of how the dependency was declared. */
function roleCauses(
  dependency: Dependency,
  locked: readonly LockedPackage[],
  manifest: Manifest,
  lock: Lock,
): StalenessCause[] {
  const { name, normalized, nameSpan, group, optional } = dependency;
  const about = { package: normalized, span: nameSpan };
  const isOptional = optional || isEnrichedOptional(dependency, manifest);
  if (group === 'main' && !isOptional && locked.every((each) => each.optional))
    return [{ ...about, kind: 'became-required', message: `${name} is optional in it` }];
  const isListed = locked.some(
    ({ groups }) => groups.length === 0 || groups.map(normalizeName).includes(group),
  );
  // A `category` knows main and dev alone, and what both need is main.
  if (isListed || (group !== 'main' && !namesGroups(lock))) return [];
  return [
    { ...about, kind: 'not-in-group', message: `it does not have ${name} in the group ${group}` },
  ];
}

/** A declaration of `[tool.poetry]` says nothing of its own on this where `[project]` has the dependency. */
function isEnrichedOptional(dependency: Dependency, manifest: Manifest): boolean {
  if (dependency.origin !== 'tool.poetry') return false;
  const standard = standardDependencies(manifest).get('main') ?? [];
  return standard.some(
    ({ origin, normalized, optional }) =>
      origin === 'project' && normalized === dependency.normalized && optional,
  );
}

/** Whether the packages' groups are the project's, as from lock-version 2.1 on. */
function namesGroups({ version }: Lock): boolean {
  const written = version === null ? null : parseVersion(version.text);
  return (
    written !== null &&
    FIRST_WITH_GROUPS !== null &&
    compareVersions(written, FIRST_WITH_GROUPS) >= 0
  );
}

const FIRST_WITH_GROUPS = parseVersion('2.1');

/** Locked packages that nothing asks for any more. Older locks leave out who needs these. */
const UNDECLARED = new Set(['setuptools', 'pip', 'wheel', 'distribute']);

/** The packages that no other one needs. Bench: `didChange`. */
const unneededIn = memoized(({ packages }: Lock): readonly LockedPackage[] => {
  const needed = new Set(UNDECLARED);
  for (const { dependencies } of packages) for (const { name } of dependencies) needed.add(name);
  return packages.filter(({ name }) => !needed.has(name));
});

function removedCauses(manifest: Manifest, lock: Lock): StalenessCause[] {
  const wanted = new Set(manifest.dependencies.map(({ normalized }) => normalized));
  return unneededIn(lock)
    .filter(({ name }) => !wanted.has(name))
    .map(({ name, rawName }) => ({
      kind: 'removed',
      message: `it has ${rawName}, which nothing asks for`,
      span: null,
      package: name,
    }));
}
