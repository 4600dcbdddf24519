import type { Need } from '../../overrides-db/model.ts';

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
  /** The hash in the Nix file and the one of what was fetched, where they differ; else null. */
  readonly hash: { readonly specified: string; readonly got: string } | null;
  /** One sentence, where there is more to say or to do than an override; else null. */
  readonly advice: string | null;
}

/** What a message says, before it is known which package it is about. */
export interface Recognised {
  readonly needs?: readonly Need[];
  readonly preferWheel?: boolean;
  readonly withoutDependencies?: readonly string[];
  readonly hash?: { readonly specified: string; readonly got: string };
  readonly advice?: string;
  /** Where the message itself names the package. */
  readonly package?: LogPackage;
  /** Evaluation ended with it, so that no builder need have failed. */
  readonly inEvaluation?: boolean;
}
