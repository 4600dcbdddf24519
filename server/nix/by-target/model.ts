import type { OverridePlan, OverrideRequest, NixFiles } from '../model.ts';
import type { Outcome } from '../plan/outcome.ts';
import type { Placing } from '../plan/placing.ts';
import type { ReadContext, UseReading } from '../read/context.ts';

/** Plans the edits of one file (`plan/plan.ts`), for what is rendered by being planned. */
export type Planner = (
  files: NixFiles,
  entry: string,
  requests: readonly OverrideRequest[],
) => OverridePlan;

/** All that Nix files have to do with one target. */
export interface NixTarget {
  /** What it can be asked for, beside inputs, build systems, variables and crates. */
  readonly takes: {
    readonly wheels: boolean;
    /** That a package does not propagate what depends on it. */
    readonly brokenCycles: boolean;
    /** That a package propagates what it does not say it depends on. */
    readonly dependencies: boolean;
    /** That versions in a package's metadata are not looked at, which nixpkgs' builder alone does. */
    readonly relaxedDependencies: boolean;
    /** That shared libraries of a wheel are not looked for. */
    readonly ignoredLibraries: boolean;
    /** Packages that are made anew. */
    readonly definitions: boolean;
  };
  /** What is certainly wrong in an overlay of it, and right in others. */
  readonly overlays: OverlayFacts;
  /** Whether what the project needs and what its packages need share one place, so that one is written after the other. */
  readonly sharesOnePlace: boolean;

  /** The uses of projects that the files have. */
  read(context: ReadContext): readonly UseReading[];
  /** Whether these count only where nothing else builds the project. */
  readonly isBesideBuilds: boolean;

  /** Writes what packages (or the shell) need. One outcome for each request. */
  place(requests: readonly OverrideRequest[], placing: Placing): readonly Outcome[];
  /** Writes what the project itself needs; null where it is a package of the overlays like any other. */
  readonly placeOwn: ((request: OverrideRequest, placing: Placing) => Outcome) | null;

  /** The file that people start from, with a place for overrides and none in it. */
  newFile(requests: readonly OverrideRequest[]): string;
  /** One sound request as text to paste. LF, from column 0, no line break at the end. */
  render(request: OverrideRequest, plan: Planner): string;
  /**
   * Sound requests of a whole project as text to paste or to start from. LF, with a line break at the end.
   *
   * @param python the attribute of the interpreter that is taken (`python312`).
   */
  renderAll(requests: readonly OverrideRequest[], plan: Planner, python: string): string;
}

export interface OverlayFacts {
  /** Its methods: a file that calls one of `own` is an overlay for it; one that calls one of `likely` too where it overrides something, of several targets for the last. */
  readonly methods: { readonly own: readonly string[]; readonly likely: readonly string[] };
  /** Packages are those of the lock, by their PEP 503 names: an override of any other is never used. */
  readonly hasPackagesOfLock: boolean;
  /** The argument of a package's `override` that chooses the wheel, and the method that changes attributes of a build; null where neither is known. */
  readonly arguments: { readonly wheel: string; readonly method: string } | null;
  /** The argument of a use's call that chooses wheels for all packages; null where none does. */
  readonly wheelsOfCall: string | null;
  /** A package's function drops arguments that it does not know. */
  readonly dropsArguments: boolean;
  /** The list of build inputs is absent from what is built of sources. */
  readonly lacksBuildInputs: boolean;
  /** Overlays may run before the target's defaults, which set lists anew. */
  readonly hasDefaultsBehind: boolean;
}

/** What is so with targets whose overlays have no rules of their own. */
export const NOTHING_SPECIAL: OverlayFacts = {
  methods: { own: [], likely: [] },
  hasPackagesOfLock: false,
  arguments: null,
  wheelsOfCall: null,
  dropsArguments: false,
  lacksBuildInputs: false,
  hasDefaultsBehind: false,
};

/** What targets can be asked for that take inputs, build systems, variables and crates, and no more. */
export const INPUTS_ALONE: NixTarget['takes'] = {
  wheels: false,
  brokenCycles: false,
  dependencies: false,
  relaxedDependencies: false,
  ignoredLibraries: false,
  definitions: false,
};

/** nixpkgs' own choice of an interpreter. */
export const USUAL_PYTHON = 'python3';
