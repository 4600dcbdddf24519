import { anyVersion, complement, unionAll, within } from './constraint.ts';
import type { MarkerComparison, MarkerOperator } from './marker-syntax.ts';
import type { Constraint, Version, VersionRange } from './model.ts';
import { firstDevelopment } from './next-version.ts';
import { parseClause, specifiersToConstraint } from './specifier.ts';
import { compareVersions, makeVersion } from './version.ts';

/**
 * The full Python versions for which a comparison with `python_version` or `python_full_version`
 * may hold; null for another comparison. Where readers of markers differ (`in`), all that one of
 * them takes.
 */
export function pythonsOf({ left, operator, right }: MarkerComparison): Constraint | null {
  if (left.kind === 'variable' && right.kind === 'value') {
    if (left.text === 'python_version') return minorsOf(operator, right.text);
    if (left.text === 'python_full_version') return fullVersionsOf(operator, right.text);
    return null;
  }
  if (right.kind !== 'variable' || left.kind !== 'value') return null;
  const mirrored = mirror.get(operator);
  if (right.text === 'python_version')
    return mirrored === undefined ? anyVersion : minorsOf(mirrored, left.text);
  if (right.text === 'python_full_version')
    return mirrored === undefined ? anyVersion : fullVersionsOf(mirrored, left.text);
  return null;
}

/** As `pythonsOf` for a plain comparison with a version, of which all readers think alike; null for others. */
export function exactPythonsOf(comparison: MarkerComparison): Constraint | null {
  const { left, operator, right } = comparison;
  if (left.kind !== 'variable' || right.kind !== 'value') return null;
  if (operator === '===' || parseClause(operator + right.text) === null) return null;
  return pythonsOf(comparison);
}

const mirror: ReadonlyMap<MarkerOperator, MarkerOperator> = new Map([
  ['==', '=='],
  ['!=', '!='],
  ['<', '>'],
  ['<=', '>='],
  ['>', '<'],
  ['>=', '<='],
]);

function fullVersionsOf(operator: MarkerOperator, literal: string): Constraint {
  if (operator === 'in' || operator === 'not in') return listed(operator, literal);
  const clause = parseClause(operator + literal);
  if (clause === null) return anyVersion;
  return specifiersToConstraint({ text: clause.text, clauses: [clause] });
}

/** `python_version` is `3.11` for every 3.11 and its pre-releases: so whole minors are in or out. */
function minorsOf(operator: MarkerOperator, literal: string): Constraint {
  if (operator === 'in' || operator === 'not in') return listed(operator, literal);
  const clause = parseClause(operator + literal);
  if (clause === null || clause.version === null) return anyVersion;
  if (operator === '!=') return complement(minorsOf('==', literal));
  const { ranges } = specifiersToConstraint({ text: clause.text, clauses: [clause] });
  return unionAll(ranges.map(minorsWithin));
}

function minorsWithin({ min, includeMin, max, includeMax }: VersionRange): Constraint {
  return within({
    min: min === null ? null : firstMinor(min, includeMin),
    includeMin: min !== null,
    max: max === null ? null : firstMinor(max, !includeMax),
    includeMax: false,
  });
}

/** Where the first minor starts that is above `bound`, or that is it where `inclusive`. */
function firstMinor(bound: Version, inclusive: boolean): Version {
  const [major = 0, minor = 0] = bound.release;
  const candidate = makeVersion({ epoch: bound.epoch, release: [major, minor] });
  const order = compareVersions(candidate, bound);
  if (order > 0 || (order === 0 && inclusive)) return firstDevelopment(candidate);
  return makeVersion({ epoch: bound.epoch, release: [major, minor + 1], dev: 0 });
}

/**
 * `python_version in "3.8, 3.9"`: to Poetry a list, to packaging a text of which the version is a
 * part, so that 3.1 is in `3.10`. `not in` is what Poetry leaves, which is more.
 */
function listed(operator: 'in' | 'not in', literal: string): Constraint {
  const members = literal.split(/[ ,|]+/).map(minorsOfMember);
  if (operator === 'not in') return complement(unionAll(members));
  const parts = literal.match(/\d+\.\d+/g) ?? [];
  return unionAll([...members, ...parts.flatMap(minorPrefixes).map(minorsOfMember)]);
}

function minorsOfMember(member: string): Constraint {
  return /^\d+(?:\.\d+)?$/.test(member)
    ? minorsOf('==', `${member}.*`)
    : fullVersionsOf('==', member);
}

function minorPrefixes(minor: string): readonly string[] {
  const digits = minor.length - minor.indexOf('.') - 1;
  return Array.from({ length: Math.min(digits, 3) }, (_, dropped) =>
    minor.slice(0, minor.length - dropped),
  );
}
