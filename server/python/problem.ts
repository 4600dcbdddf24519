import type { SyntaxProblem } from './model.ts';

/** Whether a text could not be read. */
export function isProblem(parsed: object): parsed is SyntaxProblem {
  return 'problem' in parsed;
}
