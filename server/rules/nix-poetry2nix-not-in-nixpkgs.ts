import { findPoetry2nixNotInNixpkgs } from '../nix/mistakes/poetry2nix-not-in-nixpkgs.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const poetry2nixNotInNixpkgs: Rule = nixRule(
  {
    id: 'poetry2nix-not-in-nixpkgs',
    defaultSeverity: 'warning',
    summary: 'The pinned nixpkgs has no poetry2nix.',
  },
  ({ analysis, pins }) => findPoetry2nixNotInNixpkgs(analysis, pins),
);
