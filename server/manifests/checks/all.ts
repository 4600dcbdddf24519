import type { ManifestProblem } from '../model.ts';
import { checkConstraints } from './constraints.ts';
import type { CheckContext, ManifestCheck } from './context.ts';
import { checkExtras } from './extras.ts';
import { checkGroups } from './groups.ts';
import { checkNames } from './names.ts';
import { checkSelfDependency } from './self-dependency.ts';
import { checkSources } from './sources.ts';

const CHECKS: readonly ManifestCheck[] = [
  checkConstraints,
  checkNames,
  checkSelfDependency,
  checkExtras,
  checkGroups,
  checkSources,
];

/** What cannot be right in a manifest alone, in the file's order. */
export function manifestProblems(context: CheckContext): readonly ManifestProblem[] {
  return CHECKS.flatMap((check) => check(context)).toSorted((a, b) => a.span.start - b.span.start);
}
