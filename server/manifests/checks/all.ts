import type { ManifestProblem } from '../model.ts';
import { checkBuildBackend } from './build-backend.ts';
import { checkConfiguration } from './configuration.ts';
import { checkConstraints } from './constraints.ts';
import type { CheckContext, ManifestCheck } from './context.ts';
import { checkDeprecatedKeys } from './deprecated-keys.ts';
import { checkDeprecatedSection } from './deprecated-section.ts';
import { checkDuplicates } from './duplicates.ts';
import { checkExtras } from './extras.ts';
import { checkGroups } from './groups.ts';
import { checkMetadata } from './metadata.ts';
import { checkMigration } from './migration.ts';
import { checkNames } from './names.ts';
import { checkPythonRange } from './python-range.ts';
import { checkReadmes } from './readme.ts';
import { checkSelfDependency } from './self-dependency.ts';
import { checkSources } from './sources.ts';

const CHECKS: readonly ManifestCheck[] = [
  checkConfiguration,
  checkMetadata,
  checkReadmes,
  checkConstraints,
  checkPythonRange,
  checkNames,
  checkSelfDependency,
  checkExtras,
  checkGroups,
  checkSources,
  checkDuplicates,
  checkDeprecatedSection,
  checkDeprecatedKeys,
  checkBuildBackend,
  checkMigration,
];

/** What cannot be right in a manifest alone, in the file's order. */
export function manifestProblems(context: CheckContext): readonly ManifestProblem[] {
  return CHECKS.flatMap((check) => check(context)).toSorted((a, b) => a.span.start - b.span.start);
}
