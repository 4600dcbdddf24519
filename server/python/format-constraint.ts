import type { Constraint, Version, VersionRange } from './model.ts';
import { firstDevelopment } from './next-version.ts';
import { formatPoetryVersion } from './poetry-version.ts';
import { isPoint } from './ranges.ts';
import { compareVersions, withParts } from './version.ts';

/** The constraint in Poetry's own words: `>=1.2,<2`, `!=1.5`, `==1.2.*`, `*`, `<empty>`; alternatives between ` || `. */
export function formatConstraint({ ranges }: Constraint): string {
  if (ranges.length === 0) return '<empty>';
  const excluded = excludedWildcard(ranges);
  if (excluded !== null) return `!=${excluded}`;
  return runsOf(ranges).map(formatRun).join(' || ');
}

/** Ranges that only single versions divide: `<2` and `>2` are one run, written `!=2`. */
function runsOf(ranges: readonly VersionRange[]): readonly (readonly VersionRange[])[] {
  const runs: VersionRange[][] = [];
  let previous: VersionRange | null = null;
  for (const range of ranges) {
    if (previous !== null && isDividedByVersion(previous, range)) runs.at(-1)?.push(range);
    else runs.push([range]);
    previous = range;
  }
  return runs;
}

function isDividedByVersion(a: VersionRange, b: VersionRange): boolean {
  if (a.max === null || b.min === null || a.includeMax || b.includeMin) return false;
  return compareVersions(a.max, b.min) === 0;
}

function formatRun(run: readonly VersionRange[]): string {
  const first = run[0];
  const last = run.at(-1);
  if (first === undefined || last === undefined) return '';
  if (run.length === 1) {
    if (isPoint(first)) return formatPoetryVersion(first.min);
    const wildcard = singleWildcard(first);
    if (wildcard !== null) return `==${wildcard}`;
  }
  const parts: string[] = [];
  if (first.min !== null)
    parts.push((first.includeMin ? '>=' : '>') + formatPoetryVersion(first.min));
  for (const { max } of run.slice(0, -1))
    if (max !== null) parts.push(`!=${formatPoetryVersion(max)}`);
  if (last.max !== null) parts.push(formatMax(last.max, last.includeMax));
  return parts.length === 0 ? '*' : parts.join(',');
}

/** `<2` is kept as `<2.dev0`; it is shown as it is typed. */
function formatMax(max: Version, include: boolean): string {
  if (include) return `<=${formatPoetryVersion(max)}`;
  const isTypedBare = max.dev === 0 && max.pre === null;
  return `<${formatPoetryVersion(isTypedBare ? withParts(max, { dev: null }) : max)}`;
}

function singleWildcard({ min, max, includeMin, includeMax }: VersionRange): string | null {
  if (min === null || max === null || !includeMin || includeMax) return null;
  return isWildcard(min, max, min, max) ? wildcardOf(min, max) : null;
}

function excludedWildcard(ranges: readonly VersionRange[]): string | null {
  const [below, above] = ranges;
  if (ranges.length !== 2 || below === undefined || above === undefined) return null;
  if (below.min !== null || above.max !== null || below.max === null || above.min === null)
    return null;
  if (below.includeMax || !above.includeMin) return null;
  return isWildcard(above.min, below.max, below.max, above.min)
    ? wildcardOf(below.max, above.min)
    : null;
}

/** Whether all from `first` to before `second` is `x.*`. Poetry looks at the bounds `min` and `max`, and at no epoch. */
function isWildcard(min: Version, max: Version, first: Version, second: Version): boolean {
  if (min.local !== null || max.local !== null || min.pre !== null || max.pre !== null)
    return false;
  if ((min.post === null) !== (max.post === null)) return false;
  if (compareVersions(firstDevelopment(min), min) !== 0) return false;
  if (max.dev !== null && max.dev !== 0) return false;
  const end = withoutTrailingZeros(second.release);
  const last = end.length - 1;
  if (last < 0) return false;
  const start = [...first.release, ...end.map(() => 0)];
  if (start.slice(end.length).some((part) => part !== 0)) return false;
  if (end.slice(0, last).some((part, index) => part !== start[index])) return false;
  const step = (end[last] ?? 0) - (start[last] ?? 0);
  return first.post === null ? step === 1 : step === 0 && first.post + 1 === second.post;
}

function wildcardOf(first: Version, second: Version): string {
  if (first.post !== null) return `${formatPoetryVersion(withParts(first, { dev: null }))}.*`;
  const parts = withoutTrailingZeros(second.release);
  return `${[...parts.slice(0, -1), (parts.at(-1) ?? 0) - 1].join('.')}.*`;
}

function withoutTrailingZeros(release: readonly number[]): readonly number[] {
  let length = release.length;
  while (length > 0 && release[length - 1] === 0) length -= 1;
  return release.slice(0, length);
}
