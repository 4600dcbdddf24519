import { isDeepStrictEqual } from 'node:util';
import type { Span } from '../../server/text.ts';

/** What a target promises does not hold: the fuzzer keeps the input. */
export class BrokenInvariant extends Error {}

export function require(holds: boolean, what: string): asserts holds {
  if (!holds) throw new BrokenInvariant(what);
}

export function requireSame(actual: unknown, expected: unknown, what: string): void {
  require(isDeepStrictEqual(actual, expected), what);
}

/** A span is within a text of `length` UTF-16 units. */
export function requireInside({ start, end }: Span, length: number, what: string): void {
  require(0 <= start && start <= end && end <= length, `${what}: ${start} to ${end} of ${length}`);
}

/**
 * Every span that a value holds is within a text of `length` units. Getters and methods are not
 * called; objects that were seen are passed over.
 */
export function requireSpansInside(value: unknown, length: number, what: string): void {
  const seen = new Set<object>();
  const open: unknown[] = [value];
  while (open.length > 0) {
    const next = open.pop();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if (isSpan(next)) requireInside(next, length, what);
    if (next instanceof Map) open.push(...next.keys(), ...next.values());
    else if (next instanceof Set) open.push(...next);
    else open.push(...Object.values(next));
  }
}

function isSpan(value: object): value is Span {
  return (
    'start' in value &&
    'end' in value &&
    typeof value.start === 'number' &&
    typeof value.end === 'number'
  );
}
