import type { DestinationNix } from './destination.ts';
import { nixpkgs } from './nixpkgs.ts';
import { pyprojectNix } from './pyproject-nix.ts';
import { uv2nix } from './uv2nix.ts';

/** What Nix files of poetry2nix may become, by the target's id. */
export const DESTINATION_NIX: Readonly<
  Record<'uv2nix' | 'pyproject-nix' | 'nixpkgs', DestinationNix>
> = { uv2nix, 'pyproject-nix': pyprojectNix, nixpkgs };
