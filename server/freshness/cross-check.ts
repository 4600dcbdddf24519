import { intersect, isEmpty } from '../python/constraint.ts';
import { normalizeName } from '../python/names.ts';
import { markerReachable } from '../python/marker.ts';
import type { Constraint } from '../python/model.ts';
import { parsePoetryConstraint, poetryAllows } from '../python/poetry-constraint.ts';
import { parseSpecifiers, specifiersToConstraint } from '../python/specifier.ts';
import { isIgnored } from './enrichment.ts';
import { LOCK_FORMATS } from '../locks/formats.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import { CROSS_CHECK_RULES } from './cross-check-rules.ts';
import { comesFrom } from './same-source.ts';
import type { DeclaredConstraint, Dependency, Manifest } from '../manifests/model.ts';
import { isProblem } from '../python/problem.ts';
import { memoized, SingleEntryCache } from '../memoize.ts';

/** What a lock says of one declared dependency. */
export interface CrossCheck {
  /**
   * - `satisfied`: one of the locked versions is what is asked for;
   * - `unsatisfied`: the name is locked, but never as it is asked for;
   * - `not-in-lock`: it should be there and is not;
   * - `unreachable`: it is never installed (its marker holds on no Python of the project, or Poetry
   *   ignores the declaration), and the lock may leave it out;
   * - `unknown`: the declaration or the lock cannot be read well enough.
   */
  readonly status: 'satisfied' | 'unsatisfied' | 'not-in-lock' | 'unreachable' | 'unknown';
  /** The locked packages that satisfy it. */
  readonly locked: readonly LockedPackage[];
}

/** What Poetry takes `python = "*"`, and no range at all, for. */
const ANY_PYTHON = parsePoetryConstraint('~2.7 || >=3.4');

/**
 * Holds one declared dependency against the lock, with Poetry's meaning of "satisfies"
 * (`Package.satisfies`). Nothing is held against a dependency that is never installed.
 */
export function crossCheck(dependency: Dependency, manifest: Manifest, lock: Lock): CrossCheck {
  return lastOf(dependency).get([manifest, lock], () => checkAgainst(dependency, manifest, lock));
}

/** Several ask about one dependency of one project: what it was last held against. Bench: `didChange`. */
const lastOf = memoized((_dependency: Dependency) => new SingleEntryCache<CrossCheck>());

function checkAgainst(dependency: Dependency, manifest: Manifest, lock: Lock): CrossCheck {
  const candidates = lock.byName.get(dependency.normalized) ?? [];
  const judged = candidates.map((locked) => ({
    locked,
    verdict: satisfies(locked, dependency, lock),
  }));
  const locked = judged.filter(({ verdict }) => verdict === true).map((each) => each.locked);
  if (locked.length > 0)
    return { status: 'satisfied', locked: ofCategory(locked, dependency, lock) };

  const reachable = isReachable(dependency, manifest, lock);
  if (reachable === false || isIgnored(dependency, manifest))
    return { status: 'unreachable', locked };
  if (reachable === null || judged.some(({ verdict }) => verdict === null))
    return { status: 'unknown', locked };
  if (candidates.some((each) => isOverruled(dependency, each, lock)))
    return { status: 'unknown', locked };
  const rule = CROSS_CHECK_RULES[lock.kind];
  const isAsked =
    isMadeFor(dependency, lock) && !(rule.isOfOneMachine && dependency.marker !== null);
  if (candidates.length > 0) return { status: isAsked ? 'unsatisfied' : 'unknown', locked };
  const isOwn = dependency.normalized === manifest.name?.normalized;
  const mustBeThere = lock.complete && !isOwn && isAsked && !rule.leavesOut(dependency);
  return { status: mustBeThere ? 'not-in-lock' : 'unknown', locked };
}

/** A Pipfile.lock has a package once for each category: that of the declaration, where it is there. */
function ofCategory(
  locked: readonly LockedPackage[],
  { group }: Dependency,
  { kind }: Lock,
): readonly LockedPackage[] {
  const own = LOCK_FORMATS[kind].isByGroup
    ? locked.filter(({ groups }) => groups.includes(group))
    : [];
  return own.length > 0 ? own : locked;
}

/** Pipenv locks one version of a package, and what `[packages]` asks for wins (its docs, Pipfile). */
function isOverruled({ group }: Dependency, { groups }: LockedPackage, { kind }: Lock): boolean {
  return LOCK_FORMATS[kind].isByGroup && group !== 'main' && groups.includes('main');
}

function isMadeFor({ group, extra }: Dependency, { madeFor }: Lock): boolean {
  return madeFor === undefined || madeFor.has(extra === null ? group : normalizeName(extra));
}

/** The Python versions that the project is locked for; null where its declaration cannot be read. */
export function projectPythons(manifest: Manifest): Constraint | null {
  const declared = manifest.requiresPython;
  const parsed = declared === null || declared.text === '*' ? ANY_PYTHON : declared.parsed;
  return isProblem(parsed) ? null : parsed;
}

/** Null where it is not known. */
function isReachable(dependency: Dependency, manifest: Manifest, lock: Lock): boolean | null {
  const { marker, conditions } = dependency;
  const pythons = lockedPythons(manifest, lock);
  if (pythons === null) return null;
  const python = conditions.python === null ? pythons : intersection(pythons, conditions.python);
  if (python === null) return null;
  if (isEmpty(python)) return false;
  if (marker !== null)
    return isProblem(marker.parsed) ? null : markerReachable(marker.parsed, { python });
  // There are conditions, yet they could not be joined to a marker.
  return conditions.markers === null && conditions.platform === null ? true : null;
}

function lockedPythons(manifest: Manifest, lock: Lock): Constraint | null {
  const pythons = projectPythons(manifest);
  const written = CROSS_CHECK_RULES[lock.kind].narrowsPythons ? lock.pythonVersions : null;
  if (pythons === null || written === null) return pythons;
  const specifiers = parseSpecifiers(written.text);
  return isProblem(specifiers) ? pythons : intersect(pythons, specifiersToConstraint(specifiers));
}

function intersection(pythons: Constraint, { parsed }: DeclaredConstraint): Constraint | null {
  return isProblem(parsed) ? null : intersect(pythons, parsed);
}

/** Null where it is not known. */
function satisfies(locked: LockedPackage, dependency: Dependency, lock: Lock): boolean | null {
  const allowed = allowsVersion(locked, dependency.constraint);
  if (allowed === false) return isFreeOfConstraint(locked, lock);
  const origin = comesFrom(locked, dependency, lock);
  return origin === false ? false : allowed && origin;
}

/** uv asks no version of what comes from a place (`[tool.uv.sources]`), nor of what it overrides. */
function isFreeOfConstraint(locked: LockedPackage, lock: Lock): boolean {
  const { takesAnyVersionOfPlace } = CROSS_CHECK_RULES[lock.kind];
  const isPlaced =
    takesAnyVersionOfPlace && locked.source !== null && locked.source.type !== 'registry';
  return isPlaced || lock.overridden?.has(locked.name) === true;
}

function allowsVersion(
  { parsedVersion }: LockedPackage,
  constraint: DeclaredConstraint | null,
): boolean | null {
  if (constraint === null) return true;
  if (isProblem(constraint.parsed) || parsedVersion === null) return null;
  return poetryAllows(constraint.parsed, parsedVersion);
}
