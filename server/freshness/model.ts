import type { Span } from '../text.ts';
import type { HashFormula } from './content-hash.ts';

/** Whether a lock still belongs to its manifest. */
export interface Freshness {
  /** `unknown` where the manifest has errors, or where the lock's format has no hash that is known here. */
  readonly state: 'fresh' | 'stale' | 'unknown';
  /**
   * The formula that gives the lock's hash; null if none does. A stale lock with a formula was
   * fresh to the Poetry or PDM that wrote it and is stale to those since.
   */
  readonly formula: HashFormula | 'pdm-overrides' | null;
  /** The hash that today's Poetry would write; null where it is not known. */
  readonly expected: string | null;
}

/** The freshness of a lock where it or its manifest cannot be judged. */
export const UNKNOWN: Freshness = { state: 'unknown', formula: null, expected: null };

/** One thing that makes a lock differ from its manifest. */
export interface StalenessCause {
  readonly kind:
    | 'not-in-lock'
    | 'unsatisfied'
    | 'extra-not-locked'
    | 'became-required'
    | 'not-in-group'
    | 'python'
    | 'extras'
    | 'removed'
    | 'changed'
    /** The project's own version, which changes nothing else that is locked. */
    | 'project-version';
  /** A clause without a full stop. */
  readonly message: string;
  /** In the manifest; null for what is no longer there. */
  readonly span: Span | null;
  /** PEP 503 name, or null. */
  readonly package: string | null;
}
