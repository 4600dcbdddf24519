import { findOverrideWrongList } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideWrongList: Rule = nixRule(
  {
    id: 'override-wrong-list',
    defaultSeverity: 'warning',
    summary: 'A list of inputs is extended by the former value of another one.',
  },
  ({ analysis }) => findOverrideWrongList(analysis),
);
