import { findOverrideNotAFunction } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideNotAFunction: Rule = nixRule(
  {
    id: 'override-not-a-function',
    defaultSeverity: 'warning',
    summary:
      'Something that is no function stands where an overlay must, or a list where a package must.',
  },
  ({ analysis }) => findOverrideNotAFunction(analysis),
);
