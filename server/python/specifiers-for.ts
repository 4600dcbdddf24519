import { allowsAll, isAny, isEmpty, union, unionAll, within } from './constraint.ts';
import type { Constraint, Version, VersionRange } from './model.ts';
import { firstDevelopment } from './next-version.ts';
import { isPoint } from './ranges.ts';
import { parseSpecifiers, specifiersToConstraint } from './specifier.ts';
import { compareVersions, isPrerelease, makeVersion, withParts } from './version.ts';

/** A constraint in the language of PEP 440, whose clauses all hold: it has no `or`. */
export interface WrittenSpecifiers {
  /** `>=1.2,<2`; empty for all versions. */
  readonly text: string;
  /** What it allows, beside what the constraint does. */
  readonly difference: 'none' | 'pre-releases' | 'more' | 'other';
}

/**
 * The PEP 440 specifiers that allow what a constraint allows. What stands between two ranges is
 * left out by `!=`, as far as `!=X.*` can say it. Null for the empty constraint, which no clause
 * says. `isPython` of versions of Python, where no minor release follows 2.7.
 */
export function specifiersFor(
  declared: Constraint,
  isPython: boolean = false,
): WrittenSpecifiers | null {
  const constraint = isPython ? withoutGapAfterPython27(declared) : declared;
  if (isAny(constraint)) return { text: '', difference: 'none' };
  const [first] = constraint.ranges;
  const last = constraint.ranges.at(-1);
  if (first === undefined || last === undefined || isEmpty(constraint)) return null;
  const clauses = [...lowerClause(first), ...gapClauses(constraint), ...upperClause(last)];
  const series = constraint.ranges.length === 1 ? wholeSeries(first) : null;
  const text =
    series ??
    (constraint.ranges.length === 1 && isPoint(first) ? `==${first.min.text}` : clauses.join(','));
  return { text, difference: differenceOf(constraint, text) };
}

/** How the specifiers differ from the constraint, by the sets of versions of both. */
export function differenceOf(
  constraint: Constraint,
  text: string,
): WrittenSpecifiers['difference'] {
  const specifiers = parseSpecifiers(text);
  if ('problem' in specifiers) return 'other';
  const written = specifiersToConstraint(specifiers);
  if (isSame(written, constraint)) return 'none';
  if (isSame(withoutPrereleases(written), withoutPrereleases(constraint))) return 'pre-releases';
  return allowsAll(written, constraint) ? 'more' : 'other';
}

function isSame(a: Constraint, b: Constraint): boolean {
  return allowsAll(a, b) && allowsAll(b, a);
}

/** The constraint with its bounds moved from pre-releases to where the next release begins. */
function withoutPrereleases({ ranges }: Constraint): Constraint {
  return unionAll(
    ranges.map((range) => within({ ...range, min: stable(range.min), max: stable(range.max) })),
  );
}

function stable(bound: Version | null): Version | null {
  return bound === null || bound.dev !== 0 || bound.pre !== null || bound.post !== null
    ? bound
    : withParts(bound, { dev: null });
}

function lowerClause({ min, includeMin }: VersionRange): readonly string[] {
  if (min === null) return [];
  // `>=1.2.dev0` would ask for pre-releases, as nobody did who wrote `1.2.*`.
  return [`${includeMin ? '>=' : '>'}${(stable(min) ?? min).text}`];
}

function upperClause({ max, includeMax }: VersionRange): readonly string[] {
  if (max === null) return [];
  // `<2` leaves out the pre-releases of 2 by itself (PEP 440, exclusive ordered comparison).
  return [includeMax ? `<=${max.text}` : `<${(stable(max) ?? max).text}`];
}

/** `==1.2.*` for all of a series. */
function wholeSeries({ min, max, includeMin, includeMax }: VersionRange): string | null {
  if (min === null || max === null || !includeMin || includeMax) return null;
  if (min.dev !== 0 || min.pre !== null || min.post !== null) return null;
  for (const length of lengths(min)) {
    const prefix = releaseOf(min, length);
    const next = [...prefix.slice(0, -1), (prefix.at(-1) ?? 0) + 1];
    if (compareVersions(max, devOf(min.epoch, next)) !== 0) continue;
    if (compareVersions(min, devOf(min.epoch, prefix)) === 0)
      return `==${nameOf(min.epoch, prefix)}.*`;
  }
  return null;
}

function lengths({ release }: Version): readonly number[] {
  return release.map((_, index) => index + 1);
}

function releaseOf({ release }: Version, length: number): number[] {
  return Array.from({ length }, (_, index) => release[index] ?? 0);
}

function devOf(epoch: number, release: readonly number[]): Version {
  return firstDevelopment(makeVersion({ epoch, release }));
}

function nameOf(epoch: number, release: readonly number[]): string {
  return makeVersion({ epoch, release }).text;
}

/** More would hide what is meant. */
const MOST_CLAUSES = 24;

function gapClauses({ ranges }: Constraint): readonly string[] {
  return ranges.slice(1).flatMap((range, index) => {
    const before = ranges[index];
    if (before?.max == null || range.min === null) return [];
    if (compareVersions(before.max, range.min) === 0)
      return before.includeMax || range.includeMin ? [] : [`!=${range.min.text}`];
    return before.includeMax || !range.includeMin ? [] : seriesBetween(before.max, range.min);
  });
}

/** With the minor releases that would follow 2.7, where that is taken up to its end: there are none. */
function withoutGapAfterPython27(python: Constraint): Constraint {
  const end = devOf(0, [2, 8]);
  const isWhole = python.ranges.some(
    ({ max, includeMax }) => max !== null && !includeMax && compareVersions(max, end) === 0,
  );
  const none = { min: end, includeMin: true, max: devOf(0, [3]), includeMax: false };
  return isWhole && python.ranges.length > 1 ? union(python, within(none)) : python;
}

/** `!=2.*,!=3.0.*,!=3.1.*` for what is from 2 to before 3.2; none where no such list ends there. */
function seriesBetween(from: Version, to: Version): readonly string[] {
  if (from.epoch !== to.epoch || !isSeriesStart(from)) return [];
  if (isPrerelease(to) && !isSeriesStart(to)) return [];
  const length = Math.max(from.release.length, to.release.length);
  const start = releaseOf(from, length);
  const end = releaseOf(to, length);
  const at = start.findIndex((part, index) => part !== end[index]);
  if (at === -1 || start.slice(at + 1).some((part) => part !== 0)) return [];
  const clauses: string[] = [];
  for (let level = at; level < length; level += 1) {
    const first = level === at ? (start[level] ?? 0) : 0;
    for (let part = first; part < (end[level] ?? 0); part += 1) {
      if (clauses.length === MOST_CLAUSES) return [];
      clauses.push(`!=${nameOf(from.epoch, [...end.slice(0, level), part])}.*`);
    }
  }
  return clauses;
}

function isSeriesStart({ pre, post, dev, local }: Version): boolean {
  return pre === null && post === null && local === null && dev === 0;
}
