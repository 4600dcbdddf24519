import { missing, missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';

export const missingBuildSystem: Rule = {
  id: 'missing-build-system',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A package is built from source and its PEP 517 build system is provided by nobody.',
  check: (project) =>
    missingNeeds(
      project,
      'build-system',
      (verdict, labels) =>
        `${missing(labels, verdict)}: ${subject(verdict, labels.length === 1 ? ' with it' : ' with them')}.`,
    ),
};
