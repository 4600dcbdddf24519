import { parsePoetryMarker } from '../../python/poetry-marker.ts';
import { isProblem } from '../../python/problem.ts';
import type { Dependency, ManifestProblem } from '../model.ts';
import type { CheckContext } from './context.ts';
import { withinText } from './constraints.ts';

/**
 * `invalid-marker` of requirements whose marker PEP 508 allows and Poetry does not, such as
 * `python_version < '<3.10'`: it asks that each comparison make sense.
 */
export function checkPoetryMarkers({ manifest }: CheckContext): ManifestProblem[] {
  return manifest.dependencies.filter(({ origin }) => origin !== 'tool.poetry').flatMap(check);
}

function check({ conditions, normalized }: Dependency): ManifestProblem[] {
  const { markers } = conditions;
  if (markers === null || isProblem(markers.parsed)) return [];
  const parsed = parsePoetryMarker(markers.text);
  if (parsed === null || !isProblem(parsed)) return [];
  const span = withinText(markers, parsed.span);
  return [{ code: 'invalid-marker', message: parsed.problem, span, package: normalized }];
}
