import { namedIncludes } from '../project/inputs/includes.ts';
import { isRequirements } from '../project/inputs/read.ts';
import type { Rule } from './model.ts';

export const missingInclude: Rule = {
  id: 'missing-include',
  about: 'manifest',
  defaultSeverity: 'error',
  summary: 'A file that a requirements file includes is not there.',
  *check({ manifest, input: { missingFiles } }) {
    if (!isRequirements(manifest)) return;
    for (const { path, include } of namedIncludes(manifest)) {
      if (!missingFiles.has(path)) continue;
      const option = include.kind === 'constraints' ? '-c' : '-r';
      yield {
        file: manifest.file,
        span: include.span,
        message: `pip cannot open the file that \`${option}\` names: ${path} does not exist.`,
      };
    }
  },
};
