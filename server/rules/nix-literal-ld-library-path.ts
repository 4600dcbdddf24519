import { findLiteralLdLibraryPath } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const literalLdLibraryPath: Rule = nixRule(
  {
    id: 'literal-ld-library-path',
    defaultSeverity: 'warning',
    summary: 'An attribute holds the words `$LD_LIBRARY_PATH`, which no shell expands.',
  },
  ({ analysis }) => findLiteralLdLibraryPath(analysis),
);
