import { missing, missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';
import { missingProjectNeeds } from './project-needs.ts';

export const missingNativeInput: Rule = {
  id: 'missing-native-input',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A package is built from source and a library that it needs is provided by nobody.',
  *check(project) {
    yield* missingProjectNeeds(project);
    yield* missingNeeds(
      project,
      'native-input',
      (verdict, labels) => `${missing(labels, verdict)}: ${subject(verdict)}.`,
    );
  },
};
