import { beforeAll, describe, expect, it } from 'vitest';
import { DEEP, LONG } from '../support/growing-files.ts';
import { measureMemoryGrowth, SUPER_LINEAR, type MemoryGrowth } from '../support/memory-growth.ts';

/** Milliseconds for all files of a group. */
const LIMIT = 600_000;

describe.each([
  ['nesting of 40,000 levels', 'deep', DEEP],
  ['lines of 200,000 characters', 'long', LONG],
] as const)('%s', (_title, group, files) => {
  let growths: ReadonlyMap<string, MemoryGrowth> = new Map();
  beforeAll(async () => {
    growths = await measureMemoryGrowth(group);
  }, LIMIT);

  it.each(files)('take memory by their size: $what', ({ what }) => {
    expect(growths.get(what)?.kept).toBeLessThan(SUPER_LINEAR);
    expect(growths.get(what)?.allocated).toBeLessThan(SUPER_LINEAR);
  });
});

describe('the growth of memory', () => {
  let growths: ReadonlyMap<string, MemoryGrowth> = new Map();
  beforeAll(async () => {
    growths = await measureMemoryGrowth('stand-ins');
  }, LIMIT);

  it('tells what is quadratic from what is linear', () => {
    const linear = growths.get('keeps a linear amount');
    expect(linear?.kept).toBeGreaterThan(3);
    expect(linear?.kept).toBeLessThan(SUPER_LINEAR);
    expect(linear?.allocated).toBeLessThan(SUPER_LINEAR);
    const quadratic = growths.get('keeps a quadratic amount');
    expect(quadratic?.kept).toBeGreaterThan(SUPER_LINEAR);
    expect(quadratic?.allocated).toBeGreaterThan(SUPER_LINEAR);
    const allocating = growths.get('allocates a quadratic amount and keeps none');
    expect(allocating?.kept).toBe(0);
    expect(allocating?.allocated).toBeGreaterThan(SUPER_LINEAR);
  });
});
