import type { Rule } from './model.ts';

export const lockVersionUnsupported: Rule = {
  id: 'lock-version-unsupported',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'The lock has a version of its format that is not known.',
  reads: ({ lock }) => [lock],
  *check({ lock }) {
    if (lock === null || lock.supported || lock.version === null) return;
    yield {
      file: lock.file,
      span: lock.version.span,
      message: `Version ${lock.version.text} of this format is not known; what is said of this lock may be incomplete.`,
    };
  },
};
