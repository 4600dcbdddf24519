import type { PackageFacts, System } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { TargetId, TargetUse } from '../nix/api.ts';
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
}

/** What a target's own defaults do about one need. */
export type DefaultAnswer = {
  readonly answer: 'provided' | 'not-provided' | 'unknown';
  readonly because: string;
  /** The defaults have a recipe of their own for the package, which builds without it. */
  readonly buildsWithout?: boolean;
};

/** How one way of building Python with Nix behaves. All of it was found by running it; docs/targets.md has the sources. */
export interface Target {
  readonly id: TargetId;
  /** For people. */
  readonly label: string;
  /** The file that is built, and why. `use` null: no Nix file is known, the target's defaults are assumed. */
  distribution(locked: LockedPackage, use: TargetUse | null, builds: BuildSettings): Distribution;
  /** What the defaults provide of `need` to this package. */
  defaults(
    facts: PackageFacts,
    fact: PackageFacts['facts'][number],
    at: Circumstances,
    pin: Pin | null,
  ): DefaultAnswer;
  /** Whether a warning may be built on what this target's defaults leave out. */
  readonly defaultsAreKnown: boolean;
}

/** A revision that a flake.lock, niv or npins file pins. */
export interface Pin {
  readonly revision: string;
  /** ISO 8601; null where the file does not say. */
  readonly date: string | null;
}
