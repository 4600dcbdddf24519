import { holds, type Situation } from './conditions.ts';
import { groupBy } from './group.ts';
import { confidence } from './merge.ts';
import type {
  Conditions,
  Fact,
  InputList,
  KnowledgeBase,
  Poetry2nixDefaults,
  Provision,
  System,
  VersionBound,
} from './model.ts';
import { normalize, type VersionSet, union } from './ranges.ts';
import { movesOf } from './renames.ts';

/** What limits a row of an explanation; systems and distribution are always told. */
interface Row {
  readonly optional: boolean;
  readonly systems: readonly System[];
  readonly distribution: 'sdist' | 'wheel' | null;
  readonly versions?: Conditions['versions'];
  readonly python?: string;
  /** Who says so, and where in it. */
  readonly sources: readonly string[];
  readonly references: readonly string[];
  readonly confidence: 'high' | 'medium' | 'low';
}

/** Everything known of one package, as `explain --format json` prints it. */
export interface Explanation {
  readonly formatVersion: 1;
  readonly name: string;
  /** Null: the union over versions. */
  readonly version: string | null;
  readonly nativeInputs: readonly (Row & { readonly attr: string; readonly as: InputList })[];
  readonly wheelLibraries: readonly (Row & { readonly attr: string })[];
  /** `bounds`: the versions that are required, where none above some is taken. */
  readonly buildSystems: readonly (Row & {
    readonly attr: string;
    readonly bounds?: readonly VersionBound[];
  })[];
  readonly cargoHash: Row | null;
  readonly environment: readonly (Row & { readonly variable: string; readonly value: string })[];
  readonly poetry2nix: Poetry2nixDefaults | null;
  readonly unmapped: readonly { readonly library: string; readonly source: string }[];
  readonly traps: readonly Trap[];
  readonly notes: readonly string[];
}

/** Something that makes a build or an evaluation fail under a condition. */
export interface Trap {
  readonly kind:
    | 'evaluation'
    | 'moved-attribute'
    | 'cargo-hash'
    | 'replaced-inputs'
    | 'build-network';
  readonly message: string;
  /** The nixpkgs release from which it does, where it hangs on one. */
  readonly nixpkgsFrom?: string;
}

/** What is known of a package, at one version or over all. An unknown name gives the same document with empty lists. */
export function explain(
  knowledge: KnowledgeBase,
  name: string,
  version: string | null,
): Explanation {
  const known = knowledge.lookup(name);
  const facts = (known?.facts ?? []).filter((fact) => isRelevant(fact.when, version));
  const poetry2nix = relevantDefaults(known?.poetry2nix ?? null, version);
  const rows = [...groupBy(facts, ({ need }) => JSON.stringify(need)).values()].map((group) => ({
    need: group[0]?.need,
    row: rowOf(group),
    bounds: boundsOf(group),
  }));
  return {
    formatVersion: 1,
    name,
    version,
    nativeInputs: rows.flatMap(({ need, row }) =>
      need?.kind === 'native-input' ? [{ attr: need.attr, as: need.as, ...row }] : [],
    ),
    wheelLibraries: rows.flatMap(({ need, row }) =>
      need?.kind === 'wheel-library' ? [{ attr: need.attr, ...row }] : [],
    ),
    buildSystems: rows.flatMap(({ need, row, bounds }) =>
      need?.kind === 'build-system' ? [{ attr: need.attr, ...bounds, ...row }] : [],
    ),
    cargoHash: rows.find(({ need }) => need?.kind === 'cargo-hash')?.row ?? null,
    environment: rows.flatMap(({ need, row }) =>
      need?.kind === 'environment' ? [{ variable: need.name, value: need.value, ...row }] : [],
    ),
    poetry2nix,
    unmapped: (known?.unmapped ?? []).map(({ library, source }) => ({
      library,
      source: source.id,
    })),
    traps: [...downloads(facts), ...(poetry2nix === null ? [] : trapsOf(poetry2nix))],
    notes: known?.notes ?? [],
  };
}

const ALL_SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];

function isRelevant(when: Conditions, version: string | null): boolean {
  const anywhere: Situation = { version, system: null, distribution: null, python: null };
  return holds(when, anywhere) !== 'no';
}

/** Facts that differ in their conditions alone, as one row: required where any of them is. */
function rowOf(group: readonly Fact[]): Row {
  const firm = group.filter(({ required }) => required);
  const shown = firm.length > 0 ? firm : group;
  const systems = new Set(shown.flatMap(({ when }) => when.systems ?? ALL_SYSTEMS));
  const distributions = new Set(shown.map(({ when }) => when.distribution ?? null));
  const [distribution] = distributions;
  const versions = shown
    .map(({ when }): VersionSet => (when.versions === undefined ? null : normalize(when.versions)))
    .reduce(union);
  const python = new Set(shown.map(({ when }) => when.python));
  const [specifier] = python;
  const sources = new Map(group.flatMap(({ sources: list }) => list.map((one) => [one.id, one])));
  const sorted = [...sources.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return {
    optional: firm.length === 0,
    systems: ALL_SYSTEMS.filter((one) => systems.has(one)),
    distribution: distributions.size === 1 && distribution !== undefined ? distribution : null,
    ...(versions === null ? {} : { versions }),
    ...(python.size === 1 && specifier !== undefined ? { python: specifier } : {}),
    sources: sorted.map(({ id }) => id),
    references: sorted.flatMap(({ id, ref }) => (ref === undefined ? [] : [`${id}: ${ref}`])),
    confidence:
      shown.map(confidence).toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))[0] ?? 'low',
  };
}

/** Of several releases those of the newest alone. */
function boundsOf(group: readonly Fact[]): { readonly bounds?: readonly VersionBound[] } {
  const firm = group.filter(({ required }) => required);
  const newest = firm.find(({ when }) => when.versions?.at(-1)?.until === undefined);
  const bounds = (newest ?? firm.at(-1))?.bounds;
  return bounds === undefined ? {} : { bounds };
}

const ORDER: readonly string[] = ['high', 'medium', 'low'];

function relevantDefaults(
  defaults: Poetry2nixDefaults | null,
  version: string | null,
): Poetry2nixDefaults | null {
  if (defaults === null) return null;
  const broken = defaults.broken?.filter(({ when }) => isRelevant(when, version)) ?? [];
  const { broken: _, ...rest } = defaults;
  return {
    ...rest,
    provides: defaults.provides.filter(({ when }) => isRelevant(when, version)),
    ...(broken.length === 0 ? {} : { broken }),
  };
}

/** Nix builds without a network: what cargo would download has to be named beforehand. */
function downloads(facts: readonly Fact[]): readonly Trap[] {
  if (!facts.some(({ need }) => need.kind === 'cargo-hash')) return [];
  const message =
    'A build from the sdist downloads crates, which Nix does not allow: their hash has to be known beforehand.';
  return [{ kind: 'build-network', message }];
}

function trapsOf({ broken, cargoUnknown, replaces, provides }: Poetry2nixDefaults): Trap[] {
  const evaluation = (broken ?? []).map(({ why, nixpkgsFrom }): Trap => ({
    kind: 'evaluation',
    message: `poetry2nix's default override ${why}.`,
    nixpkgsFrom,
  }));
  const cargo: Trap[] =
    cargoUnknown === undefined
      ? []
      : [
          {
            kind: 'cargo-hash',
            message:
              cargoUnknown === 'throws'
                ? "poetry2nix's defaults fail to evaluate for a version that their cargo-hash table lacks."
                : "poetry2nix's defaults use a fake hash for a version that their cargo-hash table lacks.",
          },
        ];
  const replaced: Trap[] = replaces.map((list) => ({
    kind: 'replaced-inputs',
    message: `poetry2nix's defaults replace ${list}: what an overlay before them adds there is lost.`,
  }));
  return distinct([...evaluation, ...cargo, ...replaced, ...provides.flatMap(movesOfProvision)]);
}

function movesOfProvision({ need, written }: Provision): Trap[] {
  const attr = written ?? ('attr' in need ? need.attr : null);
  if (attr === null || need.kind === 'build-system') return [];
  return movesOf(attr).map(({ message, nixpkgsFrom }) => ({
    kind: 'moved-attribute',
    message,
    nixpkgsFrom,
  }));
}

function distinct(traps: readonly Trap[]): Trap[] {
  return [...new Map(traps.map((trap) => [JSON.stringify(trap), trap])).values()];
}
