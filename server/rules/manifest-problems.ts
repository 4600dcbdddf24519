import type { Severity } from '../project/model.ts';
import type { Rule } from './model.ts';

/** A rule for a problem that the manifest's reader has found: `ManifestProblem.code` is the rule's id. */
function manifestProblem(id: string, defaultSeverity: Severity, summary: string): Rule {
  return {
    id,
    defaultSeverity,
    summary,
    *check({ manifest, lock }) {
      for (const problem of manifest.problems) {
        if (problem.code !== id) continue;
        if (problem.assumes === 'poetry' && lock?.kind !== 'poetry') continue;
        const { fix, message, span } = problem;
        const edits = fix?.edits.map((edit) => ({ file: manifest.file, ...edit })) ?? [];
        yield {
          file: manifest.file,
          span,
          message,
          package: problem.package,
          fixes: fix === undefined ? [] : [{ title: fix.title, edits }],
        };
      }
    },
  };
}

export const manifestProblems: readonly Rule[] = [
  manifestProblem('invalid-constraint', 'error', 'A version constraint cannot be read.'),
  manifestProblem('invalid-marker', 'error', 'An environment marker cannot be read.'),
  manifestProblem('invalid-name', 'error', 'A name is not a valid project name.'),
  manifestProblem(
    'duplicate-dependency',
    'error',
    'A dependency is declared twice, with constraints that exclude each other.',
  ),
  manifestProblem('self-dependency', 'error', 'The project depends on itself.'),
  manifestProblem('unknown-extra', 'error', 'An extra names a dependency that is not declared.'),
  manifestProblem('unknown-group', 'error', 'A group includes a group that is not declared.'),
  manifestProblem('unknown-source', 'error', 'A dependency names a source that is not declared.'),
  manifestProblem('group-cycle', 'error', 'Groups include each other in a circle.'),
  manifestProblem('deprecated-section', 'hint', 'A section that Poetry has replaced.'),
  manifestProblem('deprecated-build-backend', 'warning', 'A build backend that has been replaced.'),
];
