import type { TargetUse } from '../nix/api.ts';
import type { Project } from '../project/model.ts';
import type { CarriedOverrides } from './nix/entries.ts';
import { overridesForNixpkgs } from './nix/overrides-for-nixpkgs.ts';
import { overridesForUv2nix } from './nix/overrides-for-uv2nix.ts';

/** What a project may be moved to. */
export const DESTINATIONS = ['uv2nix', 'pyproject-nix', 'nixpkgs'] as const;

export type Destination = (typeof DESTINATIONS)[number];

interface DestinationRecord {
  /** The overlay of the file: what the project overrode, and what is needed where nobody gives it any more. */
  readonly overrides: (
    project: Project,
    uses: readonly TargetUse[],
    file: string,
  ) => CarriedOverrides;
  /** Whether versions come from a lock, which uv has to make; else they are those of nixpkgs. */
  readonly readsLock: boolean;
}

export const DESTINATION_RECORDS: Readonly<Record<Destination, DestinationRecord>> = {
  uv2nix: { overrides: overridesForUv2nix, readsLock: true },
  'pyproject-nix': { overrides: overridesForNixpkgs, readsLock: false },
  nixpkgs: { overrides: overridesForNixpkgs, readsLock: false },
};
