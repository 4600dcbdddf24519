import {
  allowsAll,
  anyVersion,
  intersectAll,
  noVersion,
  allows,
  unionAll,
  within,
} from '../python/constraint.ts';
import { markerEnvironment } from '../python/environment.ts';
import { evaluateMarker } from '../python/marker-evaluation.ts';
import type { Marker } from '../python/marker.ts';
import { parseMarker } from '../python/marker.ts';
import type { MarkerComparison } from '../python/marker-syntax.ts';
import type { Constraint, MarkerEnvironment, Version } from '../python/model.ts';
import { parseSpecifiers, specifiersToConstraint } from '../python/specifier.ts';
import { compareVersions, parseVersion, withParts } from '../python/version.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import { isProblem } from '../python/problem.ts';

const PLATFORMS = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
  'x86_64-windows',
] as const;

/** From the first Python that uv locks for to one that is not there yet. */
const PYTHONS = Array.from({ length: 14 }, (_, index) => `3.${index + 7}`);

/** Built once; the versions beside it choose from it. */
const ENVIRONMENTS: readonly { readonly python: Version; readonly of: MarkerEnvironment }[] =
  PYTHONS.flatMap((minor) => {
    const full = `${minor}.9`;
    const python = parseVersion(full);
    if (python === null) return [];
    return PLATFORMS.flatMap((platform) =>
      (['cpython', 'pypy'] as const).map((implementation) => ({
        python,
        of: markerEnvironment(platform, full, implementation),
      })),
    );
  });

/**
 * The names of requirements that do not mean the same on both sides: on a Python of `pythons` (null
 * for all) one side asks for a package, or for versions of it, that the other does not. `extra` is
 * that of the lock's side, whose markers name it. What a marker leaves unknown is taken to be the same.
 */
export function differingNames(
  declared: readonly UvRequirement[],
  locked: readonly UvRequirement[],
  pythons: Constraint | null,
  extra: string | null,
): readonly string[] {
  // A source says it of all requirements of that name, and one that a workspace names is in the lock alone.
  const placed = new Set(
    [...declared, ...locked]
      .filter((each) => each.place !== null && each.place.kind !== 'index')
      .map(({ name }) => name),
  );
  const ours = bucketsOf(declared, placed, () => true);
  const theirs = bucketsOf(locked, placed, (marker) => concerns(marker, extra));
  const environments = ENVIRONMENTS.filter(
    ({ python }) => pythons === null || allows(pythons, python),
  );
  const names = new Set<string>();
  for (const name of new Set([...ours.keys(), ...theirs.keys()])) {
    const here = ours.get(name) ?? [];
    const there = theirs.get(name) ?? [];
    const isPlain = [...here, ...there].every(({ marker }) => marker === null);
    if (isPlain && isPinnedBesides(here, there)) names.add(name);
    const where = isPlain ? environments.slice(0, 1) : environments;
    const differs = where.some(({ of }) => {
      const asked = askedIn(here, of);
      const known = askedIn(there, extra === null ? of : { ...of, extra });
      return asked !== null && known !== null && !isSame(asked, known);
    });
    if (differs) names.add(name);
  }
  return [...names];
}

/**
 * Whether two lists of markers (`environments`, `required-environments`) name other environments, on
 * a Python of `pythons` (null for all). What a marker leaves unknown is taken to be the same.
 */
export function differingMarkers(
  declared: readonly string[],
  locked: readonly string[],
  pythons: Constraint | null,
): boolean {
  const ours = declared.map((text) => parseMarker(text));
  const theirs = locked.map((text) => parseMarker(text));
  if (declared.length === 0 || locked.length === 0) return declared.length !== locked.length;
  return ENVIRONMENTS.filter(({ python }) => pythons === null || allows(pythons, python)).some(
    ({ of }) => {
      const [here, there] = [holdsOneOf(ours, of), holdsOneOf(theirs, of)];
      return here !== null && there !== null && here !== there;
    },
  );
}

/** Null where it is not known. */
function holdsOneOf(
  markers: readonly ReturnType<typeof parseMarker>[],
  environment: MarkerEnvironment,
): boolean | null {
  const answers = markers.map((marker) =>
    isProblem(marker) ? null : evaluateMarker(marker, environment),
  );
  if (answers.includes(true)) return true;
  return answers.includes(null) ? null : false;
}

/** The versions that a specifier allows; null where it cannot be read. */
export function constraintOf(text: string): Constraint | null {
  const specifiers = parseSpecifiers(text);
  return isProblem(specifiers) ? null : specifiersToConstraint(specifiers);
}

/**
 * A range of Pythons as uv reckons `requires-python`: without pre-releases, from its least to its
 * greatest bound.
 */
export function boundingPythons(range: Constraint): Constraint {
  const { ranges } = releasesOf(range);
  const [first, last] = [ranges[0], ranges.at(-1)];
  if (first === undefined || last === undefined) return noVersion;
  const { min, includeMin } = first;
  const { max, includeMax } = last;
  return within({ min, includeMin, max, includeMax });
}

interface Entry {
  readonly name: string;
  readonly extras: readonly string[];
  readonly constraint: Constraint;
  readonly marker: Marker | null;
  /** A specifier or a marker that cannot be read. */
  readonly broken: boolean;
}

/** By name: uv joins what is asked for twice, its extras and its versions. */
function bucketsOf(
  requirements: readonly UvRequirement[],
  placed: ReadonlySet<string>,
  isWanted: (marker: Marker | null) => boolean,
): ReadonlyMap<string, readonly Entry[]> {
  const buckets = new Map<string, Entry[]>();
  for (const { name, extras, specifier, marker: text } of requirements) {
    const specifiers = parseSpecifiers(placed.has(name) ? '' : specifier);
    const parsed = text === null ? null : parseMarker(text);
    const marker = parsed === null || isProblem(parsed) || isOdd(parsed) ? null : parsed;
    if (!isWanted(marker)) continue;
    const entry: Entry = {
      name,
      extras,
      constraint: isProblem(specifiers) ? anyVersion : specifiersToConstraint(specifiers),
      marker,
      broken: isProblem(specifiers) || (parsed !== null && marker === null),
    };
    const bucket = buckets.get(name);
    if (bucket === undefined) buckets.set(name, [entry]);
    else bucket.push(entry);
  }
  return buckets;
}

/**
 * Whether one side has a version (`==1.0`) beside other requirements of the name, and the other has not
 * as many: uv joins requirements with each other, and none with one version.
 */
function isPinnedBesides(here: readonly Entry[], there: readonly Entry[]): boolean {
  const isPinned = [...here, ...there].some(({ constraint }) => isOneVersion(constraint));
  return isPinned && distinct(here) !== distinct(there);
}

function isOneVersion({ ranges: [first, second] }: Constraint): boolean {
  if (first === undefined || second !== undefined || first.min === null || first.max === null)
    return false;
  return compareVersions(first.min, first.max) === 0;
}

function distinct(entries: readonly Entry[]): number {
  const kinds: Entry[] = [];
  for (const each of entries)
    if (!kinds.some((kind) => isSame(askedBy(kind), askedBy(each)))) kinds.push(each);
  return kinds.length;
}

/** Whether a requirement of the lock belongs to the extra, or to none. */
function concerns(marker: Marker | null, extra: string | null): boolean {
  const named = marker === null ? new Set<string>() : extrasIn(marker);
  return extra === null ? named.size === 0 : named.has(extra);
}

function extrasIn(marker: Marker): ReadonlySet<string> {
  const extras = new Set<string>();
  for (const { left, right } of comparisonsIn(marker)) {
    if (left.kind === 'variable' && left.text === 'extra') extras.add(right.text);
    if (right.kind === 'variable' && right.text === 'extra') extras.add(left.text);
  }
  return extras;
}

/** uv passes over a comparison with a version that is not valid (`python_version < '<3.10'`), with a warning. */
function isOdd(marker: Marker): boolean {
  return comparisonsIn(marker).some(({ left, operator, right }) => {
    const [variable, value] = left.kind === 'variable' ? [left, right] : [right, left];
    if (!/^python_(?:full_)?version$/.test(variable.text) || /in/.test(operator)) return false;
    return parseVersion(value.text.replace(/\.\*$/, '')) === null;
  });
}

function comparisonsIn({ expression }: Marker): readonly MarkerComparison[] {
  const comparisons: MarkerComparison[] = [];
  const open = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop())
    if (next.kind === 'comparison') comparisons.push(next);
    else for (const member of next.members) open.push(member);
  return comparisons;
}

interface Asked {
  /** Null where the package is not asked for. */
  readonly constraint: Constraint | null;
  /** In order, with commas between. */
  readonly extras: string;
}

/** Null where it is not known. */
function askedIn(entries: readonly Entry[], environment: MarkerEnvironment): Asked | null {
  const active: Constraint[] = [];
  const wanted = new Set<string>();
  for (const { marker, constraint, broken, extras } of entries) {
    const holds = marker === null ? true : evaluateMarker(marker, environment);
    if (holds === null || broken) return null;
    if (!holds) continue;
    active.push(constraint);
    for (const extra of extras) wanted.add(extra);
  }
  return {
    constraint: active.length === 0 ? null : intersectAll(active),
    extras: [...wanted].toSorted().join(),
  };
}

function askedBy({ constraint, extras }: Entry): Asked {
  return { constraint, extras: extras.toSorted().join() };
}

function isSame(ours: Asked, theirs: Asked): boolean {
  const [a, b] = [ours.constraint, theirs.constraint];
  if (ours.extras !== theirs.extras) return false;
  if (a === null || b === null) return a === b;
  return allowsAll(a, b) && allowsAll(b, a);
}

function release(version: Version | null): Version | null {
  return version && withParts(version, { pre: null, post: null, dev: null, local: null });
}

function releasesOf({ ranges }: Constraint): Constraint {
  const released = ranges.map(({ min, max, includeMin, includeMax }) =>
    within({ min: release(min), max: release(max), includeMin, includeMax }),
  );
  return released.length === 0 ? noVersion : unionAll(released);
}
