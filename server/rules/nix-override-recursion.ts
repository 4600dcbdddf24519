import { findOverrideRecursion } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideRecursion: Rule = nixRule(
  {
    id: 'override-recursion',
    defaultSeverity: 'warning',
    summary: 'A package is overridden with itself, without end.',
  },
  ({ analysis }) => findOverrideRecursion(analysis),
);
