import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../support/growth.ts';

/** As many steps as it is told to take, none of which can be left out. */
function work(steps: number): void {
  let sum = 0;
  for (let step = 0; step < steps; step += 1) sum = (sum * 31 + step) >>> 0;
  expect(sum).toBeGreaterThanOrEqual(0);
}

describe('the growth of time', () => {
  it('tells a quadratic task', () => {
    expect(growthOfTime((size) => work(size * size), 5000)).toBeGreaterThan(SUPER_LINEAR);
  });

  it('lets a linear one pass', () => {
    expect(growthOfTime((size) => work(size * 10_000), 10_000)).toBeLessThan(SUPER_LINEAR);
  });

  it('is nothing where next to nothing is done', () => {
    expect(growthOfTime((size) => work(size * size), 10)).toBe(0);
  });
});
