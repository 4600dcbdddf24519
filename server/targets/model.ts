import type { Need, PackageFacts, System } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Known, TargetId, TargetUse } from '../nix/api.ts';
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

/** What `[tool.uv]` of a workspace says of builds, as uv2nix reads it. */
export interface UvBuilds {
  /** What packages, by the name that the lock has for them, are built with beside what they require themselves. */
  readonly extra: readonly {
    readonly package: string;
    readonly buildSystems: readonly string[];
    /** Absolute path of where it stands. */
    readonly file: string;
  }[];
  /** Whether wheels are taken of all packages, and of none the sdist; null where nothing is said of all. */
  readonly preferWheels: Known<boolean> | null;
  /** The same of single packages, where nothing is said of all; of two for one package the later counts. */
  readonly preferWheel: readonly { readonly package: string; readonly value: boolean }[];
}

/** What a target's own defaults do about one need. */
export interface DefaultAnswer {
  /** `builds-without`: not provided, and the defaults have a recipe of their own for the package which builds without it. */
  readonly answer: 'provided' | 'not-provided' | 'builds-without' | 'unknown';
  readonly because: string;
}

/** How one way of building Python with Nix behaves. All of it was found by running it; docs/targets.md has the sources. */
export interface Target {
  readonly id: TargetId;
  /** For people. */
  readonly label: string;
  /** The file that is built, and why. `use` null: no Nix file is known, the target's defaults are assumed. */
  distribution(locked: LockedPackage, use: TargetUse | null, builds: BuildSettings): Distribution;
  /** In words, how a package has a need met by the way in which this target builds at all, whatever overlays there are; null where it is not. */
  builtIn(need: Need, locked: LockedPackage | null): string | null;
  /** What the defaults provide of a need to this package. */
  defaults(
    facts: PackageFacts,
    fact: PackageFacts['facts'][number],
    at: Circumstances,
    pin: Pin | null,
  ): DefaultAnswer;
  /** Whether a warning may be built on what this target's defaults leave out. */
  readonly defaultsAreKnown: boolean;
  /** The same of what its Nix files leave out of the build of the project itself, which no defaults touch. */
  readonly projectInputsAreKnown: boolean;
  /** What of a project's settings it minds. */
  readonly minds: {
    /** What pip and uv are told of the kinds of files: who installs in a shell runs them. */
    readonly installerRules: boolean;
    /** What `[tool.uv]` says of builds. */
    readonly uvSettings: boolean;
  };
}

/** A revision that a flake.lock, niv or npins file pins. */
export interface Pin {
  readonly revision: string;
  /** ISO 8601; null where the file does not say. */
  readonly date: string | null;
}
