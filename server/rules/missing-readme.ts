import { namedFiles } from '../project/inputs/named-files.ts';
import type { Rule } from './model.ts';

export const missingReadme: Rule = {
  id: 'missing-readme',
  about: 'manifest',
  defaultSeverity: 'hint',
  summary: 'A readme that the manifest declares is not there.',
  check: ({ root, manifest, input: { missingFiles } }) =>
    namedFiles(root, manifest)
      .filter(({ path }) => missingFiles.has(path))
      .map(({ text, span }) => ({
        file: manifest.file,
        span,
        message: `Declared README file does not exist: ${text}`,
      })),
};
