import type { LockKind } from '../locks/model.ts';
import { unionAll, within } from '../python/constraint.ts';
import type { Constraint, SyntaxProblem, Version } from '../python/model.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import { isProblem } from '../python/problem.ts';
import { compareVersions, parseVersion, withParts } from '../python/version.ts';
import { CROSS_CHECK_RULES } from './cross-check-rules.ts';

const PYTHON_4 = parseVersion('4.0');

/** The Pythons that a locked package supports by its own range, as the tool of its lock reads that; all for none. */
export function supportedPythons(range: string | null, kind: LockKind): Constraint | SyntaxProblem {
  const parsed = parsePoetryConstraint(range ?? '*');
  if (isProblem(parsed) || !CROSS_CHECK_RULES[kind].takesPython4ForNoBound) return parsed;
  return unionAll(
    parsed.ranges.map((each) =>
      within(isPython4(each.max) ? { ...each, max: null, includeMax: false } : each),
    ),
  );
}

/** `<4.0` leaves out the pre-releases of 4.0, so that its bound is 4.0.dev0. */
function isPython4(version: Version | null): boolean {
  if (version === null || PYTHON_4 === null) return false;
  return compareVersions(withParts(version, { dev: null }), PYTHON_4) === 0;
}
