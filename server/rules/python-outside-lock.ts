import { readNixSide } from '../project/inputs/read.ts';
import type { Project } from '../project/model.ts';
import { refusedPython } from '../targets/refused-python.ts';
import type { Rule, RuleFinding } from './model.ts';

/**
 * A package set of uv2nix with an interpreter that `requires-python` of the lock leaves out: nothing of it evaluates, and the
 * message is of an assertion alone.
 */
export const pythonOutsideLock: Rule = {
  id: 'python-outside-lock',
  about: 'build',
  defaultSeverity: 'error',
  summary: 'The interpreter of a uv2nix package set is outside of the requires-python of uv.lock.',
  *check(project) {
    const { lock, uses } = project;
    if (lock?.pythonVersions == null || !mayAssert(project)) return;
    const { text, span } = lock.pythonVersions;
    const said = new Map<string, RuleFinding>();
    for (const use of uses) {
      const python = refusedPython(use, lock);
      if (python === null) continue;
      said.set(`${use.file}:${use.span.start} ${python}`, {
        file: use.file,
        span: use.span,
        message: `uv2nix fails to evaluate with Python ${python}: uv.lock is made for ${text}, which it asserts.`,
        related: [{ file: lock.file, span, message: 'what the lock is made for' }],
      });
    }
    yield* said.values();
  },
};

/** The day after that of ed79eae. */
function mayAssert({ input }: Project): boolean {
  return (readNixSide(input).pins.uv2nix?.date ?? '9') >= '2024-08-26';
}
