import type { Verdict } from '../project/model.ts';
import { missingNeeds, subject } from './missing-needs.ts';
import type { Rule } from './model.ts';

export const unknownBuildSystem: Rule = {
  id: 'unknown-build-system',
  about: 'build',
  defaultSeverity: 'warning',
  summary: 'A package is built from source, and nothing says or provides what builds it.',
  check: (project) =>
    missingNeeds(
      project,
      'any-build-system',
      (verdict) =>
        `A build system is missing: ${subject(verdict)}, and nothing names one. Which it takes is not known${likely(verdict)}.`,
    ),
};

function likely({ needs }: Verdict): string {
  const need = needs.map(({ fact }) => fact.need).find(({ kind }) => kind === 'any-build-system');
  return need?.kind === 'any-build-system' ? `; ${need.attr} is likely` : '';
}
