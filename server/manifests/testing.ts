import { applyEdits } from '../text.ts';
import type { Span } from '../text.ts';
import { parseToml } from '../toml/parse.ts';
import type { Manifest, ManifestProblem } from './model.ts';
import { readPyproject } from './pyproject.ts';

/** A `pyproject.toml` of this text, for tests. */
export function manifestOf(text: string): Manifest {
  return readPyproject('/project/pyproject.toml', parseToml(text));
}

/** The text that a span covers; null for none. */
export function at(text: string, span: Span | null | undefined): string | null {
  return span ? text.slice(span.start, span.end) : null;
}

/** Problems with these codes, as `code @ where`, in the file's order. */
export function problemsOf(text: string, ...codes: readonly string[]): readonly string[] {
  return withCodes(text, codes).map(({ code, span }) => `${code} @ ${at(text, span) ?? ''}`);
}

/** What the problems with these codes say. */
export function messagesOf(text: string, ...codes: readonly string[]): readonly string[] {
  return withCodes(text, codes).map(({ message }) => message);
}

/** The text after the fix of the only problem with this code; null where there is none. */
export function fixed(text: string, code: string): string | null {
  const [problem, ...others] = withCodes(text, [code]);
  if (problem === undefined || others.length > 0) throw new Error(`not one ${code}`);
  return problem.fix === undefined ? null : applyEdits(text, problem.fix.edits);
}

function withCodes(text: string, codes: readonly string[]): readonly ManifestProblem[] {
  return manifestOf(text).problems.filter(({ code }) => codes.includes(code));
}
