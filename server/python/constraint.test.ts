import { describe, expect, it } from 'vitest';
import {
  allowsAll,
  allowsAny,
  anyVersion,
  complement,
  difference,
  intersect,
  isEmpty,
  noVersion,
  union,
  unionAll,
} from './constraint.ts';
import { formatConstraint } from './format-constraint.ts';
import type { Constraint } from './model.ts';
import { parsePoetryConstraint } from './poetry-constraint.ts';

function constraint(text: string): Constraint {
  const parsed = parsePoetryConstraint(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed;
}

describe('intersect', () => {
  it.each([
    ['^1.2', '>=1.4', '>=1.4,<2.0'],
    ['^1', '^2', '<empty>'],
    ['^1 || ^3', '>=1.5,<3.5', '>=1.5,<2 || >=3,<3.5'],
    ['>=1,<=2', '>=2,<3', '2'],
    ['>=1', '!=1.5', '>=1,!=1.5'],
    ['!=1.5', '!=1.6', '!=1.5,!=1.6'],
    ['*', '^4.2', '>=4.2,<5.0'],
    ['1.2', '1.2+cpu', '1.2+cpu'],
    ['>=1.2+cpu', '1.2', '>=1.2+cpu,<1.2.1'],
    ['==1.*', '!=1.4.*', '>=1.dev0,<1.4 || >=1.5.dev0,<2'],
  ])('%s and %s', (a, b, both) => {
    expect(formatConstraint(intersect(constraint(a), constraint(b)))).toBe(both);
    expect(formatConstraint(intersect(constraint(b), constraint(a)))).toBe(both);
  });
});

describe('union', () => {
  it.each([
    ['<2', '>=2.dev0', '*'],
    ['<2', '>=2', '<2 || >=2'],
    ['>=1,<3', '>=2,<4', '>=1,<4'],
    ['!=1.5', '1.5', '*'],
    ['>1', '1', '>=1'],
    ['1.2+cpu', '1.2', '1.2'],
    ['>=5', '<1', '<1 || >=5'],
  ])('%s or %s', (a, b, either) => {
    expect(formatConstraint(union(constraint(a), constraint(b)))).toBe(either);
    expect(formatConstraint(union(constraint(b), constraint(a)))).toBe(either);
  });

  it('of nothing is nothing', () => {
    expect(isEmpty(unionAll([]))).toBe(true);
  });
});

describe('complement and difference', () => {
  it.each([
    ['*', '<empty>'],
    ['!=2.1', '2.1'],
    ['2.1', '!=2.1'],
    ['==2.1.*', '!=2.1.*'],
  ])('all but %s', (text, rest) => {
    expect(formatConstraint(complement(constraint(text)))).toBe(rest);
  });

  it.each(['>=2,<3 || >=4', '<1 || >2', '==1.*'])('all but all but %s', (text) => {
    expect(complement(complement(constraint(text)))).toEqual(constraint(text));
  });

  it('takes away', () => {
    expect(formatConstraint(difference(constraint('>=1,<=3'), constraint('2')))).toBe(
      '>=1,!=2,<=3',
    );
    expect(isEmpty(difference(constraint('^1.2'), constraint('^1')))).toBe(true);
    expect(isEmpty(complement(anyVersion))).toBe(true);
    expect(formatConstraint(complement(noVersion))).toBe('*');
  });
});

describe('allowsAll and allowsAny', () => {
  it.each([
    ['>=3.6', '^3.8', true, true],
    ['^3.8', '>=3.6', false, true],
    ['^3.8', '~3.8', true, true],
    ['^3.8', '~2.7', false, false],
    ['<4 || >=5', '>=1,<2 || >=6', true, true],
    ['<4 || >=5', '>=3,<6', false, true],
    ['1.2', '1.2+cpu', true, true],
    ['1.2+cpu', '1.2', false, true],
    ['<=1.2+cpu', '1.2', false, true],
    ['>=1', '>2,<1', true, false],
    ['>2,<1', '>=1', false, false],
  ])('%s over %s', (a, b, all, any) => {
    expect([
      allowsAll(constraint(a), constraint(b)),
      allowsAny(constraint(a), constraint(b)),
    ]).toEqual([all, any]);
  });
});
