import type { Need } from '../../overrides-db/model.ts';

/** What a package lacks when it runs, or is said to: the lock and the target decide what comes of it. */
export type RunTimeNeed =
  /** A distribution that its metadata names and that is not there. */
  | { readonly kind: 'dependency'; readonly name: string }
  /** A distribution that is there in a version that its metadata does not allow. */
  | { readonly kind: 'other-version'; readonly name: string }
  /** A shared library that a wheel is linked to, by its file. */
  | { readonly kind: 'library'; readonly name: string };

/** A package as a log names it. */
export interface LogPackage {
  /** PEP 503. */
  readonly name: string;
  readonly version: string | null;
}

/** One message of a log that says what a build lacks. */
export interface LogFinding {
  /** Null where the log does not say which package it is about. */
  readonly package: LogPackage | null;
  /** What failed and is no package, as `FailedBuild.name` has it: an environment; else null. */
  readonly derivation: string | null;
  /** 1-based. */
  readonly line: number;
  /** The line as a person sees it, shortened. */
  readonly message: string;
  /** What an override has to provide; empty where that is not known or no override helps. */
  readonly needs: readonly Need[];
  /** Whether taking the wheel mends it. */
  readonly preferWheel: boolean;
  /** Dependencies that it must not propagate, since they lead back to it. */
  readonly withoutDependencies: readonly string[];
  readonly runTime: readonly RunTimeNeed[];
  /** The variable that states the version which git would tell, where the log had not named that version yet; else null. */
  readonly versionVariable: string | null;
  /** The hash in the Nix file and the one of what was fetched, where they differ; else null. */
  readonly hash: { readonly specified: string; readonly got: string } | null;
  /** The path of a file that two packages of a virtual environment have, and not the same, in it; else null. */
  readonly collision: string | null;
  /** One sentence, where there is more to say or to do than an override; else null. */
  readonly advice: string | null;
  /** Whether builds that succeed print it too: a search that may be in vain. */
  readonly isProbe: boolean;
  /** Whether it is said of what was built, so that no input of the build is missing. */
  readonly isBuilt: boolean;
  /** Whether Nix itself says so, before or instead of a build. */
  readonly inEvaluation: boolean;
  /** Where the Nix file stands that Nix says so of; null where it does not say. */
  readonly place: NixPlace | null;
}

/** A place in a Nix file, as Nix prints it: that of a flake is in a copy below /nix/store. */
export interface NixPlace {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, bytes. */
  readonly column: number;
  /** The line as Nix shows it below; null where it shows none. */
  readonly source: string | null;
}

/** A build, or an evaluation, that the log says has failed. */
export interface FailedBuild {
  /** Null where the log does not name it. */
  readonly package: LogPackage | null;
  /** As the log names it: a derivation, a requirement; null where it does not. */
  readonly name: string | null;
  /** The last phase that it was in (`buildPhase`); null where the log does not say. */
  readonly phase: string | null;
  /** The last lines that it printed, and those that end it: the ones to look at where no message is recognised. */
  readonly lines: readonly LogLine[];
}

export interface LogLine {
  /** 1-based. */
  readonly line: number;
  readonly text: string;
}

/** What a log says. */
export interface LogReading {
  /** Whether something in it failed. Nothing that a log which succeeded prints is taken for a failure. */
  readonly hasFailed: boolean;
  /** In the order of the log, each once. */
  readonly failures: readonly FailedBuild[];
  readonly findings: readonly LogFinding[];
}

/** What a message says, before it is known which package it is about. */
export interface Recognised {
  readonly needs?: readonly Need[];
  readonly preferWheel?: boolean;
  readonly withoutDependencies?: readonly string[];
  readonly runTime?: readonly RunTimeNeed[];
  readonly versionVariable?: string;
  readonly hash?: { readonly specified: string; readonly got: string };
  readonly collision?: string;
  readonly advice?: string;
  /** Where the message itself names the package. */
  readonly package?: LogPackage;
  /** Evaluation ended with it, so that no builder need have failed. */
  readonly inEvaluation?: boolean;
  /** Where the evaluation ended says more than the message does. */
  readonly byPlace?: boolean;
  readonly isProbe?: boolean;
  /** It is said of what was built. */
  readonly isBuilt?: boolean;
}
