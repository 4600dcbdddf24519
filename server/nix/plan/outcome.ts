import type { Reason } from '../model.ts';

/** What became of one request in one place. */
export type Outcome =
  | { readonly kind: 'edited' }
  | { readonly kind: 'present'; readonly reason: string }
  | Refused;

/** Nothing is written: for one reason of a closed list, and in words for people. */
export interface Refused {
  readonly kind: 'refused';
  readonly because: Reason;
  readonly reason: string;
  /** Whether another overlay, behind those that are there, takes what these do not. */
  readonly standsBehind?: 'certainly' | 'if-there-is-one';
}

export function refused(because: Reason, reason: string): Refused {
  return { kind: 'refused', because, reason };
}

/** One request in several places: what became of it where most did. */
export function together(outcomes: readonly Outcome[]): Outcome {
  return (
    outcomes.find(({ kind }) => kind === 'edited') ??
    outcomes.find(({ kind }) => kind === 'present') ??
    outcomes[0] ??
    refused('no-place', 'no place')
  );
}

/** A refusal of what an overlay behind all others can say as well. */
export function behind(refusal: Refused): Outcome {
  return { ...refusal, standsBehind: 'certainly' };
}
