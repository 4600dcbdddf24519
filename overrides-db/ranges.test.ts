import { describe, expect, it } from 'vitest';
import { contains, difference, intersection, justAfter, normalize, union } from './ranges.ts';

describe('sets of versions', () => {
  it('joins what overlaps or touches and sorts the rest', () => {
    expect(
      normalize([{ from: '3', until: '4' }, { until: '1' }, { from: '1', until: '2' }]),
    ).toEqual([{ until: '2' }, { from: '3', until: '4' }]);
  });

  it('is every version once nothing is left out', () => {
    expect(union([{ until: '2' }], [{ from: '1.5' }])).toBeNull();
    expect(union(null, [])).toBeNull();
  });

  it('orders as PEP 440 does, not as text does', () => {
    expect(normalize([{ from: '9' }, { from: '10' }])).toEqual([{ from: '9' }]);
    expect(normalize([{ from: '1.10', until: '1.9' }])).toEqual([]);
  });

  it('takes what is common, and nothing where nothing is', () => {
    expect(intersection([{ from: '1', until: '3' }], [{ from: '2' }])).toEqual([
      { from: '2', until: '3' },
    ]);
    expect(intersection([{ until: '1' }], [{ from: '1' }])).toEqual([]);
    expect(intersection(null, [{ from: '2' }])).toEqual([{ from: '2' }]);
  });

  it('takes away', () => {
    expect(difference(null, [{ from: '1', until: '2' }])).toEqual([{ until: '1' }, { from: '2' }]);
    expect(difference([{ from: '1' }], null)).toEqual([]);
    expect(difference([{ from: '1' }], [])).toEqual([{ from: '1' }]);
    expect(difference(null, [{ from: '3' }])).toEqual([{ until: '3' }]);
  });

  it('answers for a version, and does not know what is no version', () => {
    const set = [{ from: '1.0', until: '2.0' }];
    expect(contains(set, '1.0')).toBe(true);
    expect(contains(set, '2.0')).toBe(false);
    expect(contains(set, '2.0rc1')).toBe(true);
    expect(contains(set, 'not a version')).toBeNull();
    expect(contains(null, 'anything')).toBe(true);
    expect(contains([], '1')).toBe(false);
  });

  it('keeps one version alone between it and what comes just after', () => {
    const only = [{ from: '1.2', until: justAfter('1.2') }];
    expect(contains(only, '1.2')).toBe(true);
    expect(contains(only, '1.2.0')).toBe(true);
    expect(contains(only, '1.2.1')).toBe(false);
    expect(contains(only, '1.2.post1')).toBe(false);
    expect(contains(only, '1.2rc1')).toBe(false);
  });
});
