import type { Rule } from './model.ts';

export const invalidJson: Rule = {
  id: 'invalid-json',
  about: 'syntax',
  defaultSeverity: 'error',
  summary: 'The lock is not valid JSON.',
  *check({ lock }) {
    if (lock?.syntaxError == null) return;
    const { message, span } = lock.syntaxError;
    yield { file: lock.file, span, message: `This is not valid JSON: ${message}.` };
  },
};
