import { findOverrideNoEffect } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideNoEffect: Rule = nixRule(
  {
    id: 'override-no-effect',
    defaultSeverity: 'warning',
    summary: 'An override sets what is ignored there.',
  },
  ({ analysis }) => findOverrideNoEffect(analysis),
);
