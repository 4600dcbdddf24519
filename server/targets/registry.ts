import type { TargetId } from '../nix/api.ts';
import { devenv } from './devenv.ts';
import { dream2nix } from './dream2nix.ts';
import { mkshell } from './mkshell.ts';
import type { Target } from './model.ts';
import { nixpkgs } from './nixpkgs.ts';
import { poetry2nix } from './poetry2nix.ts';
import { pyprojectNix } from './pyproject-nix.ts';
import { pypi2nix } from './pypi2nix.ts';
import { uv2nix } from './uv2nix.ts';

const TARGETS: Readonly<Record<TargetId, Target>> = {
  poetry2nix,
  uv2nix,
  'pyproject-nix': pyprojectNix,
  nixpkgs,
  dream2nix,
  devenv,
  mkshell,
  pypi2nix,
};

/** In the order in which they are listed for people. */
export const ALL_TARGETS: readonly Target[] = Object.values(TARGETS);

export const TARGET_IDS: readonly TargetId[] = ALL_TARGETS.map(({ id }) => id);

/** What overrides are written for where nothing says which. */
export const USUAL_TARGET: TargetId = poetry2nix.id;

export function targetOf(id: TargetId): Target {
  return TARGETS[id];
}
