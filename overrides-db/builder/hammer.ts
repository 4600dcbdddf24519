import { normalizeName, type FactsSet } from './facts-text.ts';
import type { SourceFact } from '../source-text.ts';
import { compareVersions, isVersion } from '../versions.ts';

/** What the overrides of one version name: build systems that they resolve, `pkgs.` attributes, and the rules beside them. */
export interface HammerVersion {
  readonly rules?: Readonly<Record<string, unknown>>;
  readonly nix: readonly string[];
  readonly bs: readonly string[];
}

export type HammerJson = Readonly<
  Record<string, Readonly<Record<string, HammerVersion | readonly string[]>>>
>;

/**
 * Overrides that were made by building packages, one folder a version. A version's
 * overrides hold from it until the next one (the newest not above the locked version is taken, else
 * the oldest; for build systems nothing, where there is none older, and nothing from the next major version on).
 */
export function importHammer(json: HammerJson): FactsSet['packages'] {
  const packages = new Map<string, SourceFact[]>();
  for (const [written, byVersion] of Object.entries(json)) {
    const name = normalizeName(written);
    const versions = Object.entries(byVersion)
      .filter(
        (entry): entry is [string, HammerVersion] => isVersion(entry[0]) && isOverrides(entry[1]),
      )
      .toSorted(([a], [b]) => compareVersions(a, b) ?? 0);
    const facts = versions.map(([version, overrides]): [string, SourceFact[]] => [
      version,
      stated(overrides),
    ]);
    if (versions.length > 0) packages.set(name, factsByVersion(facts, opensBelow));
  }
  return packages;
}

/**
 * Each fact once, with the versions that state it.
 *
 * @param versions ascending, each with what it states.
 * @param isOpen whether a fact holds below the oldest version, and beyond the next major one.
 */
export function factsByVersion(
  versions: readonly (readonly [string, readonly SourceFact[]])[],
  isOpen: (fact: SourceFact) => boolean,
): SourceFact[] {
  const seen = new Map<string, { fact: SourceFact; at: number[] }>();
  for (const [index, [, facts]] of versions.entries()) {
    for (const fact of facts) {
      const key = JSON.stringify(fact);
      const entry = seen.get(key) ?? { fact, at: [] };
      entry.at.push(index);
      seen.set(key, entry);
    }
  }
  return [...seen.values()].map(({ fact, at }) =>
    withRanges(
      fact,
      at,
      versions.map(([v]) => v),
      isOpen(fact),
    ),
  );
}

/**
 * Build systems change from release to release: nothing is said of versions older than the oldest
 * seen, nor of those behind the next major version (every second folder that follows one names another).
 */
function opensBelow({ kind }: SourceFact): boolean {
  return kind !== 'build-system';
}

function withRanges(
  fact: SourceFact,
  at: readonly number[],
  versions: readonly string[],
  isOpen: boolean,
): SourceFact {
  if (at.length === versions.length && isOpen) return fact;
  const ranges = runs(at).map(([first, last]) => {
    const from = versions[first];
    const until = versions[last + 1] ?? (isOpen ? undefined : nextMajor(versions[last]));
    return {
      ...((first === 0 && isOpen) || from === undefined ? {} : { from }),
      ...(until === undefined ? {} : { until }),
    };
  });
  return { ...fact, when: { versions: ranges } };
}

/** The first version with another first number; undefined where that is a year, which says nothing of changes. */
function nextMajor(version: string | undefined): string | undefined {
  const [, epoch = '', first] = /^v?(\d+!)?(\d+)/i.exec(version ?? '') ?? [];
  if (first === undefined || Number(first) >= FIRST_YEAR) return undefined;
  return `${epoch}${Number(first) + 1}.dev0`;
}

const FIRST_YEAR = 1990;

function runs(at: readonly number[]): [number, number][] {
  const result: [number, number][] = [];
  for (const index of at) {
    const last = result.at(-1);
    if (last !== undefined && last[1] === index - 1) last[1] = index;
    else result.push([index, index]);
  }
  return result;
}

function stated({ rules, nix, bs }: HammerVersion): SourceFact[] {
  const facts: SourceFact[] = bs.map((attr) => ({
    kind: 'build-system',
    attr: attr.replaceAll('"', ''),
  }));
  for (const attr of new Set(nix.map(withoutOutput))) {
    if (isAttribute(attr)) facts.push({ kind: 'native-input', attr, as: listOf(attr) });
  }
  if (rules !== undefined && 'Rust' in rules) facts.push({ kind: 'cargo-hash' });
  return facts;
}

function isOverrides(value: HammerVersion | readonly string[]): value is HammerVersion {
  return 'nix' in value;
}

const TOOLS = new Set([
  'autoconf',
  'automake',
  'autoreconfHook',
  'cmake',
  'gfortran',
  'gfortran13',
  'libtool',
  'meson',
  'ninja',
  'pkg-config',
  'swig',
  'which',
  'doxygen',
  'gobject-introspection',
]);

function listOf(attr: string): 'nativeBuildInputs' | 'buildInputs' {
  return TOOLS.has(attr) || attr.startsWith('rustPlatform.') ? 'nativeBuildInputs' : 'buildInputs';
}

function withoutOutput(attr: string): string {
  return attr
    .replace(/^(?:buildPackages|pkgs)\./, '')
    .replace(/\.(?:dev|out|lib|override|cc)$/, '');
}

/** Functions and package sets that expressions call, and R, whose path the generator writes into the builds of whatever has a file of that name; what is left names a package. */
function isAttribute(attr: string): boolean {
  return !/^(?:R|lib|stdenv|fetch\w*|write\w*|runCommand\w*|python\w*|symlinkJoin|config|callPackage|makeSetupHook|substitute\w*|buildPackages|breakpointHook|bash|linuxHeaders|glibc|musl|rustPlatform)(?:\.|$)/.test(
    attr,
  );
}
