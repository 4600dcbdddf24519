import { LOCK_FORMATS } from '../locks/formats.ts';
import { lockCauses, lockFreshness } from '../freshness/lock-freshness.ts';
import type { StalenessCause } from '../freshness/model.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { uvAround } from '../project/inputs/uv-around.ts';
import { dependenciesAnchor } from './anchors.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule } from './model.ts';

/** Causes that have a finding of their own on the dependency. */
const SAID_ELSEWHERE: ReadonlySet<StalenessCause['kind']> = new Set(['not-in-lock', 'unsatisfied']);

export const lockStale: Rule = {
  id: 'lock-stale',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The lock was made from another state of the manifest.',
  *check(project) {
    const { manifest, lock } = project;
    const document = tomlOf(project.input.manifest);
    if (lock === null || document === null || project.freshness !== 'stale') return;
    const around = uvAround(project.input, lock);
    const causes = lockCauses(document, manifest, lock, around);
    const unsaid = causes.find(({ kind, span }) => span !== null && !SAID_ELSEWHERE.has(kind));
    const name = lock.file.slice(lock.file.lastIndexOf('/') + 1);
    const run = runLockCommand(lock);
    const because = reasons(causes.map(({ message }) => message));
    const { formula } = lockFreshness(document, manifest, lock, around);
    yield {
      file: manifest.file,
      span: unsaid?.span ?? dependenciesAnchor(project),
      message:
        formula !== null && causes.length === 0
          ? `${name} was made by an older ${LOCK_FORMATS[lock.kind].label}: to today's, its hash is of another state of this file.${run}`
          : causes.length === 0
            ? `${name} was made from another state of this file.${run}`
            : `${name} was made from another state of this file: ${because}.${run}`,
      ...(project.selection.active && !isVersionAlone(causes)
        ? {}
        : { severity: 'information' as const }),
      package: causes.length === 1 ? (causes[0]?.package ?? null) : null,
      related:
        lock.contentHash === null
          ? []
          : [{ file: lock.file, span: lock.contentHash.span, message: 'the content-hash' }],
    };
  },
};

/** Whether the project's own version alone has changed, so that what is built stays the same. */
function isVersionAlone(causes: readonly StalenessCause[]): boolean {
  return causes.length > 0 && causes.every(({ kind }) => kind === 'project-version');
}

/** More reasons than these, or than fit into so many characters, are counted. */
const MOST_REASONS = 10;
const MOST_CHARACTERS = 300;

function reasons(messages: readonly string[]): string {
  let length = 0;
  const said = messages.filter((message, index) => {
    length += message.length;
    return index === 0 || (index < MOST_REASONS && length <= MOST_CHARACTERS);
  });
  const left = messages.length - said.length;
  return left > 0 ? `${said.join('; ')}; and ${left} more` : said.join('; ');
}
