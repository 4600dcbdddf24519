import type { Need, PackageFacts, SourceId, System } from '../../overrides-db/model.ts';
import type { BuildSystemSet } from '../../overrides-db/build-system-versions.ts';
import type { LockedPackage, LockKind } from '../locks/model.ts';
import type { Manifest } from '../manifests/model.ts';
import type { Known, Pins, RequestedNeed, Source, TargetId, TargetUse } from '../nix/api.ts';
import type { Circumstances } from './conditions.ts';

/** Which of a package's files a target builds from. `why` is for people: `poetry2nix prefers sdists`. */
export type Distribution =
  | ChosenFile<'sdist'>
  | ChosenFile<'wheel'>
  /** The lock names no files, and the tool takes a wheel where the index has one and the sdist else: what either needs may be needed. */
  | { readonly kind: 'either'; readonly why: string }
  /** No file of the lock fits any of the interpreters and systems in question. */
  | { readonly kind: 'unusable'; readonly why: string; readonly rule: string | null }
  | { readonly kind: 'unknown'; readonly why: string };

interface ChosenFile<Kind extends 'sdist' | 'wheel'> {
  readonly kind: Kind;
  /** The file's name; null where it is not known, or where the source is a repository or a folder. */
  readonly file: string | null;
  readonly why: string;
  /** The option or setting of the installer that decides, in the words of its rule; null where none does. */
  readonly rule: string | null;
}

/** What is known of the kind of file: null where it may be either. */
export function kindOf({ kind }: Distribution): 'sdist' | 'wheel' | null {
  return kind === 'sdist' || kind === 'wheel' ? kind : null;
}

/** An option or a setting that leaves an installer one kind of file of a package. */
export interface FormatRule {
  /** PEP 503; null for all packages that no other rule is about. */
  readonly package: string | null;
  readonly only: 'sdist' | 'wheel';
  /** For people: `--no-binary numpy in requirements.txt`. */
  readonly because: string;
}

/** The builds that one use of a project stands for. */
export interface BuildSettings {
  readonly systems: readonly System[];
  /** Candidate interpreters (`3.11`, `pypy3.10`), ascending; more than one where the files leave it open. */
  readonly pythons: readonly string[];
  /** Whether wheels are preferred, as the user states it for what no Nix file says; null where nobody does. */
  readonly preferWheels: boolean | null;
  /** What an installer in a shell is told; absent where it is told nothing. */
  readonly formats?: readonly FormatRule[];
  /** What `[tool.uv]` says of builds, where the target reads it; absent where it says nothing. */
  readonly uv?: UvBuilds;
}

/** What `[tool.uv]` of a workspace says of builds, as uv2nix reads it (`loadConfig`). */
export interface UvBuilds {
  /** What packages, by the name that the lock has for them, are built with beside what they require themselves. */
  readonly extra: readonly {
    readonly package: string;
    readonly buildSystems: readonly string[];
    /** Absolute path of where it stands. */
    readonly file: string;
  }[];
  /** The environment variables that builds of packages have, by the name that the lock has for them. */
  readonly variables: readonly {
    readonly package: string;
    readonly names: readonly string[];
    readonly file: string;
  }[];
  /** Packages whose back ends are told something (`config-settings`), null for all of them. */
  readonly configured: readonly { readonly package: string | null; readonly file: string }[];
  /** `no-build` and `no-binary`: no sdists and no wheels. */
  readonly noBuild: Known<boolean>;
  readonly noBinary: Known<boolean>;
  readonly noBuildPackages: readonly string[];
  readonly noBinaryPackages: readonly string[];
}

/** What a target's own defaults do about one need. */
export interface DefaultAnswer {
  /** `builds-without`: not provided, and the defaults have a recipe of their own for the package which builds without it. */
  readonly answer: 'provided' | 'not-provided' | 'builds-without' | 'unknown';
  readonly because: string;
}

/**
 * How one way of building Python with Nix behaves. All of it was found by running it; each record names
 * its sources. What the Nix files say of it, and how an override is written, is said in `nix/`.
 */
export interface Target {
  readonly id: TargetId;
  /** For people. */
  readonly label: string;
  /** The source whose pinned revision decides what the target does; null where nothing here hangs on it. */
  readonly pinned: Source | null;
  readonly reads: TargetReads;
  /**
   * Whether, at these revisions, evaluating a package fails over each wheel of the lock for a CPU that its table lacks
   * (`attribute 'riscv64' missing`): of all of its files, or only where it looks for a wheel; null where it does not.
   */
  readonly failsOverWheels: (pins: Pins) => 'any-file' | 'chosen-wheel' | null;
  /**
   * The file that is built, and why.
   *
   * @param use null: no Nix file is known, the target's defaults are assumed.
   * @param facts what the target's own defaults do for the package; null where nothing is known of it.
   * @param pin the revision of the target; null where it is not known.
   */
  distribution(
    locked: LockedPackage,
    use: TargetUse | null,
    builds: BuildSettings,
    facts: PackageFacts | null,
    pin: Pin | null,
  ): Distribution;
  /** What a use takes of the project's groups and extras, and beside them. */
  takenGroups(use: TargetUse, of: GroupsAsked): TakenGroups;
  readonly project: ProjectBuild;
  readonly provides: TargetProvides;
  readonly asks: TargetAsks;
}

/** What of a project a target reads. */
export interface TargetReads {
  /** The manifest and the lock that it builds from; null: whichever an installer takes. */
  readonly files: { readonly manifest: Manifest['kind']; readonly lock: LockKind } | null;
  /** Whether Nix itself reads the manifest and the lock, by `builtins.fromTOML`. */
  readonly tomlInNix: boolean;
  /** Whether its Nix functions fail where the lock is not there. */
  readonly needsLock: boolean;
  /** Whether it fetches by the files that the lock names, so that a lock without them does not do. */
  readonly needsFilesInLock: boolean;
  /** Whether it reads `[project]`, and not only the table of the tool. */
  readonly projectTable: boolean;
  /**
   * Whether it is pip, Pipenv or uv that installs at last, in a Python of the user's own: they do what they are told
   * of the kinds of files, and choose a version of what no line pins.
   */
  readonly asInstaller: boolean;
  /** Whether it minds what `[tool.uv]` says of builds. */
  readonly uvSettings: boolean;
  /** Whether a package set of nixpkgs is asked for the project's dependencies, by the names that the manifest has for them. */
  readonly takesByName: boolean;
  /** Since when it minds what is said there, ISO 8601: a revision that is pinned and older passes it over. Absent where it always did, or never. */
  readonly uvSettingsSince?: {
    /** Build dependencies and variables. */
    readonly extra: string;
    readonly configSettings: string;
  };
}

/** What decides which groups of a project are taken, beside the Nix files. */
export interface GroupsAsked {
  /** The project's own name, PEP 503; null where it has none. */
  readonly name: string | null;
  /** Those that `[tool.uv]` names. */
  readonly defaultGroups: readonly string[];
  /** Those that the older `dev-dependencies` is. */
  readonly legacyGroups: readonly string[];
  /** The members of its workspace, by PEP 503 name; empty for no workspace. */
  readonly members: readonly string[];
  /** The revision of the target that is pinned; null where none is known. */
  readonly pin: Pin | null;
}

/** The groups and extras of a project that are built. */
export interface TakenGroups {
  readonly certain: Taken;
  readonly possible: Taken | 'all';
}

/** What is taken of a project (`main` among its groups: its own dependencies, without which no extra is taken), and what beside it. */
export interface Taken extends Choice {
  /** The packages of the lock that are asked for by name, the project perhaps among them. */
  readonly packages: readonly (Choice & { readonly name: string })[];
}

/** The dependency groups and the extras that are taken of a package. */
export interface Choice {
  readonly groups: Names;
  readonly extras: Names;
}

export type Names = ReadonlySet<string> | 'all';

/** Whether something is built, and why for people. */
export interface Built {
  readonly state: 'yes' | 'no' | 'unknown';
  readonly why: string;
}

/** How a target builds the project itself. */
export interface ProjectBuild {
  /**
   * @param locked the project as its lock has it; null where it has not.
   * @param pin the revision of the target; null where it is not known.
   */
  built(use: TargetUse | null, locked: LockedPackage | null, pin: Pin | null): Built;
  /** Whether what its Nix files give the project is all that it is given. */
  readonly inputsAreKnown: boolean;
  /** Whether what runs beside the project is among its inputs. */
  readonly takesRuntimeInputs: boolean;
}

/** What a target gives a package by itself. */
export interface TargetProvides {
  /**
   * Whether nothing but an override or a setting gives the sdist of a package its build system, so that one of which none is named
   * cannot build.
   *
   * @param facts what is known of the package; null: nothing is.
   */
  noBuildSystem(facts: PackageFacts | null, pin: Pin | null): boolean;
  /** Whether what a package depends on brings what it depends on itself into the build. */
  readonly propagates: boolean;
  /** Whether what a package depends on is among the inputs of its build at all. */
  readonly dependenciesAreInputs: boolean;
  /** In words, how a need is met by the way in which this target builds at all, whatever overlays there are; null where it is not. */
  builtIn(need: Need, locked: LockedPackage | null): string | null;
  /**
   * What the defaults provide of a need to this package.
   *
   * @param nixpkgsUntil the day before which the pinned nixpkgs has all changes, ISO 8601; null where it is not known.
   */
  defaults(
    facts: PackageFacts,
    fact: PackageFacts['facts'][number],
    at: Circumstances,
    pin: Pin | null,
    nixpkgsUntil: string | null,
  ): DefaultAnswer;
  /** Whether a warning may be built on what these defaults leave out. */
  readonly defaultsAreKnown: boolean;
  /** Whether the defaults are overlays, of a revision that may be pinned, which an override may run before or repeat. */
  readonly byOverlays: boolean;
  /** The source of facts that is the target's own; null where there is none. */
  readonly ownSource: SourceId | null;
  /** The set that has the build systems of which the lock has no version, in whatever version it has; null where that is not so. */
  readonly buildSystemsOf: BuildSystemSet | null;
}

/** What an override for the target asks for. */
export interface TargetAsks {
  /** What is overridden: single packages, or the shell that is one for all. */
  readonly subject: 'package' | 'shell';
  /** What is to be asked for that these needs are met; empty where the target can meet none of them. */
  needs(of: AskingPackage, needs: readonly Need[]): readonly RequestedNeed[];
  /** A need, marked where the target's defaults for the package set what it adds to. */
  minding(need: RequestedNeed, facts: PackageFacts): RequestedNeed;
}

/** A package that something is asked for. */
export interface AskingPackage {
  /** PEP 503. */
  readonly name: string;
  readonly version: string | null;
  /** The names of its files in the lock. */
  readonly files: readonly string[];
}

/** A revision that a flake.lock, niv or npins file pins. */
export interface Pin {
  readonly revision: string;
  /** ISO 8601; null where the file does not say. */
  readonly date: string | null;
  /** Further revisions, where files pin different ones: any of them may be meant. */
  readonly others?: readonly string[];
}
