import type { Phases, Version } from './model.ts';

/**
 * Orders two versions as PEP 440 does, local parts included: negative, 0 or positive.
 *
 * Written out because the library's `compare` parses both texts anew at each call, takes local
 * segments such as `5e3` for numbers and has no digits beyond 2^53.
 */
export function compareVersions(a: Version, b: Version): number {
  if (a === b) return 0;
  const difference =
    hasHugeNumber(a) || hasHugeNumber(b) ? comparePublic(exact(a), exact(b)) : comparePublic(a, b);
  return difference || compareLocals(a.local, b.local);
}

export interface Comparable {
  readonly epoch: number | bigint;
  readonly release: readonly (number | bigint)[];
  readonly pre: readonly [string, number | bigint] | null;
  readonly post: number | bigint | null;
  readonly dev: number | bigint | null;
  readonly phases?: Phases | undefined;
}

/** Whether a number of the public part is too large to be exact in `release` and the like. */
export function hasHugeNumber(version: Version): boolean {
  return version.text.length >= 16 && /^[^+]*\d{16}/.test(version.text);
}

/** The numbers of a version as they are in its text. */
export function exact(version: Version): Comparable {
  const runs = (version.text.split('+')[0] ?? '').match(/\d+/g) ?? [];
  const { epoch, release, pre, post, dev } = version;
  let next = 0;
  const value = (): bigint => {
    const run = BigInt(runs[next] ?? 0);
    next += 1;
    return run;
  };
  return {
    epoch: epoch === 0 ? 0 : value(),
    release: release.map(value),
    pre: pre === null ? null : [pre[0], value()],
    post: post === null ? null : value(),
    dev: dev === null ? null : value(),
    phases: version.phases,
  };
}

function comparePublic(a: Comparable, b: Comparable): number {
  return (
    order(a.epoch, b.epoch) ||
    compareReleases(a.release, b.release) ||
    (a.phases !== undefined || b.phases !== undefined ? compareSpelt(a, b) : compareSegments(a, b))
  );
}

function compareSegments(a: Comparable, b: Comparable): number {
  return (
    order(phaseRank(a), phaseRank(b)) ||
    order(a.pre?.[1] ?? 0, b.pre?.[1] ?? 0) ||
    order(a.post ?? -1, b.post ?? -1) ||
    order(a.dev ?? Infinity, b.dev ?? Infinity)
  );
}

/** As Poetry has it, where letters in capitals are phases of their own, before the others. */
function compareSpelt(a: Comparable, b: Comparable): number {
  return (
    order(prePhase(a), prePhase(b)) ||
    order(a.pre?.[1] ?? 0, b.pre?.[1] ?? 0) ||
    order(postPhase(a), postPhase(b)) ||
    order(a.post ?? 0, b.post ?? 0) ||
    order(devPhase(a), devPhase(b)) ||
    order(a.dev ?? 0, b.dev ?? 0)
  );
}

function prePhase({ pre, post, dev, phases }: Comparable): string {
  if (pre !== null) return phases?.pre ?? pre[0];
  return post === null && dev !== null ? '' : 'z';
}

function postPhase({ post, phases }: Comparable): string {
  return post === null ? '' : (phases?.post ?? 'post');
}

function devPhase({ dev, phases }: Comparable): string {
  return dev === null ? 'z' : (phases?.dev ?? 'dev');
}

function order<Value extends number | bigint | string>(a: Value, b: Value): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareReleases(a: readonly (number | bigint)[], b: readonly (number | bigint)[]): number {
  const length = Math.max(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = order(a[index] ?? 0, b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A bare development release stands before all pre-releases of its version, a final one after. */
function phaseRank({ pre, post, dev }: Comparable): number {
  if (pre !== null) return pre[0] === 'a' ? 1 : pre[0] === 'b' ? 2 : 3;
  return post === null && dev !== null ? 0 : 4;
}

function compareLocals(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  const left = a.split('.');
  const right = b.split('.');
  for (const [index, part] of left.entries()) {
    const other = right[index];
    if (other === undefined) return 1;
    const difference = compareLocalSegments(part, other);
    if (difference !== 0) return difference;
  }
  return left.length < right.length ? -1 : 0;
}

/** Numeric segments stand above alphanumeric ones. */
function compareLocalSegments(a: string, b: string): number {
  const isNumber = /^\d+$/.test(a);
  if (isNumber !== /^\d+$/.test(b)) return isNumber ? 1 : -1;
  if (isNumber) return order(BigInt(a), BigInt(b));
  return a < b ? -1 : a > b ? 1 : 0;
}
