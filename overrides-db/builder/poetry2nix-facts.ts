import { groupBy } from '../group.ts';
import type { Conditions, InputList } from '../model.ts';
import type { DefaultsRow, SourceFact } from '../source-text.ts';
import { conditionsOf, pythonSpecifier, type Observation, type ProbeGrid } from './probes.ts';
import {
  BASE_PYTHON,
  gridOf,
  PYTHONS,
  type TracedPackage,
  type TracedResult,
} from './poetry2nix-trace.ts';

/** What the traced builds of one package say, as facts; `since` is filled in by the history. */
export function factsOf({ literals, results }: TracedPackage): SourceFact[] {
  const grid = gridOf(literals);
  const seen: { fact: SourceFact; result: TracedResult }[] = [];
  for (const result of results) {
    for (const fact of statedBy(result)) seen.push({ fact, result });
  }
  const groups = groupBy(seen, ({ fact }) => JSON.stringify(fact));
  return [...groups.values()].flatMap((group) =>
    withConditions([...group, ...presumed(group, results)], grid),
  );
}

/** What the defaults do beside adding inputs. Null where there is nothing to tell. */
export function defaultsOf({ literals, results }: TracedPackage): DefaultsRow | null {
  const grid = gridOf(literals);
  const row: DefaultsRow = {
    ...replacesOf(results),
    ...cargoOf(results, literals),
    ...brokenOf(results, grid),
    ...prefersWheelOf(results),
    ...notesOf(results),
  };
  return Object.keys(row).length === 0 ? null : row;
}

/** A probe's path as a nixpkgs attribute: without calls, overrides and what `buildPackages` adds. */
export function attributeOf(path: string): string | null {
  const attr = path
    .replace(/^pkgs\.(?:buildPackages\.)?/, '')
    .replaceAll(/\(\)|#[^.]*/g, '')
    .replaceAll(/\.(?:override|overrideAttrs)(?=\.|$)/g, '');
  return path.startsWith('pkgs.') && !NOT_INPUTS.test(attr) ? attr : null;
}

const NOT_INPUTS =
  /^(?:fetch\w*|write\w*|runCommand|symlinkJoin|stdenv|python\w*|buildPythonPackage)(?:\.|$)/;

const LISTS: ReadonlyMap<string, InputList> = new Map([
  ['buildInputs', 'buildInputs'],
  ['nativeBuildInputs', 'nativeBuildInputs'],
  ['propagatedBuildInputs', 'propagatedBuildInputs'],
  ['propagatedNativeBuildInputs', 'nativeBuildInputs'],
]);

/** Every probe reads as `@{path}` in a string. */
const MENTION = /@\{(pkgs\.[^}]*)\}/g;

function statedBy({ result }: TracedResult): SourceFact[] {
  if (result === undefined || !('inputs' in result)) return [];
  const facts: SourceFact[] = [];
  for (const [list, paths] of Object.entries(result.inputs)) {
    const as = LISTS.get(list);
    if (as === undefined) continue;
    for (const path of paths) {
      const attr = attributeOf(path);
      const python = /^python\.([\w-]+)$/.exec(path)?.[1];
      if (attr !== null) facts.push({ kind: 'native-input', attr, as });
      else if (python !== undefined && as !== 'propagatedBuildInputs') {
        facts.push({ kind: 'build-system', attr: python });
      }
    }
  }
  for (const [name, value] of Object.entries(result.variables)) {
    facts.push({ kind: 'environment', name, value: value.replaceAll(MENTION, '${$1}') });
  }
  if (result.cargo !== null) facts.push({ kind: 'cargo-hash' });
  return facts;
}

/** Builds that could not be evaluated, where every other version of the same kind of build shows the fact: the expression fails before it tells. */
function presumed(
  group: readonly { fact: SourceFact; result: TracedResult }[],
  results: readonly TracedResult[],
): { fact: SourceFact; result: TracedResult }[] {
  const [first] = group;
  const failed = results.filter((one) => one.failed === true);
  if (first === undefined || failed.length === 0) return [];
  const seen = new Set(group.map(({ result }) => result));
  const contradicted = new Set(
    results.filter((one) => one.failed !== true && !seen.has(one)).map(kindOf),
  );
  return failed
    .filter((one) => !contradicted.has(kindOf(one)))
    .map((result) => ({ fact: first.fact, result }));
}

function kindOf({ system, distribution, python }: TracedResult): string {
  return `${system} ${distribution} ${python}`;
}

function withConditions(
  group: readonly { fact: SourceFact; result: TracedResult }[],
  grid: ProbeGrid,
): SourceFact[] {
  const [first] = group;
  if (first === undefined) return [];
  const pythons = new Set(
    group
      .filter(({ result }) => result.system === 'x86_64-linux' && result.distribution === 'sdist')
      .map(({ result }) => result.python),
  );
  const python = pythons.size === 0 ? null : pythonSpecifier(pythons, PYTHONS);
  return conditionsOf(observations(group.map(({ result }) => result)), grid).map((when) => {
    const all: Conditions = typeof python === 'string' ? { ...when, python } : when;
    return Object.keys(all).length === 0 ? first.fact : { ...first.fact, when: all };
  });
}

/** What was seen at the usual interpreter; else what any sdist was seen with, on every system. */
function observations(results: readonly TracedResult[]): Observation[] {
  const usual = results.filter(({ python }) => python === BASE_PYTHON);
  if (usual.length > 0) return usual;
  return results.flatMap(({ version, distribution }) =>
    gridOf([]).systems.map((system) => ({ version, system, distribution })),
  );
}

function replacesOf(results: readonly TracedResult[]): Pick<DefaultsRow, 'replaces'> {
  const replaces = new Set<InputList>();
  for (const { result } of results) {
    if (result === undefined || !('replaced' in result)) continue;
    for (const list of result.replaced) {
      const known = LISTS.get(list);
      if (known !== undefined && list === known) replaces.add(known);
    }
  }
  return replaces.size === 0 ? {} : { replaces: [...replaces].toSorted() };
}

const FAKE_HASH = /sha256-A{43}=|^\?$/;

function cargoOf(
  results: readonly TracedResult[],
  literals: readonly string[],
): Pick<DefaultsRow, 'cargoVersions' | 'cargoUnknown'> {
  const sdists = results.filter(
    ({ system, distribution, python }) =>
      system === 'x86_64-linux' && distribution === 'sdist' && python === BASE_PYTHON,
  );
  const hashes = new Map(sdists.map((one) => [one.version, hashOf(one)]));
  if (![...hashes.values()].some((hash) => hash !== null && hash !== 'failed')) return {};
  const isKnown = (version: string): boolean => {
    const hash = hashes.get(version);
    return hash !== undefined && hash !== null && hash !== 'failed' && !FAKE_HASH.test(hash);
  };
  const cargoVersions = [...new Set(literals)].filter(isKnown).toSorted(byNumbers);
  const unknown = hashes.get('1000.0');
  if (cargoVersions.length === 0 || isKnown('1000.0')) return {};
  return { cargoVersions, cargoUnknown: unknown === 'failed' ? 'throws' : 'fake-hash' };
}

function hashOf({ result, failed }: TracedResult): string | null {
  if (failed === true) return 'failed';
  if (result === undefined || !('cargo' in result) || result.cargo === null) return null;
  return result.cargo.hash;
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** What nixpkgs took away, and the release from which evaluation fails. */
const REMOVALS: readonly {
  readonly nixpkgsFrom: string;
  readonly why: string;
  readonly uses: (result: Extract<TracedResult['result'], { cargo: unknown }>) => boolean;
}[] = [
  {
    nixpkgsFrom: '25.05',
    why: 'uses rustPlatform.fetchCargoTarball, which nixpkgs removed',
    uses: ({ cargo }) => cargo?.by.includes('fetchCargoTarball') === true,
  },
  {
    nixpkgsFrom: '25.11',
    why: 'uses darwin.apple_sdk.frameworks, which nixpkgs removed',
    uses: ({ inputs }) =>
      Object.values(inputs).some((paths) =>
        paths.some((path) => path.includes('.darwin.apple_sdk')),
      ),
  },
];

function brokenOf(results: readonly TracedResult[], grid: ProbeGrid): Pick<DefaultsRow, 'broken'> {
  const broken = REMOVALS.flatMap(({ nixpkgsFrom, why, uses }) => {
    const hits = results.filter(
      ({ result, python }) =>
        python === BASE_PYTHON && result !== undefined && 'cargo' in result && uses(result),
    );
    return conditionsOf(hits, grid).map((when) => ({ why, nixpkgsFrom, when }));
  });
  return broken.length === 0 ? {} : { broken };
}

function prefersWheelOf(results: readonly TracedResult[]): Pick<DefaultsRow, 'prefersWheel'> {
  const prefers = results.some(
    ({ result }) =>
      result !== undefined && 'arguments' in result && result.arguments.includes('preferWheel'),
  );
  return prefers ? { prefersWheel: true } : {};
}

function notesOf(results: readonly TracedResult[]): Pick<DefaultsRow, 'notes'> {
  const mentioned = new Set<string>();
  let patched = false;
  let gone = false;
  for (const { result } of results) {
    if (result === undefined) continue;
    if ('gone' in result) gone = true;
    if (!('inputs' in result)) continue;
    const listed = new Set(Object.values(result.inputs).flat().map(attributeOf));
    patched ||= result.hooks.some((hook) =>
      /^(?:patches|p\w+Patch|patchPhase|preBuild|preConfigure)$/.test(hook),
    );
    for (const [, path] of result.mentions.matchAll(MENTION)) {
      const attr = attributeOf(path ?? '')?.replace(/\.(?:dev|out|lib)$/, '');
      if (attr !== undefined && attr !== '' && !listed.has(attr)) mentioned.add(attr);
    }
  }
  const notes = [
    ...(gone ? ["poetry2nix's defaults leave this package out on some interpreters."] : []),
    ...(mentioned.size > 0
      ? [
          `poetry2nix's defaults write the path of ${[...mentioned].toSorted().join(', ')} into this package's build.`,
        ]
      : patched
        ? [
            "poetry2nix's defaults patch this package or change its build steps; an override that replaces them loses that.",
          ]
        : []),
  ];
  return notes.length === 0 ? {} : { notes };
}
