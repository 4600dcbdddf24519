import type { Run } from './poetry2nix-line.ts';

/** Who says so. `ref` is what lets a person find it: a file, an attribute, a version or commit. */
export interface Source {
  readonly id: SourceId;
  readonly ref?: string;
  /** The release of the package that was read or built, where that is what the source is. */
  readonly version?: string;
  /** Further releases that were read, or built, and say the same. */
  readonly also?: readonly string[];
}

export type SourceId =
  /** Proved by building. */
  | 'lab'
  /** Read in the package's own files. */
  | 'sdist'
  | 'wheel'
  | 'poetry2nix'
  | 'uv2nix_hammer_overrides'
  | 'nixpkgs'
  | 'corepkgs'
  | 'spack'
  | 'debian'
  | 'pep725'
  | 'review'
  | 'project'
  /** What PEP 517 says of every sdist. */
  | 'pep517';

export type System = 'x86_64-linux' | 'aarch64-linux' | 'x86_64-darwin' | 'aarch64-darwin';

/** When something holds; an absent key means always. */
export interface Conditions {
  /** Any of these: `from` inclusive, `until` exclusive, both PEP 440. */
  readonly versions?: readonly { readonly from?: string; readonly until?: string }[];
  readonly systems?: readonly System[];
  readonly distribution?: 'sdist' | 'wheel';
  /** A PEP 440 specifier over the Python version. */
  readonly python?: string;
}

/** One thing that building or running one package takes. Attributes are nixpkgs paths without `pkgs.`; build systems are names in the Python package set. */
export type Need =
  | { readonly kind: 'build-system'; readonly attr: string }
  | { readonly kind: 'native-input'; readonly attr: string; readonly as: InputList }
  | { readonly kind: 'wheel-library'; readonly attr: string }
  /**
   * That autoPatchelf goes on without a library which a wheel links (`libtorch.so`): `by` brings it when the wheel is used, a
   * package of the Python set or the graphics driver; null where nothing is known to.
   */
  | { readonly kind: 'ignored-library'; readonly name: string; readonly by: string | null }
  | { readonly kind: 'cargo-hash' }
  /** Some build system, where no fact says which: in no bundled fact, but what an sdist lacks whose target names none. `attr` is the likely one. */
  | { readonly kind: 'any-build-system'; readonly attr: string }
  | { readonly kind: 'environment'; readonly name: string; readonly value: string };

export type InputList = 'buildInputs' | 'nativeBuildInputs' | 'propagatedBuildInputs';

export interface Fact {
  readonly need: Need;
  /** False: an optional feature, shown and never warned of. */
  readonly required: boolean;
  /**
   * Those who say so name no versions, and these are older than releases that were read and about which nothing was read: builds
   * have changed their tools since. It goes into an override, and is not warned of.
   */
  readonly likely?: true;
  readonly when: Conditions;
  /** Of a build system: the versions that the package requires, where it takes none above some. */
  readonly bounds?: readonly VersionBound[];
  /** At least one; those that agree stand together. */
  readonly sources: readonly Source[];
}

/** Versions that are required of a build system. */
export interface VersionBound {
  /** PEP 440: `<3,>=0.29`. */
  readonly specifier: string;
  /** A PEP 440 specifier over the Python versions that it is required with; absent for all. */
  readonly python?: string;
}

/** Something that a target's own defaults do for a package. */
export interface Provision {
  readonly need: Need;
  /** The attribute as the defaults write it, where `need` has another name for the same. */
  readonly written?: string;
  readonly when: Conditions;
  /** The revisions that do so, by their position on the main line; absent where that is not known. */
  readonly during?: readonly Run[];
  /** These revisions name it in what they do for the package; whether they give it, and when, is not known. */
  readonly named?: true;
}

/** What poetry2nix's default overrides and build-systems table do for a package. */
export interface Poetry2nixDefaults {
  readonly provides: readonly Provision[];
  /** Attributes that the defaults set outright, so that an overlay that runs before them is undone. */
  readonly replaces: readonly InputList[];
  /** The versions that its cargo-hash table knows; absent where it has none. */
  readonly cargoVersions?: readonly string[];
  /** By version: the revisions that have its hash. */
  readonly cargoDuring?: Readonly<Record<string, readonly Run[]>>;
  /** What a version outside of that table does: evaluation fails, or a fake hash is used. */
  readonly cargoUnknown?: 'throws' | 'fake-hash';
  /** The defaults set `preferWheel`: a wheel is taken where the lock has one, whatever the call says. */
  readonly prefersWheel?: true;
  /** The revisions that do; absent where that is not known. */
  readonly prefersWheelDuring?: readonly Run[];
  /** Conditions under which the defaults fail to evaluate, in words, with the nixpkgs date from which they do. */
  readonly broken?: readonly {
    readonly why: string;
    readonly nixpkgsFrom: string;
    readonly when: Conditions;
  }[];
}

/** Everything known of one package. */
export interface PackageFacts {
  /** PEP 503. */
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly poetry2nix: Poetry2nixDefaults | null;
  /** Libraries that a source names and no nixpkgs attribute is verified for. */
  readonly unmapped: readonly { readonly library: string; readonly source: Source }[];
  /** Sentences for people. */
  readonly notes: readonly string[];
}

/** The bundled knowledge. Total: any string may be asked for. */
export interface KnowledgeBase {
  /** Null for a package that no source knows. */
  lookup(normalizedName: string): PackageFacts | null;
  /** All names, or those that begin with `prefix`, ascending; read one by one, as they are taken. */
  names(prefix?: string): Iterable<string>;
  /** Where the bundled facts come from: revision and date of each source. */
  readonly provenance: readonly {
    readonly id: SourceId;
    readonly revision: string;
    readonly date: string;
  }[];
}
