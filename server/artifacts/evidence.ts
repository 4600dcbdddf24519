/** Where in an archive something was read: a path below the sdist's own folder or in the wheel, and a line counted from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/**
 * One thing that a package's own files say about its build or its use. What they say under a condition that
 * is not known has that condition: it may hold. Nothing is run, so that what a script computes is not seen.
 */
export type Evidence = Found & {
  readonly place: Place;
  /** In the file's own words; null for what always holds. */
  readonly condition: string | null;
  /** Where it holds for some systems alone. */
  readonly systems?: readonly SystemName[];
};

export type SystemName = 'linux' | 'darwin';

type Found =
  /** A PEP 508 requirement of the build; `imported` where a script imports it and nothing else says so. */
  | { readonly kind: 'requirement'; readonly text: string; readonly imported?: true }
  /** A library that the linker is given: `pq` for `-lpq`. */
  | { readonly kind: 'library'; readonly name: string }
  /** A module that pkg-config is asked for. */
  | { readonly kind: 'pkg-config'; readonly name: string }
  /** A program that the build runs or looks for. */
  | { readonly kind: 'program'; readonly name: string }
  /** A package that CMake looks for. */
  | { readonly kind: 'cmake-package'; readonly name: string }
  /** A dependency of Meson: found by pkg-config, by CMake, or by Meson's own rules. */
  | { readonly kind: 'meson-dependency'; readonly name: string }
  /** A header that is included and not brought along. */
  | { readonly kind: 'header'; readonly name: string }
  /** A compiler's language: `c`, `cpp`, `fortran`, `rust`, `cython`, `swig`. */
  | { readonly kind: 'language'; readonly name: string }
  /** A crate that is built; `locked` where a Cargo.lock stands beside it or above, `git` has its sources by git. */
  | {
      readonly kind: 'crate';
      readonly name: string;
      readonly locked: boolean;
      readonly git: readonly string[];
    }
  /** A folder of another project's sources. */
  | { readonly kind: 'bundled'; readonly name: string }
  /** What reads the version from a repository's history; `moot` where a release says it in another way. */
  | { readonly kind: 'version-from-git'; readonly name: string; readonly moot: boolean };

/** Each finding under one condition once, where it stands first. */
export function distinctEvidence(evidence: readonly Evidence[]): Evidence[] {
  const found = new Map<string, Evidence>();
  for (const one of evidence) {
    const { place: _, ...rest } = one;
    const key = JSON.stringify(rest);
    if (!found.has(key)) found.set(key, one);
  }
  return [...found.values()];
}
