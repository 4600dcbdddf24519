import { allowsAll } from '../../python/constraint.ts';
import { parsePoetryConstraint } from '../../python/poetry-constraint.ts';
import { isProblem } from '../../python/problem.ts';
import type { ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';

/** What Poetry takes `*` for. */
const ANY_PYTHON = '~2.7 || >=3.4';

/**
 * `ambiguous-python` and `python-outside-requires-python`: Poetry's `python` is the range that is
 * locked for, and must be within what `[project]` promises.
 */
export function checkPythonRange({ poetry, project }: CheckContext): ManifestProblem[] {
  const python = poetry?.python ?? null;
  if (python === null) return [];
  const about = { span: python.span, package: 'python' };
  const problems: ManifestProblem[] = [];
  if (python.text === '*')
    problems.push({
      ...about,
      code: 'ambiguous-python',
      message:
        'A wildcard Python dependency is ambiguous. Consider specifying a more explicit one.',
    });
  const promised = project?.requiresPython ?? null;
  if (promised === null || isProblem(promised.parsed) || isProblem(python.parsed)) return problems;
  const locked = python.text === '*' ? parsePoetryConstraint(ANY_PYTHON) : python.parsed;
  const isWithin =
    promised.text === '*' ||
    (python.text !== '*' && !isProblem(locked) && allowsAll(promised.parsed, locked));
  if (!isWithin)
    problems.push({
      ...about,
      code: 'python-outside-requires-python',
      message: `The Python constraint in [tool.poetry.dependencies] "${python.text}" is not a subset of "requires-python" in [project] "${promised.text}".`,
    });
  return problems;
}
