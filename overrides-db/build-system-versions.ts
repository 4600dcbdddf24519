import table from './build-system-versions.json' with { type: 'json' };
import { specifierHolds } from './conditions.ts';

/** Sets of Python packages that build systems come from where a lock has none. */
export type BuildSystemSet = 'nixpkgs' | 'build-system-pkgs';

/** A version of a build system that a set surely has at least, and the day from which it does (ISO 8601). */
export interface LeastVersion {
  readonly least: string;
  readonly from: string;
}

/**
 * The version that a set surely has at least of a build system; null where nothing is known of it.
 *
 * @param until the day (ISO 8601) before which all changes of the set are there; null where that is not known, which leaves
 *   nothing certain.
 */
export function leastVersion(
  set: BuildSystemSet,
  name: string,
  until: string | null,
): LeastVersion | null {
  if (until === null) return null;
  return STEPS[set].get(name)?.findLast(({ from }) => from < until) ?? null;
}

/** What nixpkgs has an older version of a build system as, for one of these Pythons. */
export function olderVersions(
  name: string,
  until: string | null,
  python: string | null,
): readonly { readonly attr: string; readonly version: string }[] {
  return OLDER.filter(
    (one) =>
      one.name === name &&
      until !== null &&
      one.from < until &&
      (one.python === undefined || specifierHolds(one.python, python) === 'yes'),
  );
}

const STEPS: Readonly<Record<BuildSystemSet, ReadonlyMap<string, readonly LeastVersion[]>>> = {
  nixpkgs: new Map(Object.entries(table.nixpkgs)),
  'build-system-pkgs': new Map(Object.entries(table['build-system-pkgs'])),
};

interface Older {
  readonly name: string;
  readonly attr: string;
  readonly version: string;
  readonly from: string;
  readonly python?: string;
}

const OLDER: readonly Older[] = table.older;
