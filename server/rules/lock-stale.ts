import { lockCauses } from '../locks/lock-freshness.ts';
import type { StalenessCause } from '../locks/staleness-cause.ts';
import { tomlOf } from '../project/text-file.ts';
import { dependenciesAnchor } from './anchors.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule } from './model.ts';

/** Causes that have a finding of their own on the dependency. */
const SAID_ELSEWHERE: ReadonlySet<StalenessCause['kind']> = new Set(['not-in-lock', 'unsatisfied']);

export const lockStale: Rule = {
  id: 'lock-stale',
  defaultSeverity: 'warning',
  summary: 'The lock was made from another state of the manifest.',
  *check(project) {
    const { manifest, lock } = project;
    const document = tomlOf(project.input.manifest);
    if (lock === null || document === null || project.freshness !== 'stale') return;
    const causes = lockCauses(document, manifest, lock);
    const unsaid = causes.find(({ kind, span }) => span !== null && !SAID_ELSEWHERE.has(kind));
    const name = lock.file.slice(lock.file.lastIndexOf('/') + 1);
    const run = runLockCommand(lock);
    const because = reasons(causes.map(({ message }) => message));
    yield {
      file: manifest.file,
      span: unsaid?.span ?? dependenciesAnchor(project),
      message:
        causes.length === 0
          ? `${name} was made from another state of this file.${run}`
          : `${name} was made from another state of this file: ${because}.${run}`,
      ...(project.standing.counts ? {} : { severity: 'information' as const }),
      package: causes.length === 1 ? (causes[0]?.package ?? null) : null,
      related:
        lock.contentHash === null
          ? []
          : [{ file: lock.file, span: lock.contentHash.span, message: 'the content-hash' }],
    };
  },
};

/** More reasons than these are counted. */
const MOST_REASONS = 10;

function reasons(messages: readonly string[]): string {
  const left = messages.length - MOST_REASONS;
  const said = messages.slice(0, MOST_REASONS).join('; ');
  return left > 0 ? `${said}; and ${left} more` : said;
}
