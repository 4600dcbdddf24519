import type { Conditions, System } from './model.ts';
import { contains } from './ranges.ts';
import { compareVersions } from './versions.ts';

/** What is known of one package in one build; null is not known. */
export interface Situation {
  readonly version: string | null;
  readonly system: System | null;
  readonly distribution: 'sdist' | 'wheel' | null;
  /** `X.Y` or `X.Y.Z`. */
  readonly python: string | null;
}

export type Answer = 'yes' | 'no' | 'unknown';

/** Whether conditions hold: no, where one of them is known not to; unknown, where one is not known. */
export function holds(when: Conditions, situation: Situation): Answer {
  return all([
    versionsHold(when, situation.version),
    when.systems === undefined ? 'yes' : isOneOf(when.systems, situation.system),
    when.distribution === undefined ? 'yes' : isOneOf([when.distribution], situation.distribution),
    when.python === undefined ? 'yes' : specifierHolds(when.python, situation.python),
  ]);
}

/** Whether a specifier of ordered comparisons (`>=3.9, <3.12`) allows a version. Anything else in it is not known. */
export function specifierHolds(specifier: string, version: string | null): Answer {
  if (version === null) return 'unknown';
  return all(specifier.split(',').map((clause) => clauseHolds(clause.trim(), version)));
}

function clauseHolds(clause: string, version: string): Answer {
  const match = /^(>=|<=|<|>|==|!=)\s*([^\s*]+)$/.exec(clause);
  const [, operator, bound] = match ?? [];
  if (operator === undefined || bound === undefined) return 'unknown';
  const order = compareVersions(version, bound);
  if (order === null) return 'unknown';
  const answers: Readonly<Record<string, boolean>> = {
    '>=': order >= 0,
    '<=': order <= 0,
    '<': order < 0,
    '>': order > 0,
    '==': order === 0,
    '!=': order !== 0,
  };
  return answers[operator] === true ? 'yes' : 'no';
}

function versionsHold({ versions }: Conditions, version: string | null): Answer {
  if (versions === undefined) return 'yes';
  const answer = version === null ? null : contains(versions, version);
  return answer === null ? 'unknown' : answer ? 'yes' : 'no';
}

function isOneOf<T>(allowed: readonly T[], value: T | null): Answer {
  if (value === null) return 'unknown';
  return allowed.includes(value) ? 'yes' : 'no';
}

function all(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
