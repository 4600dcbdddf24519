import type { ManifestProblem } from '../model.ts';
import { checkBuildBackend } from './build-backend.ts';
import { checkClassifiers } from './classifiers.ts';
import { checkConfiguration } from './configuration.ts';
import { checkConstraints } from './constraints.ts';
import type { CheckContext, ManifestCheck } from './context.ts';
import { checkDeprecatedKeys } from './deprecated-keys.ts';
import { checkDeprecatedSection } from './deprecated-section.ts';
import { checkDuplicates } from './duplicates.ts';
import { checkExternal } from './external.ts';
import { checkExtras } from './extras.ts';
import { checkGroups } from './groups.ts';
import { checkLicense } from './license.ts';
import { checkMetadata } from './metadata.ts';
import { checkMigration } from './migration.ts';
import { checkNames } from './names.ts';
import { checkPoetryMarkers } from './poetry-markers.ts';
import { checkPythonRange } from './python-range.ts';
import { checkReadmes } from './readme.ts';
import { checkSelfDependency } from './self-dependency.ts';
import { checkSources } from './sources.ts';

/** What is wrong whatever the tool. */
const GENERAL_CHECKS: readonly ManifestCheck[] = [
  checkConstraints,
  checkNames,
  checkSelfDependency,
  checkExtras,
  checkGroups,
  checkSources,
  checkDuplicates,
  checkDeprecatedSection,
  checkBuildBackend,
  checkExternal,
];

/** What Poetry alone asks, of `[project]` too. */
const POETRY_CHECKS: readonly ManifestCheck[] = [
  checkConfiguration,
  checkMetadata,
  checkReadmes,
  checkClassifiers,
  checkLicense,
  checkPoetryMarkers,
  checkPythonRange,
  checkDeprecatedKeys,
  checkMigration,
];

/** What cannot be right in a manifest alone, in the file's order. */
export function manifestProblems(context: CheckContext): readonly ManifestProblem[] {
  const problems = GENERAL_CHECKS.flatMap((check) => check(context));
  return [...problems, ...poetryProblems(context)].toSorted((a, b) => a.span.start - b.span.start);
}

function poetryProblems(context: CheckContext): readonly ManifestProblem[] {
  const { tool } = context.manifest;
  if (tool !== 'poetry' && tool !== null) return [];
  const problems = POETRY_CHECKS.flatMap((check) => check(context));
  return tool === null ? problems.map((each) => ({ ...each, assumes: 'poetry' })) : problems;
}
