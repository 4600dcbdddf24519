import { anyVersion, complement, unionAll, within } from './constraint.ts';
import type { MarkerComparison, MarkerOperator } from './marker-syntax.ts';
import type { Constraint, Version, VersionRange } from './model.ts';
import { firstDevelopment } from './next-version.ts';
import { parseClause, specifiersToConstraint } from './specifier.ts';
import { compareVersions, makeVersion, withParts } from './version.ts';

/**
 * The full Python versions for which a comparison with `python_version` or `python_full_version`
 * may hold; null for another comparison. Where readers of markers differ (pre-releases of a bound,
 * `in`), all that one of them takes.
 */
export function pythonsOf({ left, operator, right }: MarkerComparison): Constraint | null {
  const [variable, literal] = left.kind === 'variable' ? [left, right] : [right, left];
  if (variable.kind !== 'variable' || literal.kind !== 'value') return null;
  const isMinor = variable.text === 'python_version';
  if (!isMinor && variable.text !== 'python_full_version') return null;
  const asked = variable === left ? operator : mirror.get(operator);
  if (asked === undefined) return anyVersion;
  if (asked === 'in') return isMinor ? minorsIn(literal.text) : widened(minorsIn(literal.text));
  if (asked === 'not in') return notListed(literal.text, isMinor);
  return isMinor ? minorsOf(asked, literal.text) : widened(fullVersionsOf(asked, literal.text));
}

/** As `pythonsOf` for a plain comparison with a version, exactly as packaging has it; null for others. */
export function exactPythonsOf({ left, operator, right }: MarkerComparison): Constraint | null {
  if (left.kind !== 'variable' || right.kind !== 'value') return null;
  if (operator === '===' || parseClause(operator + right.text) === null) return null;
  if (left.text === 'python_version') return minorsOf(operator, right.text);
  if (left.text === 'python_full_version') return fullVersionsOf(operator, right.text);
  return null;
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
  const clause = parseClause(operator + literal);
  if (clause === null) return anyVersion;
  return specifiersToConstraint({ text: clause.text, clauses: [clause] });
}

/** With the pre-releases of exclusive upper bounds, which `<3.9` has to Poetry and has not to packaging. */
function widened({ ranges }: Constraint): Constraint {
  return unionAll(
    ranges.map(({ max, ...range }) =>
      within({
        ...range,
        max: max !== null && max.dev === 0 ? withParts(max, { dev: null }) : max,
      }),
    ),
  );
}

/** `python_version` is `3.11` for every 3.11 and its pre-releases: so whole minors are in or out. */
function minorsOf(operator: MarkerOperator, literal: string): Constraint {
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
 * `in "3.8, 3.9"`: to Poetry a list of series and versions, to packaging a text of which the version
 * is a part, so that 3.1 is in `3.10`. Whole minors, which may be too much and is never too little.
 */
function minorsIn(literal: string): Constraint {
  const listed = literal.split(separators).filter((member) => /^\d+(?:\.\d+)?$/.test(member));
  const parts = (literal.match(/\d{1,9}\.\d{1,9}/g) ?? []).flatMap(shortened);
  return unionAll(
    [...new Set([...listed, ...parts])].map((series) => minorsOf('==', `${series}.*`)),
  );
}

/** Without what both leave out: series for `python_version`, versions for `python_full_version`. */
function notListed(literal: string, isMinor: boolean): Constraint {
  const members = literal.split(separators).filter((member) => /^\d+(?:\.\d+)+$/.test(member));
  const left = members.filter((member) => (member.split('.').length === 2) === isMinor);
  return complement(
    unionAll(
      left.map((member) => (isMinor ? minorsOf('==', member) : fullVersionsOf('==', member))),
    ),
  );
}

const separators = /[ ,|]+/;

/** `3.10` and `3.1`. */
function shortened(minor: string): readonly string[] {
  const digits = minor.length - minor.indexOf('.') - 1;
  return Array.from({ length: Math.min(digits, 3) }, (_, dropped) =>
    minor.slice(0, minor.length - dropped),
  );
}
