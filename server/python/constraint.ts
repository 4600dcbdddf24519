import type { Constraint, Version, VersionRange } from './model.ts';
import {
  compareRanges,
  intersectRanges,
  isEmptyRange,
  matches,
  mergeRanges,
  point,
  rangeAllows,
  rangeAllowsAll,
  rangesMeet,
  reachesHigher,
} from './ranges.ts';
import { compareVersions } from './version.ts';

/*
 * Sets of versions as Poetry reckons with them (poetry-core 2.5). On versions without local parts
 * this is plain set algebra over ordered ranges; local parts follow PEP 440 and Poetry.
 */

/** All versions. */
export const anyVersion: Constraint = {
  ranges: [{ min: null, includeMin: false, max: null, includeMax: false }],
};

/** No version. */
export const noVersion: Constraint = { ranges: [] };

/** That version, with its local variants if it has no local part itself. */
export function exactly(version: Version): Constraint {
  return { ranges: [point(version)] };
}

/** All versions but that one. */
export function allBut(version: Version): Constraint {
  return {
    ranges: [
      { min: null, includeMin: false, max: version, includeMax: false },
      { min: version, includeMin: false, max: null, includeMax: false },
    ],
  };
}

/** The versions in one range; none where its bounds contradict. */
export function within(range: VersionRange): Constraint {
  return isEmptyRange(range) ? noVersion : { ranges: [range] };
}

/**
 * Whether `version` is in the set. As PEP 440 has it for exclusive bounds, `>V` leaves out the
 * post-releases and local variants of V; a bound without a local part ignores that of `version`.
 * Pre-releases are not filtered, as Poetry does not filter them.
 */
export function allows(constraint: Constraint, version: Version): boolean {
  const excluded = excludedVersion(constraint);
  if (excluded !== null) return !matches(excluded, version);
  return constraint.ranges.some((range) => rangeAllows(range, version));
}

export function isEmpty(constraint: Constraint): boolean {
  return constraint.ranges.every(isEmptyRange);
}

export function isAny(constraint: Constraint): boolean {
  return constraint.ranges.some((range) => range.min === null && range.max === null);
}

/** What both allow. */
export function intersect(a: Constraint, b: Constraint): Constraint {
  // Where only one of the two is a union, Poetry walks along that one; local versions show the order.
  if (a.ranges.length < 2 && b.ranges.length > 1) return intersect(b, a);
  const found: VersionRange[] = [];
  for (const [left, right] of overlapping(a, b)) {
    const both = intersectRanges(left, right);
    if (both !== null) found.push(both);
  }
  return unionOf(found);
}

/** What all of them allow; all versions where there are none. */
export function intersectAll(constraints: readonly Constraint[]): Constraint {
  // Halves of a long list first: one after the other would walk along a growing set each time.
  const few = 32;
  const [first = anyVersion, ...others] = constraints;
  if (constraints.length <= few) return others.reduce(intersect, first);
  const middle = constraints.length >> 1;
  return intersect(
    intersectAll(constraints.slice(0, middle)),
    intersectAll(constraints.slice(middle)),
  );
}

/** What either allows. */
export function union(a: Constraint, b: Constraint): Constraint {
  return unionOf([...a.ranges, ...b.ranges]);
}

/** What at least one of them allows; nothing where there are none. */
export function unionAll(constraints: readonly Constraint[]): Constraint {
  return unionOf(constraints.flatMap(({ ranges }) => ranges));
}

/** All that `constraint` does not allow. */
export function complement(constraint: Constraint): Constraint {
  const gaps: VersionRange[] = [];
  let min: Version | null = null;
  let includeMin = false;
  for (const range of constraint.ranges) {
    if (range.min !== null)
      gaps.push({ min, includeMin, max: range.min, includeMax: !range.includeMin });
    if (range.max === null) return unionOf(gaps);
    min = range.max;
    includeMin = !range.includeMax;
  }
  return unionOf([...gaps, { min, includeMin, max: null, includeMax: false }]);
}

/** What `a` allows and `b` does not. */
export function difference(a: Constraint, b: Constraint): Constraint {
  return intersect(a, complement(b));
}

/** Whether `a` allows all that `b` allows. */
export function allowsAll(a: Constraint, b: Constraint): boolean {
  if (isEmpty(b)) return true;
  let next = 0;
  for (const range of b.ranges) {
    for (;;) {
      const ours = a.ranges[next];
      if (ours === undefined) return false;
      if (rangeAllowsAll(ours, range)) break;
      next += 1;
    }
  }
  return true;
}

/** Whether there is a version that both allow. */
export function allowsAny(a: Constraint, b: Constraint): boolean {
  for (const [left, right] of overlapping(a, b)) if (rangesMeet(left, right)) return true;
  return false;
}

/** The one version that the constraint leaves out, if it is `!=V`. */
export function excludedVersion({ ranges }: Constraint): Version | null {
  const [below, above] = ranges;
  if (ranges.length !== 2 || below === undefined || above === undefined) return null;
  if (below.min !== null || above.max !== null || below.max === null || above.min === null)
    return null;
  if (below.includeMax || above.includeMin) return null;
  return compareVersions(below.max, above.min) === 0 ? above.min : null;
}

/** The pairs of ranges that may overlap, in one walk along both. */
function* overlapping(
  a: Constraint,
  b: Constraint,
): Generator<readonly [VersionRange, VersionRange]> {
  let our = 0;
  let their = 0;
  for (;;) {
    const left = a.ranges[our];
    const right = b.ranges[their];
    if (left === undefined || right === undefined) return;
    yield [left, right];
    if (reachesHigher(right, left)) our += 1;
    else their += 1;
  }
}

function unionOf(ranges: readonly VersionRange[]): Constraint {
  const merged: VersionRange[] = [];
  for (const range of ranges.filter((each) => !isEmptyRange(each)).toSorted(compareRanges)) {
    if (range.min === null && range.max === null) return anyVersion;
    const last = merged.at(-1);
    const both = last === undefined ? null : mergeRanges(last, range);
    if (both === null) merged.push(range);
    else merged[merged.length - 1] = both;
  }
  return { ranges: merged };
}
