import type { Rule } from './model.ts';

export const invalidToml: Rule = {
  id: 'invalid-toml',
  defaultSeverity: 'error',
  summary: 'The file is not valid TOML.',
  *check({ input }) {
    for (const source of [input.manifest, input.lock]) {
      if (source === null) continue;
      for (const { message, span } of source.document.errors) {
        yield { file: source.file, span, message };
      }
    }
  },
};
