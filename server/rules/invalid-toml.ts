import { tomlOf } from '../project/inputs/text-file.ts';
import type { Rule } from './model.ts';

export const invalidToml: Rule = {
  id: 'invalid-toml',
  about: 'syntax',
  defaultSeverity: 'error',
  summary: 'The file is not valid TOML.',
  *check({ input, lockFile }) {
    for (const source of [input.manifest, lockFile]) {
      const document = source === null ? null : tomlOf(source);
      if (source === null || document === null) continue;
      for (const { message, span } of document.errors) {
        yield { file: source.file, span, message };
      }
    }
  },
};
