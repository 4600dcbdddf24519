import { findOverrideNameNotNormalised } from '../nix/mistakes/override-name-not-normalised.ts';
import type { Rule } from './model.ts';
import { nixProjectRule } from './nix-mistakes.ts';

export const overrideNameNotNormalised: Rule = nixProjectRule(
  {
    id: 'override-name-not-normalised',
    defaultSeverity: 'hint',
    summary: 'An override has a name that poetry2nix and uv2nix write in another way.',
    tags: ['unnecessary'],
  },
  ({ analysis, project }) =>
    findOverrideNameNotNormalised(
      analysis,
      new Set(project.lock?.packages.map(({ name }) => name) ?? []),
    ),
  ({ lock }) => [lock],
);
