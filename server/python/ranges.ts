import type { Version, VersionRange } from './model.ts';
import { nextPatch } from './next-version.ts';
import { compareVersions as compare, withParts, withoutLocal } from './version.ts';

/** A range that is one version; that version's local variants belong to it unless it has a local part itself. */
export type Point = VersionRange & { readonly min: Version; readonly max: Version };

export function point(version: Version): Point {
  return { min: version, includeMin: true, max: version, includeMax: true };
}

export function isPoint(range: VersionRange): range is Point {
  const { min, max, includeMin, includeMax } = range;
  return includeMin && includeMax && min !== null && max !== null && compare(min, max) === 0;
}

export function isEmptyRange({ min, max, includeMin, includeMax }: VersionRange): boolean {
  if (min === null || max === null) return false;
  const order = compare(min, max);
  return order > 0 || (order === 0 && !(includeMin && includeMax));
}

/** Whether `version` is `expected`, or a local variant of it where `expected` has no local part. */
export function matches(expected: Version, version: Version): boolean {
  return compare(expected, comparableTo(expected, version)) === 0;
}

/** Whether `version` is inside, by the rules that `allows` of constraint.ts states. */
export function rangeAllows(range: VersionRange, version: Version): boolean {
  const { min, max, includeMin, includeMax } = range;
  if (min !== null) {
    const base =
      !includeMin && min.post === null && version.post !== null ? withoutPost(version) : version;
    const order = compare(comparableTo(min, base), min);
    if (order < 0 || (order === 0 && !includeMin)) return false;
  }
  if (max === null) return true;
  const order = compare(comparableTo(max, version), max);
  return order < 0 || (order === 0 && includeMax);
}

/** Whether `a` has versions below all of `b`. */
function reachesLower(a: VersionRange, b: VersionRange): boolean {
  if (a.min === null) return b.min !== null;
  if (b.min === null) return false;
  const order = compare(a.min, b.min);
  return order < 0 || (order === 0 && a.includeMin && !b.includeMin);
}

/** Whether `a` has versions above all of `b`. */
export function reachesHigher(a: VersionRange, b: VersionRange): boolean {
  if (a.max === null) return b.max !== null;
  if (b.max === null) return false;
  const order = compare(a.max, b.max);
  return order > 0 || (order === 0 && a.includeMax && !b.includeMax);
}

function isBelow(a: VersionRange, b: VersionRange): boolean {
  if (a.max === null || b.min === null) return false;
  const order = compare(a.max, b.min);
  return order < 0 || (order === 0 && !(a.includeMax && b.includeMin));
}

/** Whether `a` ends where `b` starts, with nothing between and nothing in both. */
function isAdjacent(a: VersionRange, b: VersionRange): boolean {
  if (a.max === null || b.min === null) return false;
  return a.includeMax !== b.includeMin && compare(a.max, b.min) === 0;
}

/** What is in both, null if nothing is. */
export function intersectRanges(a: VersionRange, b: VersionRange): VersionRange | null {
  if (isPoint(a) && isPoint(b)) return matches(a.min, b.min) ? b : matches(b.min, a.min) ? a : null;
  if (isPoint(b)) return intersectPoint(a, b);
  if (isPoint(a)) return intersectPoint(b, a);
  if (isBelow(a, b) || isBelow(b, a)) return null;
  const lower = reachesLower(a, b) ? b : a;
  const upper = reachesHigher(a, b) ? b : a;
  const both = {
    min: lower.min,
    includeMin: lower.includeMin,
    max: upper.max,
    includeMax: upper.includeMax,
  };
  if (isPoint(both)) return point(both.min);
  return isEmptyRange(both) ? null : both;
}

/** `>=1.2.3+local` and `1.2.3` share the local variants from there on, which Poetry writes `>=1.2.3+local,<1.2.4`. */
function intersectPoint(range: VersionRange, single: Point): VersionRange | null {
  const { min, includeMin } = range;
  if (rangeAllows(range, single.min)) return single;
  if (!startsWithLocalOf(range, single.min)) return null;
  const both = { min, includeMin, max: nextPatch(single.min), includeMax: false };
  return isEmptyRange(both) ? null : both;
}

function startsWithLocalOf({ min }: VersionRange, version: Version): boolean {
  return isLocal(min) && version.local === null && matches(version, min);
}

/** Whether Poetry says that some version may be in both; it does so of `>1.0+x` and `1.0+x`, which share none. */
export function rangesMeet(a: VersionRange, b: VersionRange): boolean {
  if (isEmptyRange(b)) return false;
  if (isPoint(a)) return intersectRanges(a, b) !== null;
  if (isPoint(b)) return rangeAllows(a, b.min) || (isLocal(a.min) && matches(b.min, a.min));
  return !isBelow(a, b) && !isBelow(b, a);
}

function isLocal(bound: Version | null): bound is Version {
  return bound !== null && bound.local !== null;
}

/** Whether all of `b` is in `a`. */
export function rangeAllowsAll(a: VersionRange, b: VersionRange): boolean {
  if (isEmptyRange(b)) return true;
  if (isPoint(a)) return isPoint(b) && matches(a.min, b.min);
  if (!isPoint(b)) return !reachesLower(b, a) && !reachesHigher(b, a);
  if (!rangeAllows(a, b.min)) return false;
  // A public version stands for its local variants, which an upper bound with a local part splits.
  return b.min.local !== null || !endsWithLocalOf(a, b.min);
}

function endsWithLocalOf({ max }: VersionRange, version: Version): boolean {
  return isLocal(max) && matches(version, max);
}

/** Orders ranges by where they start, then by where they end. */
export function compareRanges(a: VersionRange, b: VersionRange): number {
  if (reachesLower(a, b)) return -1;
  if (reachesLower(b, a)) return 1;
  return reachesHigher(a, b) ? 1 : reachesHigher(b, a) ? -1 : 0;
}

/** One range for two that overlap or touch, `a` not starting behind `b`; null for others. */
export function mergeRanges(a: VersionRange, b: VersionRange): VersionRange | null {
  if (!rangesMeet(a, b) && !isAdjacent(a, b)) return null;
  if (isPoint(a)) return isPoint(b) ? (matches(b.min, a.min) ? b : a) : absorbPoint(b, a);
  if (isPoint(b)) return absorbPoint(a, b);
  // Of equal bounds the second one's spelling stays, as in Poetry.
  const lower = reachesLower(a, b) ? a : b;
  const upper = reachesHigher(a, b) ? a : b;
  return {
    min: lower.min,
    includeMin: lower.includeMin,
    max: upper.max,
    includeMax: upper.includeMax,
  };
}

/** A public version swallows the local variants of it that bound the range. */
function absorbPoint(range: VersionRange, single: Point): VersionRange {
  const version = single.min;
  let { min, includeMin, max, includeMax } = range;
  if (version.local === null) {
    const lower = startsWithLocalOf(range, version);
    const upper = endsWithLocalOf(range, version);
    if (lower) [min, includeMin] = [version, true];
    if (upper) [max, includeMax] = [nextPatch(version), false];
    if (lower || upper) return { min, includeMin, max, includeMax };
  }
  if (rangeAllows(range, version)) return range;
  if (min !== null && compare(min, version) === 0) includeMin = true;
  else includeMax = true;
  return { min, includeMin, max, includeMax };
}

/** `version` as it is compared with `bound`: a bound without a local part has no opinion on one. */
function comparableTo(bound: Version, version: Version): Version {
  return bound.local === null ? withoutLocal(version) : version;
}

function withoutPost(version: Version): Version {
  return withParts(version, { post: null, dev: null });
}
