import type { Pin } from '../../../targets/model.ts';
import type { Fact } from '../../../../overrides-db/model.ts';
import type { Circumstances } from '../../../targets/conditions.ts';

/** What is pinned of the target and of its nixpkgs. */
export interface Pinned {
  readonly pin: Pin | null;
  /** The day before which the pinned nixpkgs has all changes, ISO 8601; null where it is not known. */
  readonly nixpkgsUntil: string | null;
}

/** Something that may give a package what it needs: an overlay, a shell, the target's own defaults. */
export interface Provider {
  /** Whether it gives the package what the fact says, in these circumstances. */
  answer(fact: Fact, at: Circumstances): ProviderAnswer;
}

/** `because` is for people, and of `no` null where there is nothing to say. */
export type ProviderAnswer =
  | {
      readonly answer: 'yes';
      readonly by: 'target-defaults' | 'project-nix';
      readonly because: string;
      /** Absolute path of the file of the project that gives it; null where none does. */
      readonly file: string | null;
    }
  | { readonly answer: 'maybe'; readonly because: string }
  | {
      readonly answer: 'no';
      readonly because: string | null;
      /** Whether it builds the package without it, so that nothing is amiss. */
      readonly buildsWithout: boolean;
    };

export const NO: ProviderAnswer = { answer: 'no', because: null, buildsWithout: false };

/** A file of the project gives it. */
export function yesIn(file: string, because: string): ProviderAnswer {
  return { answer: 'yes', by: 'project-nix', because, file };
}

/** The target gives it by itself. */
export function yesByDefault(because: string): ProviderAnswer {
  return { answer: 'yes', by: 'target-defaults', because, file: null };
}

export function maybe(because: string): ProviderAnswer {
  return { answer: 'maybe', because };
}

/** The first that surely gives it; else why it may be given; else the last reason why nobody does. */
export function askAll(
  providers: readonly Provider[],
  fact: Fact,
  at: Circumstances,
): ProviderAnswer {
  let best: ProviderAnswer = NO;
  for (const provider of providers) {
    const answer = provider.answer(fact, at);
    if (answer.answer === 'yes') return answer;
    const isMore = answer.answer === 'maybe' || answer.because !== null;
    if (best.answer !== 'maybe' && isMore) best = answer;
  }
  return best;
}
