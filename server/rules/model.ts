import type { Finding, Project, Severity } from '../project/model.ts';

/** What a rule reports. `severity` is for a rule whose cases weigh differently; the user's setting wins over it. */
export type RuleFinding = Pick<Finding, 'file' | 'span' | 'message'> &
  Partial<
    Pick<Finding, 'package' | 'related' | 'verdict' | 'fixes' | 'tags' | 'echo' | 'severity'>
  >;

/** One diagnostic. `id` is public: users write it in settings and in ignore comments. */
export interface Rule {
  readonly id: string;
  readonly defaultSeverity: Severity;
  /** One sentence for tables of rules. The page `docs/rules/<id>.md` says more. */
  readonly summary: string;
  check(project: Project): Iterable<RuleFinding>;
}
