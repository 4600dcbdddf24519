import type { Finding, Project, Severity } from '../project/model.ts';

/** What a rule reports. `severity` is for a rule whose cases weigh differently; the user's setting wins over it. */
export type RuleFinding = Pick<Finding, 'file' | 'span' | 'message'> &
  Partial<
    Pick<Finding, 'package' | 'related' | 'verdict' | 'fixes' | 'tags' | 'duplicate' | 'severity'>
  >;

/** What a rule looks at, in the order in which rules are asked and documented. */
export const TOPICS = {
  syntax: 'Files that cannot be read',
  manifest: 'The manifest',
  lock: 'The lock',
  build: 'What packages need to be built',
  nix: 'The Nix files',
} as const;

type Topic = keyof typeof TOPICS;

/** One diagnostic. `id` is public: users write it in settings and in ignore comments. */
export interface Rule {
  readonly id: string;
  readonly about: Topic;
  readonly defaultSeverity: Severity;
  /** One sentence for tables of rules. The page `docs/rules/<id>.md` says more. */
  readonly summary: string;
  check(project: Project): Iterable<RuleFinding>;
  /**
   * All that `check` looks at, where that is much less than the project: while it is the same, so is
   * what the rule says. Objects are the same by identity, so that only what stays the same object
   * while a manifest is typed belongs here. The first is an object that the rest goes with, or null.
   */
  readonly reads?: (project: Project) => readonly [object | null, ...unknown[]];
}

/** Rules by what they are about; those about the same stay in their order. */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  const order = Object.keys(TOPICS);
  return rules.toSorted((a, b) => order.indexOf(a.about) - order.indexOf(b.about));
}
