import { findOverrideNameNotNormalised } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRuleBeside } from './nix-mistakes.ts';

export const overrideNameNotNormalised: Rule = nixRuleBeside(
  {
    id: 'override-name-not-normalised',
    defaultSeverity: 'hint',
    summary: 'An override has a name that poetry2nix and uv2nix write in another way.',
    tags: ['unnecessary'],
  },
  ({ lock }) => [lock],
  ({ analysis }, [lock]) =>
    findOverrideNameNotNormalised(analysis, new Set(lock?.packages.map(({ name }) => name) ?? [])),
);
