import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import type { BuildSettings } from '../../targets/model.ts';
import type { Settings, Verdict } from '../model.ts';
import { manylinuxLibraries } from './mkshell-wheels.ts';
import { packageOfNixpkgs, type NixpkgsVersions } from './nixpkgs-packages.ts';

/** What the overrides of a whole project have with a target beside what its packages lack. */
interface TargetOverrides {
  /** What is asked for in place of what the package lacks; null where that is asked for. */
  readonly instead: (
    verdict: Verdict,
    context: {
      readonly target: TargetId;
      readonly versions: NixpkgsVersions | null;
      readonly builds: BuildSettings;
    },
  ) => OverrideRequest | 'nothing' | null;
  /** What no single package asks for. */
  readonly beyond: (verdicts: readonly Verdict[], settings: Settings) => readonly OverrideRequest[];
}

const PLAIN: TargetOverrides = { instead: () => null, beyond: () => [] };

const OVERRIDES: Readonly<Record<TargetId, TargetOverrides>> = {
  poetry2nix: PLAIN,
  uv2nix: PLAIN,
  'pyproject-nix': { ...PLAIN, instead: packageOfNixpkgs },
  nixpkgs: { ...PLAIN, instead: packageOfNixpkgs },
  dream2nix: PLAIN,
  devenv: PLAIN,
  mkshell: { ...PLAIN, beyond: manylinuxLibraries },
  pypi2nix: PLAIN,
};

export function overridesOf(target: TargetId): TargetOverrides {
  return OVERRIDES[target];
}
