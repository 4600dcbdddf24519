import { missing, missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';

export const wheelMissingLibrary: Rule = {
  id: 'wheel-missing-library',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A wheel links against a library that is provided by nobody.',
  check: (project) =>
    missingNeeds(
      project,
      'wheel-library',
      (verdict, labels) =>
        `${missing(labels, verdict)}: ${subject(verdict)}, which links ${labels.length === 1 ? 'it' : 'them'}.`,
    ),
};
