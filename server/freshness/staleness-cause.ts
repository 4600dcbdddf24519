import type { Span } from '../text.ts';

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
    | 'changed';
  /** A clause without a full stop. */
  readonly message: string;
  /** In the manifest; null for what is no longer there. */
  readonly span: Span | null;
  /** PEP 503 name, or null. */
  readonly package: string | null;
}
