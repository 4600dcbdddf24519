import type { Lock } from '../locks/model.ts';
import type { TargetUse } from '../nix/api.ts';
import { intersect, isEmpty } from '../python/constraint.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import { isProblem } from '../python/problem.ts';

/**
 * The minor of CPython, as `3.12`, that a use names and uv2nix refuses: it asserts that the interpreter is in the
 * `requires-python` of the lock (lib/overlays.nix, since ed79eae of August 2024), and evaluates nothing otherwise. Null where any
 * release of that minor may be in it, for the file names none.
 */
export function refusedPython(use: TargetUse | null, lock: Lock | null): string | null {
  if (use?.checksPython !== true || !use.python.known || lock?.kind !== 'uv') return null;
  const attribute = use.python.value?.split('.').at(-1) ?? '';
  const minor = /^python3(\d{1,2})(?!\d)/.exec(attribute)?.[1];
  if (minor === undefined || lock.pythonVersions === null) return null;
  const supported = parsePoetryConstraint(lock.pythonVersions.text);
  const named = parsePoetryConstraint(`~3.${minor}`);
  if (isProblem(supported) || isProblem(named)) return null;
  return isEmpty(intersect(supported, named)) ? `3.${minor}` : null;
}
