import { groupBy } from './group.ts';
import type { Conditions, Fact, Need, Source, System } from './model.ts';
import {
  difference,
  intersection,
  justAfter,
  normalize,
  union,
  type VersionSet,
} from './ranges.ts';
import { isTool } from './build-names.ts';
import type { Reading } from './reading.ts';
import type { ReadNeed } from './read-need.ts';
import { needsOfSdist } from './sdist-needs.ts';
import { compareVersions } from './versions.ts';
import { needsOfWheel } from './wheel-needs.ts';

/** A release of a package that was read. */
export interface ReadRelease {
  readonly source: 'sdist' | 'wheel';
  readonly version: string;
  readonly reading: Reading;
}

/**
 * Joins what recipes say with what was read in the package itself, which comes first where it says anything.
 * A reading holds for its own version, for all between two that agree, and beyond the newest one. Of the
 * Python packages that a build takes, of crates, and of what a wheel links it says all. Of libraries and tools it
 * says which a build surely takes and which it brings along; on all others recipes keep their word, since a script may
 * compute what it asks for.
 */
export function withReadings(facts: readonly Fact[], releases: readonly ReadRelease[]): Fact[] {
  const bySource = groupBy(releases, ({ source }) => source);
  return [...bySource].reduce<Fact[]>(
    (current, [source, list]) => joinSource(current, source, sorted(list)),
    [...facts],
  );
}

/**
 * The same with one release that was read beside those that the facts were made with. It holds for its own version alone, and
 * what a build proved stays.
 */
export function withExactReadings(facts: readonly Fact[], release: ReadRelease): Fact[] {
  if (compareVersions(release.version, release.version) === null) return [...facts];
  const proved = facts.filter(isProved);
  const rest = facts.filter((fact) => !isProved(fact));
  const joined = joinSource(rest, release.source, [release], 'exact');
  const provedOf = groupBy(proved, ({ need }) => keyOf(need));
  return [
    ...proved,
    ...joined.flatMap((fact) =>
      (provedOf.get(keyOf(fact.need)) ?? []).reduce<Fact[]>(
        (left, { when }) => left.flatMap((one) => outsideOf(one, when)),
        [fact],
      ),
    ),
  ];
}

function isProved({ sources }: Fact): boolean {
  return sources.some(({ id }) => id === 'lab');
}

/** What of a fact a proved one of the same need does not speak for: other versions. */
function outsideOf(fact: Fact, { versions, distribution }: Conditions): Fact[] {
  if (fact.when.distribution !== undefined && fact.when.distribution !== distribution)
    return [fact];
  const rest = difference(fact.when.versions ?? null, versions ?? null);
  return rest !== null && rest.length === 0
    ? []
    : [{ ...fact, when: withVersions(fact.when, rest) }];
}

/** How far a reading holds: from one to the next that agrees with it and beyond the newest, or for its own version. */
type Extent = 'onwards' | 'exact';

type Verdict = 'required' | 'optional' | 'absent' | 'silent';

interface Seen {
  readonly version: string;
  /** Whether it says all of such needs, so that its silence counts. */
  readonly saysAll: boolean;
  /** What it says of one need; several where it differs by system or interpreter. */
  readonly needs: readonly ReadNeed[];
  readonly verdict: Verdict;
}

function sorted(releases: readonly ReadRelease[]): ReadRelease[] {
  return releases
    .filter(({ version }) => compareVersions(version, version) !== null)
    .toSorted((a, b) => compareVersions(a.version, b.version) ?? 0);
}

function joinSource(
  facts: readonly Fact[],
  source: ReadRelease['source'],
  releases: readonly ReadRelease[],
  extent: Extent = 'onwards',
): Fact[] {
  const needs = releases.map(({ reading }) =>
    source === 'sdist'
      ? needsOfSdist(
          reading,
          facts.map(({ need }) => need),
        )
      : needsOfWheel(reading),
  );
  const read = new Map<string, Need>();
  for (const { need } of needs.flat()) if (!read.has(keyOf(need))) read.set(keyOf(need), need);
  const known = facts.filter(({ need }) =>
    releases.some(({ reading }) => saysAllOf(source, need.kind, reading)),
  );
  for (const { need } of known) if (!read.has(keyOf(need))) read.set(keyOf(need), need);
  const joined = [...read].flatMap(([key, stated]) => {
    const seen = releases.map(({ version, reading }, index): Seen => {
      const all = needs[index] ?? [];
      const own = all
        .filter(({ need }) => keyOf(need) === key)
        .map((one) => (isBorneOut(one, all, facts) ? { ...one, required: true } : one));
      const saysAll = saysAllOf(source, stated.kind, reading);
      return { version, saysAll, needs: own, verdict: verdictOf(own, reading) };
    });
    const recipes = facts.filter(({ need }) => keyOf(need) === key);
    return joinNeed(source, seen, recipes, extent);
  });
  const rest = facts.filter(({ need }) => !read.has(keyOf(need)));
  return [...rest, ...joined].toSorted((a, b) => compareText(sortKey(a), sortKey(b)));
}

/**
 * Whether a library that may be linked surely is: recipes require it; or no option of the script stands before it,
 * nothing else is linked for certain, and somebody who builds the package takes it.
 */
function isBorneOut(one: ReadNeed, all: readonly ReadNeed[], facts: readonly Fact[]): boolean {
  const isLibrary = one.need.kind === 'native-input' && one.need.as === 'buildInputs';
  if (one.required || one.bundled === true || !isLibrary) return false;
  const recipes = facts.filter(({ need }) => keyOf(need) === keyOf(one.need));
  if (recipes.some(({ required }) => required)) return true;
  return (
    one.feature !== true && recipes.length > 0 && !all.some((other) => isLinkedBeside(other, one))
  );
}

function isLinkedBeside({ need, required, when }: ReadNeed, one: ReadNeed): boolean {
  const isLinked = required && need.kind === 'native-input' && need.as === 'buildInputs';
  const systems = one.when.systems ?? SYSTEMS;
  return isLinked && systems.some((system) => when.systems?.includes(system) ?? true);
}

function saysAllOf(
  source: ReadRelease['source'],
  kind: Need['kind'],
  { declaresAll }: Reading,
): boolean {
  if (source === 'wheel') return kind === 'wheel-library' || kind === 'ignored-library';
  if (kind === 'native-input') return declaresAll === true;
  return kind === 'build-system' || kind === 'cargo-hash';
}

function verdictOf(needs: readonly ReadNeed[], { incomplete }: Reading): Verdict {
  if (needs.some(({ required }) => required)) return 'required';
  if (needs.length > 0) return 'optional';
  return incomplete === true ? 'silent' : 'absent';
}

function joinNeed(
  source: ReadRelease['source'],
  seen: readonly Seen[],
  recipes: readonly Fact[],
  extent: Extent,
): Fact[] {
  let covered: VersionSet = [];
  const own: Fact[] = [];
  for (const { seen: one, versions } of spans(seen, extent)) {
    if (one.verdict === 'silent') continue;
    if (
      one.saysAll ||
      one.verdict === 'required' ||
      one.needs.some(({ bundled }) => bundled === true)
    )
      covered = union(covered, versions);
    else if (recipes.length > 0) continue;
    for (const { need, required, when, at, bounds } of one.needs) {
      const reference: Source = { id: source, ref: at, version: one.version };
      own.push({
        need: asRecipes(need, recipes),
        required,
        when: conditions(source, when, versions),
        ...(bounds === undefined ? {} : { bounds }),
        sources: [reference, ...recipes.flatMap((fact) => fact.sources)].filter(isFirst),
      });
    }
  }
  const newest = seen.findLast(({ verdict }) => verdict !== 'silent');
  const isSdist = source === 'sdist' && newest !== undefined && extent === 'onwards';
  return [
    ...alike(own),
    ...recipes.flatMap((fact) => {
      const rest = outside(fact, source, covered).map((one) =>
        source === 'wheel' ? borneOutBefore(one, seen) : one,
      );
      return isSdist ? rest.flatMap((one) => agingBefore(one, fact.when.versions, newest)) : rest;
    }),
  ];
}

/** A library that a recipe names for earlier wheels, and that the first one that was read links, by both. */
function borneOutBefore(fact: Fact, seen: readonly Seen[]): Fact {
  const first = seen.find(({ verdict }) => verdict !== 'silent');
  const [linked] = first?.needs ?? [];
  const major = /^\d+/.exec(first?.version ?? '')?.[0];
  if (first?.verdict !== 'required' || linked === undefined || major === undefined) return fact;
  const versions = intersection(fact.when.versions ?? null, [
    { from: major, until: first.version },
  ]);
  if (!fact.required || versions === null || versions.length === 0) return fact;
  const wheel: Source = { id: 'wheel', ref: linked.at, version: first.version };
  return { ...fact, when: withVersions(fact.when, versions), sources: [...fact.sources, wheel] };
}

/**
 * What a recipe that names no versions says of releases before the newest that was read: it was written for what was new in
 * its time. Libraries stay what a package is about; its tools change, crates come, and what the newest brings along the older
 * ones may too.
 *
 * @param stated the versions that the recipe names
 */
function agingBefore(fact: Fact, stated: Conditions['versions'], newest: Seen): Fact[] {
  if (!fact.required || !mayAge(fact.need, newest)) return [fact];
  const unbound = stated?.filter(({ from }) => from === undefined) ?? null;
  const versions: VersionSet = fact.when.versions ?? null;
  const before = intersection(intersection(versions, [{ until: newest.version }]), unbound);
  if (before === null || before.length === 0) return [fact];
  const rest = difference(versions, before);
  const aged: Fact = { ...fact, likely: true, when: withVersions(fact.when, before) };
  return rest !== null && rest.length === 0
    ? [aged]
    : [{ ...fact, when: withVersions(fact.when, rest) }, aged];
}

function mayAge(need: Need, { needs, verdict }: Seen): boolean {
  if (needs.some(({ bundled }) => bundled === true)) return true;
  if (need.kind === 'cargo-hash') return true;
  return need.kind === 'native-input' && isTool(need.attr) && verdict === 'required';
}

/** Each release with the versions that it speaks for: up to the next one where the two agree. */
function spans(seen: readonly Seen[], extent: Extent): { seen: Seen; versions: VersionSet }[] {
  return seen.map((one, index) => {
    const next = seen[index + 1];
    if (extent === 'exact')
      return { seen: one, versions: [{ from: one.version, until: justAfter(one.version) }] };
    if (next === undefined) return { seen: one, versions: [{ from: one.version }] };
    const until = agree(one, next) ? next.version : justAfter(one.version);
    return { seen: one, versions: [{ from: one.version, until }] };
  });
}

function agree(a: Seen, b: Seen): boolean {
  const text = ({ needs, verdict }: Seen): string =>
    JSON.stringify([verdict, needs.map(({ required, when, bounds }) => [required, when, bounds])]);
  return text(a) === text(b);
}

/** Facts that differ in their versions alone, as one; the newest reading stands for all. */
function alike(facts: readonly Fact[]): Fact[] {
  const groups = groupBy(facts, ({ need, required, when, bounds }) => {
    const { versions: _, ...rest } = when;
    return JSON.stringify([need, required, rest, bounds]);
  });
  return [...groups.values()].flatMap((group) => {
    const newest = group.at(-1);
    if (newest === undefined) return [];
    const versions = group.map(({ when }): VersionSet => when.versions ?? null).reduce(union);
    return [
      {
        ...newest,
        when: withVersions(newest.when, versions),
        sources: withOthers(newest.sources, group),
      },
    ];
  });
}

/** The releases that say the same, at the source that stands for all. */
function withOthers(sources: readonly Source[], group: readonly Fact[]): Source[] {
  return sources.map((source) => {
    const also = group.flatMap((fact) =>
      fact.sources.flatMap(({ id, version }) =>
        id === source.id && version !== undefined && version !== source.version ? [version] : [],
      ),
    );
    return also.length === 0 ? source : { ...source, also: [...new Set(also)] };
  });
}

/** What recipes say of the versions that no reading speaks for. Linux' wheels are read: of macOS' nothing is known by that. */
function outside(fact: Fact, source: ReadRelease['source'], covered: VersionSet): Fact[] {
  const versions: VersionSet = fact.when.versions ?? null;
  const rest = difference(versions, covered);
  const kept: Fact[] =
    rest !== null && rest.length === 0 ? [] : [{ ...fact, when: withVersions(fact.when, rest) }];
  if (source === 'sdist') return kept;
  const systems = (fact.when.systems ?? SYSTEMS).filter((one) => one.endsWith('darwin'));
  const inside = intersection(versions, covered);
  return systems.length === 0 || (inside !== null && inside.length === 0)
    ? kept
    : [...kept, { ...fact, when: { ...withVersions(fact.when, inside), systems } }];
}

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];
const LINUX = SYSTEMS.filter((one) => one.endsWith('linux'));

function conditions(
  source: ReadRelease['source'],
  when: ReadNeed['when'],
  versions: VersionSet,
): Conditions {
  const systems = source === 'wheel' ? { systems: LINUX } : {};
  return withVersions({ ...systems, ...when, distribution: source }, versions);
}

function withVersions(when: Conditions, versions: VersionSet): Conditions {
  const normal = versions === null ? null : normalize(versions);
  const { versions: _replaced, ...rest } = when;
  return { ...(normal === null ? {} : { versions: normal }), ...rest };
}

/** The list that recipes put an input into, which knows its nixpkgs. */
function asRecipes(need: Need, recipes: readonly Fact[]): Need {
  const stated = recipes.find((fact) => fact.need.kind === need.kind)?.need;
  return stated ?? need;
}

function isFirst(source: Source, index: number, all: readonly Source[]): boolean {
  return all.findIndex(({ id }) => id === source.id) === index;
}

function keyOf(need: Need): string {
  if (need.kind === 'environment') return `${need.kind} ${need.name} ${need.value}`;
  if (need.kind === 'ignored-library') return `${need.kind} ${need.name}`;
  return `${need.kind} ${'attr' in need ? need.attr : ''}`;
}

function sortKey({ need, required, when }: Fact): string {
  const name = 'attr' in need ? need.attr : 'name' in need ? need.name : '';
  return JSON.stringify([need.kind, name, !required, when]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
