import { compareVersions } from './versions.ts';

/** `from` inclusive, `until` exclusive, both PEP 440; an absent bound is open. */
export interface VersionInterval {
  readonly from?: string;
  readonly until?: string;
}

/** A set of versions: disjoint intervals in ascending order. None is the empty set; null is every version. */
export type VersionSet = readonly VersionInterval[] | null;

/** The versions that are in either set. */
export function union(a: VersionSet, b: VersionSet): VersionSet {
  if (a === null || b === null) return null;
  return normalize([...a, ...b]);
}

/** The versions that are in both sets. */
export function intersection(a: VersionSet, b: VersionSet): VersionSet {
  if (a === null) return b;
  if (b === null) return a;
  const result: VersionInterval[] = [];
  for (const x of a) {
    for (const y of b) {
      const both = interval(laterFrom(x.from, y.from), earlierUntil(x.until, y.until));
      if (!isEmpty(both)) result.push(both);
    }
  }
  return normalize(result);
}

/** The versions that are in `a` and not in `b`. */
export function difference(a: VersionSet, b: VersionSet): VersionSet {
  if (b === null) return [];
  const gaps: VersionInterval[] = [];
  let from: string | undefined;
  let open = true;
  for (const one of b) {
    if (one.from !== undefined) gaps.push(interval(from, one.from));
    from = one.until;
    open = one.until !== undefined;
  }
  if (open) gaps.push(interval(from, undefined));
  return intersection(a, normalize(gaps));
}

/** Sorted, overlapping and touching intervals joined; null where that is every version. */
export function normalize(intervals: readonly VersionInterval[]): VersionSet {
  const sorted = intervals
    .filter((one) => !isEmpty(one))
    .toSorted((a, b) => compareFrom(a.from, b.from));
  const result: VersionInterval[] = [];
  for (const next of sorted) {
    const last = result.at(-1);
    if (last !== undefined && reaches(last.until, next.from)) {
      result[result.length - 1] = interval(last.from, laterUntil(last.until, next.until));
    } else {
      result.push(next);
    }
  }
  const only = result.length === 1 ? result[0] : undefined;
  return only !== undefined && only.from === undefined && only.until === undefined ? null : result;
}

/** Whether `version` is in the set. Null for a version or bound that is not PEP 440. */
export function contains(set: VersionSet, version: string): boolean | null {
  if (set === null) return true;
  for (const { from, until } of set) {
    const low = from === undefined ? 1 : compareVersions(version, from);
    const high = until === undefined ? -1 : compareVersions(version, until);
    if (low === null || high === null) return null;
    if (low >= 0 && high < 0) return true;
  }
  return false;
}

/** The least bound above `version` itself: PEP 440 orders nothing but local versions between the two. */
export function justAfter(version: string): string {
  return `${version}.post0.dev0`;
}

function interval(from: string | undefined, until: string | undefined): VersionInterval {
  return { ...(from === undefined ? {} : { from }), ...(until === undefined ? {} : { until }) };
}

function isEmpty({ from, until }: VersionInterval): boolean {
  return from !== undefined && until !== undefined && order(from, until) >= 0;
}

function reaches(until: string | undefined, from: string | undefined): boolean {
  return until === undefined || from === undefined || order(until, from) >= 0;
}

function compareFrom(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1;
  return order(a, b);
}

function laterFrom(a: string | undefined, b: string | undefined): string | undefined {
  return compareFrom(a, b) >= 0 ? a : b;
}

function earlierUntil(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return order(a, b) <= 0 ? a : b;
}

function laterUntil(a: string | undefined, b: string | undefined): string | undefined {
  if (a === undefined || b === undefined) return undefined;
  return order(a, b) >= 0 ? a : b;
}

/** A total order: PEP 440's, and by text where a bound is none. */
function order(a: string, b: string): number {
  return compareVersions(a, b) ?? (a < b ? -1 : a > b ? 1 : 0);
}
