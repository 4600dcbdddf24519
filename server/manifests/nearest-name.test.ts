import { describe, expect, it } from 'vitest';
import { nearestName } from './nearest-name.ts';

describe('nearestName', () => {
  it.each([
    ['reqeusts', ['requests', 'flask'], 'requests'],
    ['flsk', ['flask', 'requests'], 'flask'],
    ['psycopg', ['psycopg2', 'flask'], 'psycopg2'],
    ['dev', ['docs', 'test'], null],
    ['tst', ['test', 'test'], 'test'],
    ['ab', ['cd'], null],
    ['cat', ['cut', 'car'], null],
    ['cat', ['cart', 'dog', 'cut'], null],
    ['requests', [], null],
    ['', ['a'], 'a'],
    ['x'.repeat(61), ['x'.repeat(60)], null],
    ['x', ['x'.repeat(61)], null],
  ])('of %s among %j is %s', (name, candidates, nearest) => {
    expect(nearestName(name, candidates)).toBe(nearest);
  });
});
