import { describe, expect, it } from 'vitest';
import { dayAt, holdsAt, parseRuns, placeOf, positionOf } from './poetry2nix-line.ts';

const LAST = positionOf('ce2369db77f45688172384bbeb962bc6c2ea6f94') ?? -1;
const REFACTORING = positionOf('8f1b7268445ff54b44a096346ab876999b7719c4') ?? -1;

describe('positionOf', () => {
  it('knows a revision of the main line, by seven digits too', () => {
    expect(LAST).toBeGreaterThan(REFACTORING);
    expect(positionOf('8F1B726')).toBe(REFACTORING);
    expect(dayAt(REFACTORING)).toBe('2022-10-07');
  });

  it('does not know another', () => {
    expect(positionOf('0123456789abcdef0123456789abcdef01234567')).toBeNull();
    expect(positionOf('8f1b')).toBeNull();
  });
});

describe('placeOf', () => {
  it('spans all revisions that may be meant, and is of the line where each is', () => {
    const one = { revision: '8f1b7268445ff54b44a096346ab876999b7719c4', date: null };
    const later = '4eb2ac54029af42a001c9901194e9ce19cbd8a40';
    const { first } = placeOf(one);
    const { last } = placeOf({ revision: later, date: null });
    expect(placeOf({ ...one, others: [later] })).toEqual({ first, last, exact: true });
    expect(placeOf({ ...one, others: [later, 'f'.repeat(40)] }).exact).toBe(false);
  });

  it('is one position where the revision is of the main line, whatever the date says', () => {
    expect(placeOf({ revision: '8f1b7268445ff54b44a096346ab876999b7719c4', date: null })).toEqual({
      first: REFACTORING,
      last: REFACTORING,
      exact: true,
    });
  });

  it('is the year before the date of a fork', () => {
    const { first, last, exact } = placeOf({
      revision: 'f'.repeat(40),
      date: '2023-10-07T00:00:00Z',
    });
    expect(exact).toBe(false);
    expect(dayAt(first) <= '2022-10-07').toBe(true);
    expect(dayAt(first) >= '2022-10-01').toBe(true);
    expect(dayAt(last) <= '2023-10-07').toBe(true);
  });

  it('is any of the last two years where nothing is pinned', () => {
    const { first, last } = placeOf(null);
    expect(last).toBe(LAST);
    expect(dayAt(first) >= '2023-03' && dayAt(first) <= '2023-04-03').toBe(true);
  });
});

describe('holdsAt', () => {
  const place = { first: 10, last: 20, exact: false };
  it.each([
    [[[5, 21]], 'yes'],
    [[[5]], 'yes'],
    [[[5, 20]], 'some'],
    [[[15]], 'some'],
    [[[5, 10], [21]], 'no'],
    [[], 'no'],
  ] as const)('%j: %s', (runs, answer) => {
    expect(holdsAt(runs, place)).toBe(answer);
  });
});

describe('parseRuns', () => {
  it('reads commits, and leaves out what is not of the line', () => {
    expect(parseRuns(['8f1b726844..ce2369db77', 'ce2369db77..', 'ffffffffff..'])).toEqual([
      [REFACTORING, LAST],
      [LAST],
    ]);
  });
});
