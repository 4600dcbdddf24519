import { describe, it } from 'vitest';
import {
  allows,
  allowsAll,
  allowsAny,
  intersect,
  isAny,
  isEmpty,
} from '../../server/python/constraint.ts';
import { formatConstraint } from '../../server/python/format-constraint.ts';
import type { Version } from '../../server/python/model.ts';
import { parsePoetryConstraint } from '../../server/python/poetry-constraint.ts';
import { formatPoetryVersion, parsePoetryVersion } from '../../server/python/poetry-version.ts';
import { hasRows, isProblem, judge, rowsOf, sameJson } from './rows.ts';
import { readJson } from './support.ts';

interface AllowsRow {
  readonly constraint: string;
  readonly version: string;
  readonly allowed: boolean;
}

interface ParseRow {
  readonly constraint: string;
  readonly valid: boolean;
  readonly text: string;
  readonly any: boolean;
  readonly empty: boolean;
  readonly message?: string;
  readonly ranges?: readonly unknown[];
}

interface RelationRow {
  readonly a: string;
  readonly b: string;
  readonly allows_all: boolean;
  readonly allows_any: boolean;
  readonly intersection_empty: boolean;
  readonly intersection: string;
}

describe.skipIf(!hasRows)('constraints as poetry-core has them (needs ../shared)', () => {
  // The answers are those of 2.5; `differs_in` of older releases is not looked at.
  it('what they allow', () => {
    judge('poetry-allows', rowsOf('poetry-allows') as readonly AllowsRow[], (row) => {
      const constraint = parsePoetryConstraint(row.constraint);
      const version = parsePoetryVersion(row.version);
      if (isProblem(constraint) || version === null) return false;
      return allows(constraint, version) === row.allowed;
    });
  });

  it('their ranges', () => {
    judge('poetry-parse', rowsOf('poetry-parse') as readonly ParseRow[], isReadAs);
  });

  it('their spellings', () => {
    const forms = readJson('oracles/poetry-forms.json') as { constraints: readonly ParseRow[] };
    judge('poetry-forms, constraints', forms.constraints, isReadAs);
  });

  it('their relations', () => {
    judge('poetry-relations', rowsOf('poetry-relations') as readonly RelationRow[], (row) => {
      const a = parsePoetryConstraint(row.a);
      const b = parsePoetryConstraint(row.b);
      if (isProblem(a) || isProblem(b)) return false;
      const both = intersect(a, b);
      return sameJson(
        [allowsAll(a, b), allowsAny(a, b), isEmpty(both), formatConstraint(both)],
        [row.allows_all, row.allows_any, row.intersection_empty, row.intersection],
      );
    });
  });
});

function isReadAs(row: ParseRow): boolean {
  const constraint = parsePoetryConstraint(row.constraint);
  if (isProblem(constraint))
    return !row.valid && (row.message === undefined || row.message === constraint.problem);
  const ranges = constraint.ranges.map(({ min, includeMin, max, includeMax }) => ({
    min: textOf(min),
    include_min: includeMin,
    max: textOf(max),
    include_max: includeMax,
  }));
  return (
    row.valid &&
    sameJson(
      [formatConstraint(constraint), isAny(constraint), isEmpty(constraint)],
      [row.text, row.any, row.empty],
    ) &&
    (row.ranges === undefined || sameJson(ranges, row.ranges))
  );
}

function textOf(bound: Version | null): string | null {
  return bound === null ? null : formatPoetryVersion(bound);
}
