import type { TargetId } from '../model.ts';
import { devenv } from './devenv.ts';
import { dream2nix } from './dream2nix.ts';
import { mkshell } from './mkshell.ts';
import type { NixTarget } from './model.ts';
import { nixpkgs } from './nixpkgs.ts';
import { poetry2nix } from './poetry2nix.ts';
import { pyprojectNix } from './pyproject-nix.ts';
import { pypi2nix } from './pypi2nix.ts';
import { uv2nix } from './uv2nix.ts';

/** In the order in which uses are read. */
export const NIX_TARGETS: Readonly<Record<TargetId, NixTarget>> = {
  poetry2nix,
  uv2nix,
  dream2nix,
  'pyproject-nix': pyprojectNix,
  nixpkgs,
  pypi2nix,
  devenv,
  mkshell,
};

/** What a target can be asked for, beside what all can. */
export function takesOf(target: TargetId): NixTarget['takes'] {
  return NIX_TARGETS[target].takes;
}

/** Their ids, in that order. */
export const TARGET_IDS: readonly TargetId[] = Object.keys(NIX_TARGETS).filter(
  (id): id is TargetId => id in NIX_TARGETS,
);
