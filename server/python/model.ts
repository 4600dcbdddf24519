/**
 * A PEP 440 version, made by `parseVersion` or computed from one. `text` is the normalised form;
 * `local` keeps the leading zeros of its numbers, which Poetry shows.
 */
export interface Version {
  readonly text: string;
  readonly epoch: number;
  readonly release: readonly number[];
  readonly pre: readonly ['a' | 'b' | 'rc', number] | null;
  readonly post: number | null;
  readonly dev: number | null;
  readonly local: string | null;
  /** Set by `parsePoetryVersion` only, for `1.0.ALPHA1`. */
  readonly phases?: Phases;
}

/** Segments' letters that are not all lower case: Poetry neither normalises them nor takes them for the same. */
export interface Phases {
  readonly pre: string | null;
  readonly post: string | null;
  readonly dev: string | null;
}

/** One interval of versions; a null bound is open. */
export interface VersionRange {
  readonly min: Version | null;
  readonly includeMin: boolean;
  readonly max: Version | null;
  readonly includeMax: boolean;
}

/**
 * A set of versions: disjoint ranges in ascending order. The empty set has none, or one with nothing
 * in it where Poetry has such (`1.0a1.dev1.*`): ask `isEmpty`.
 */
export interface Constraint {
  readonly ranges: readonly VersionRange[];
}

/** Why a text could not be read. `span` is in UTF-16 offsets of that text. */
export interface SyntaxProblem {
  readonly problem: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** What a marker may ask of an interpreter (PEP 508, environment markers). */
export interface MarkerEnvironment {
  readonly python_version: string;
  readonly python_full_version: string;
  readonly os_name: string;
  readonly sys_platform: string;
  /** Of one machine's kernel, as `platform_version`: left out where it is not known. */
  readonly platform_release?: string;
  readonly platform_system: string;
  readonly platform_version?: string;
  readonly platform_machine: string;
  readonly platform_python_implementation: string;
  readonly implementation_name: string;
  readonly implementation_version: string;
  readonly extra?: string;
  /** PEP 751: what a lock file is installed with. */
  readonly extras?: ReadonlySet<string>;
  readonly dependency_groups?: ReadonlySet<string>;
}
