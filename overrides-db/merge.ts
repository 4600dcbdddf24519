import { isTool } from './build-names.ts';
import { groupBy } from './group.ts';
import type { Conditions, Fact, InputList, Need, Source, System } from './model.ts';
import { difference, intersection, union, type VersionSet } from './ranges.ts';
import type { Statement, Witness } from './statements.ts';

/**
 * Turns what sources state of one package into facts. A need is **required** on a system where
 *
 * 1. no recipe makes it a feature that may be switched off (a Spack variant), and
 * 2. poetry2nix's or nixpkgs' current recipe takes it, or Hammer's (made by building sdists) and one more, or three
 *    witnesses do (Debian and Spack put system libraries in the place of copies that an sdist brings, so these two alone
 *    do not show that the sdist needs one), and
 * 3. the recipes that take it outweigh those that build the package without it
 *    (nixpkgs' current recipe counts twice: it builds in a sandbox with just its inputs).
 *
 * Everything else is kept as optional. Where recipes limit it to versions, it is required in those that all of
 * them name, optional in the rest. Build systems and cargo hashes follow the same rule without the third point:
 * recipes for other versions of a package rightly lack them.
 */
export function mergeFacts(statements: readonly Statement[]): Fact[] {
  const groups = new Map<string, Statement[]>();
  for (const statement of statements) {
    if (statement.need === null) continue;
    const key = keyOf(statement.need);
    groups.set(key, [...(groups.get(key) ?? []), statement]);
  }
  return [...groups]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .flatMap(([, group]) => factsOf(group, statements));
}

/** How well a fact is attested: `high` by three or more witnesses or by nixpkgs and another, `medium` by two, `low` by one. */
export function confidence({ sources }: Fact): 'high' | 'medium' | 'low' {
  const ids = new Set(sources.map(({ id }) => (id === 'corepkgs' ? 'nixpkgs' : id)));
  if (
    ids.size >= 3 ||
    ids.has('review') ||
    ids.has('sdist') ||
    ids.has('wheel') ||
    ids.has('lab') ||
    (ids.size === 2 && ids.has('nixpkgs'))
  )
    return 'high';
  return ids.size === 2 ? 'medium' : 'low';
}

const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

interface Verdict {
  readonly required: VersionSet;
  readonly optional: VersionSet;
}

function factsOf(group: readonly Statement[], all: readonly Statement[]): Fact[] {
  const verdicts = new Map<string, System[]>();
  for (const system of SYSTEMS) {
    const verdict = JSON.stringify(judge(group, all, system));
    verdicts.set(verdict, [...(verdicts.get(verdict) ?? []), system]);
  }
  const need = chooseNeed(group);
  const sources = sourcesOf(group);
  return [...verdicts].flatMap(([text, systems]) => {
    const { required, optional }: Verdict = JSON.parse(text);
    return [
      { required: true, versions: required },
      { required: false, versions: optional },
    ]
      .filter(({ versions }) => versions === null || versions.length > 0)
      .map(({ required: certain, versions }): Fact => ({
        need,
        required: certain,
        when: conditions(group, versions, systems),
        sources,
      }));
  });
}

function judge(group: readonly Statement[], all: readonly Statement[], system: System): Verdict {
  const here = group.filter((one) => one.when.systems?.includes(system) ?? true);
  if (here.length === 0) return { required: [], optional: [] };
  const everywhere = here.map(({ when }): VersionSet => when.versions ?? null).reduce(union);
  const byWitness = new Map(
    [...groupBy(here, (one) => one.witness)].map(([witness, list]) => [witness, latest(list)]),
  );
  const deciding = new Map([...byWitness].filter(([, list]) => list.every(decides)));
  if (!isRequired(deciding, all, group.filter(decides)))
    return { required: [], optional: everywhere };
  const certain = certainVersions(byWitness);
  return { required: certain, optional: difference(everywhere, certain) };
}

/**
 * Debian and Spack name the tools that find the libraries which they put in the place of those that an sdist brings:
 * pkg-config for matplotlib. Their word on a tool says since when it is taken, not that it is.
 */
function decides({ need, witness }: Statement): boolean {
  const isOfDistribution = witness === 'debian' || witness === 'spack';
  return !(isOfDistribution && need?.kind === 'native-input' && isTool(need.attr));
}

/** A witness's last word: its recipe over what it once said, nixpkgs itself over a set that derives from it. */
function latest(statements: readonly Statement[]): Statement[] {
  const newest = Math.max(...statements.map(recency));
  return statements.filter((one) => recency(one) === newest);
}

function recency({ recipe, source }: Statement): number {
  if (!recipe) return 0;
  return source.id === 'nixpkgs' ? 2 : 1;
}

/** Hammer's folders are of the versions that someone built: its ranges count only where no other source has any. */
function certainVersions(byWitness: ReadonlyMap<Witness, readonly Statement[]>): VersionSet {
  const takers = [...byWitness].filter(([, list]) => list.some(({ optional }) => !optional));
  const others = takers.filter(([witness]) => witness !== 'hammer' && witness !== 'debian');
  return (others.length > 0 ? others : takers)
    .map(([, list]) => list.filter(({ optional }) => !optional))
    .map((list) => list.map(({ when }): VersionSet => when.versions ?? null).reduce(union))
    .reduce(intersection);
}

function isRequired(
  byWitness: ReadonlyMap<Witness, readonly Statement[]>,
  all: readonly Statement[],
  group: readonly Statement[],
): boolean {
  const kind = group[0]?.need?.kind;
  if (kind === undefined || kind === 'environment') return false;
  const takers = [...byWitness].filter(([, list]) => list.some(({ optional }) => !optional));
  const switchable = takers.length < byWitness.size;
  if (!isAttested(takers)) return false;
  if (kind === 'build-system' || kind === 'cargo-hash') return true;
  if (switchable) return false;
  const against = [...silentWitnesses(all, group)].reduce((sum, one) => sum + weight(one, true), 0);
  const inFavour = takers.reduce(
    (sum, [witness, list]) =>
      sum +
      weight(
        witness,
        list.some(({ recipe }) => recipe),
      ),
    0,
  );
  return inFavour > against;
}

function isAttested(takers: readonly (readonly [Witness, readonly Statement[]])[]): boolean {
  const strong = takers.some(
    ([witness, list]) =>
      (witness === 'nixpkgs' || witness === 'poetry2nix') && list.some(({ recipe }) => recipe),
  );
  const built = takers.some(([witness]) => witness === 'hammer');
  return strong || takers.length >= (built ? 2 : 3);
}

/**
 * Whose recipes build the package without the need. Those that prefer wheels (poetry2nix's users, Hammer) count
 * only where they take another native input: then somebody built the sdist with just that.
 */
function silentWitnesses(all: readonly Statement[], group: readonly Statement[]): Set<Witness> {
  const silent = new Set(all.filter(({ recipe }) => recipe).map(({ witness }) => witness));
  for (const { witness } of group) silent.delete(witness);
  for (const witness of ['poetry2nix', 'hammer'] as const) {
    const builds = all.some((one) => one.witness === witness && one.need?.kind === 'native-input');
    if (!builds) silent.delete(witness);
  }
  return silent;
}

function weight(witness: Witness, recipe: boolean): number {
  return witness === 'nixpkgs' && recipe ? 2 : 1;
}

function conditions(
  group: readonly Statement[],
  versions: VersionSet,
  systems: readonly System[],
): Conditions {
  const kind = group[0]?.need?.kind;
  const distributions = new Set(group.map(({ when }) => when.distribution));
  const [only] = distributions;
  const pythons = new Set(group.map(({ when }) => when.python));
  const [python] = pythons;
  const distribution =
    kind === 'native-input' ? 'sdist' : distributions.size === 1 ? only : undefined;
  return {
    ...(versions === null ? {} : { versions }),
    ...(systems.length === SYSTEMS.length ? {} : { systems }),
    ...(distribution === undefined ? {} : { distribution }),
    ...(pythons.size === 1 && python !== undefined ? { python } : {}),
  };
}

/** Whose word counts for the list that an input goes into, first to last. */
const PREFERRED: readonly Witness[] = [
  'nixpkgs',
  'poetry2nix',
  'hammer',
  'spack',
  'debian',
  'other',
];

function chooseNeed(group: readonly Statement[]): Need {
  const sorted = group.toSorted(
    (a, b) => PREFERRED.indexOf(a.witness) - PREFERRED.indexOf(b.witness) || rank(a) - rank(b),
  );
  const need = sorted[0]?.need;
  if (need === null || need === undefined) throw new Error('a group has a need');
  return need;
}

function rank({ need }: Statement): number {
  const lists: readonly InputList[] = ['buildInputs', 'nativeBuildInputs', 'propagatedBuildInputs'];
  return need?.kind === 'native-input' ? lists.indexOf(need.as) : 0;
}

function sourcesOf(group: readonly Statement[]): Source[] {
  const result = new Map<string, Source>();
  for (const { source } of group) if (!result.has(source.id)) result.set(source.id, source);
  return [...result.values()].toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function keyOf(need: Need): string {
  switch (need.kind) {
    case 'cargo-hash':
      return need.kind;
    case 'environment':
      return `${need.kind} ${need.name} ${need.value}`;
    case 'ignored-library':
      return `${need.kind} ${need.name}`;
    default:
      return `${need.kind} ${need.attr}`;
  }
}
