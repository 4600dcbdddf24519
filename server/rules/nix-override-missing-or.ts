import { findOverrideMissingOr } from '../nix/mistakes/override-missing-or.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const overrideMissingOr: Rule = nixRule(
  {
    id: 'override-missing-or',
    defaultSeverity: 'hint',
    summary: 'An override for uv2nix uses `old.buildInputs`, which a package from sources lacks.',
  },
  ({ analysis, project }) => {
    const sdists = new Set(
      project
        .verdicts()
        .filter(({ target, distribution }) => target === 'uv2nix' && distribution.kind === 'sdist')
        .map((verdict) => verdict.package.name),
    );
    return findOverrideMissingOr(analysis, (name) => sdists.has(name));
  },
);
