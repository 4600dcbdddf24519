import type { Marker, MarkerExpression } from '../python/marker.ts';
import { andMarkers, platformToMarker, pythonConstraintToMarker } from '../python/marker.ts';
import type { SyntaxProblem } from '../python/model.ts';
import { isProblem } from '../python/problem.ts';
import { parsePoetryMarker } from '../python/poetry-marker.ts';
import type { DeclaredMarker, DependencyConditions, SpannedText } from './model.ts';

/** Poetry's `markers` key; null where it sets no condition. */
export function declareMarker(text: SpannedText | null): DeclaredMarker | null {
  const parsed = text === null ? null : parsePoetryMarker(text.text);
  return text === null || parsed === null ? null : { ...text, parsed };
}

/**
 * Poetry's `markers`, `python` and `platform` as one marker (`Factory.create_dependency`): null
 * where nothing is asked. A part that cannot be read makes the whole one that cannot.
 */
export function combineConditions(conditions: DependencyConditions): DeclaredMarker | null {
  const { markers, python, platform } = conditions;
  if (python === null && platform === null) return markers;
  const first = markers ?? python ?? platform;
  if (first === null) return null;
  let whole: Marker | null = null;
  for (const part of [
    markers?.parsed ?? null,
    python === null ? null : pythonPart(python.parsed),
    platform === null ? null : platformToMarker(platform.text),
  ]) {
    if (part !== null && isProblem(part))
      return { text: first.text, span: first.span, parsed: part };
    whole = andMarkers(whole, part);
  }
  return whole === null ? null : { text: whole.text, span: first.span, parsed: whole };
}

function pythonPart(
  python: NonNullable<DependencyConditions['python']>['parsed'],
): Marker | SyntaxProblem | null {
  return isProblem(python) ? python : pythonConstraintToMarker(python);
}

/** Whether the marker asks for an extra: that makes a dependency optional (poetry-core's `Dependency.marker`). */
export function asksForExtra(marker: DeclaredMarker | null): boolean {
  return marker !== null && !isProblem(marker.parsed) && names(marker.parsed.expression, 'extra');
}

function names(expression: MarkerExpression, variable: string): boolean {
  if (expression.kind !== 'comparison')
    return expression.members.some((member) => names(member, variable));
  return [expression.left, expression.right].some(
    ({ kind, text }) => kind === 'variable' && text === variable,
  );
}
