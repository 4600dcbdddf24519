import { findFetchCargoTarballRemoved } from '../nix/api.ts';
import type { Rule } from './model.ts';
import { nixRule } from './nix-mistakes.ts';

export const fetchCargoTarballRemoved: Rule = nixRule(
  {
    id: 'fetch-cargo-tarball-removed',
    defaultSeverity: 'warning',
    summary: '`fetchCargoTarball` throws in the pinned nixpkgs.',
    tags: ['deprecated'],
  },
  ({ analysis, pins }) => findFetchCargoTarballRemoved(analysis, pins),
);
