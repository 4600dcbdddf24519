import type { Implementation } from './environment.ts';

/** An interpreter as far as it matters to wheels and markers. */
export interface Interpreter {
  readonly implementation: Implementation;
  /** Major and minor: `3.11`. */
  readonly python: string;
}

/**
 * Reads `3.11` (CPython) and `pypy3.10`, also with a patch release, which counts for nothing here.
 * Null for anything else.
 */
export function parseInterpreter(text: string): Interpreter | null {
  const [, name, python] = /^(cpython|pypy)?(3\.\d{1,2})(?:\.\d{1,3})?$/.exec(text) ?? [];
  if (python === undefined) return null;
  return { implementation: name === 'pypy' ? 'pypy' : 'cpython', python };
}

/** The short text that `parseInterpreter` reads. */
export function formatInterpreter({ implementation, python }: Interpreter): string {
  return implementation === 'pypy' ? `pypy${python}` : python;
}
