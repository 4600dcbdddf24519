import { findOverrideMissingOr } from '../nix/api.ts';
import { isBuiltFromSource } from './built-from-source.ts';
import type { Rule } from './model.ts';
import { nixProjectRule } from './nix-mistakes.ts';

export const overrideMissingOr: Rule = nixProjectRule(
  {
    id: 'override-missing-or',
    defaultSeverity: 'hint',
    summary: 'An override for uv2nix uses `old.buildInputs`, which a package from sources lacks.',
  },
  ({ analysis, project }) => {
    return findOverrideMissingOr(analysis, (name) => isBuiltFromSource(name, 'uv2nix', project));
  },
);
