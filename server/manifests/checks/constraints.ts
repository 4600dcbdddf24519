import { platformToMarker } from '../../python/marker.ts';
import type { SyntaxProblem } from '../../python/model.ts';
import type { Span } from '../../text.ts';
import { isProblem } from '../../python/problem.ts';
import type { DeclaredConstraint, Dependency, ManifestProblem, SpannedText } from '../model.ts';
import type { CheckContext } from './context.ts';

/** `invalid-constraint` and `invalid-marker`: texts that Poetry, or PEP 508, cannot read. */
export function checkConstraints(context: CheckContext): ManifestProblem[] {
  const { manifest, poetry } = context;
  const dependencies = [...manifest.dependencies, ...(manifest.buildSystem?.requires ?? [])];
  return [
    ...constraintProblem(poetry?.python ?? null, 'python'),
    ...constraintProblem(manifest.projectRequiresPython, 'python'),
    ...dependencies.flatMap(dependencyProblems),
  ];
}

function dependencyProblems(dependency: Dependency): ManifestProblem[] {
  const { conditions, constraint, normalized } = dependency;
  const { markers, platform } = conditions;
  const problems = [
    ...constraintProblem(constraint, normalized),
    ...constraintProblem(conditions.python, normalized),
  ];
  const platforms = platform === null ? null : platformToMarker(platform.text);
  if (platform !== null && platforms !== null && isProblem(platforms))
    problems.push(problemOf('invalid-constraint', platform, platforms, normalized));
  if (markers !== null && isProblem(markers.parsed))
    problems.push(problemOf('invalid-marker', markers, markers.parsed, normalized));
  return problems;
}

function constraintProblem(declared: DeclaredConstraint | null, name: string): ManifestProblem[] {
  if (declared === null || !isProblem(declared.parsed)) return [];
  const code = name === '' ? 'invalid-name' : 'invalid-constraint';
  return [problemOf(code, declared, declared.parsed, name)];
}

function problemOf(
  code: 'invalid-constraint' | 'invalid-marker' | 'invalid-name',
  declared: SpannedText,
  { problem, span }: SyntaxProblem,
  name: string,
): ManifestProblem {
  return { code, message: problem, span: withinText(declared, span), package: name || null };
}

/** The part that is wrong, where it is not empty and the text stands in the file letter by letter. */
export function withinText(declared: SpannedText, part: Span): Span {
  const { text, span } = declared;
  const isVerbatim = span.end - span.start === text.length;
  if (!isVerbatim || part.start >= part.end || part.end > text.length) return span;
  return { start: span.start + part.start, end: span.start + part.end };
}
