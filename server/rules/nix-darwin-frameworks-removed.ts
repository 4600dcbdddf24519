import { findDarwinFrameworksRemoved } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const darwinFrameworksRemoved: Rule = nixRule(
  {
    id: 'darwin-frameworks-removed',
    defaultSeverity: 'warning',
    summary: '`darwin.apple_sdk` throws in the pinned nixpkgs.',
    tags: ['deprecated'],
  },
  ({ analysis, pins }) => findDarwinFrameworksRemoved(analysis, pins),
);
