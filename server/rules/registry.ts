import { conflictingRequirements } from './conflicting-requirements.ts';
import { danglingDependency } from './dangling-dependency.ts';
import { invalidJson } from './invalid-json.ts';
import { invalidToml } from './invalid-toml.ts';
import { lockMissing } from './lock-missing.ts';
import { lockStale } from './lock-stale.ts';
import { lockVersionUnsupported } from './lock-version-unsupported.ts';
import { lockWithoutHashes } from './lock-without-hashes.ts';
import { lockUnsatisfied } from './lock-unsatisfied.ts';
import { manifestProblems } from './manifest-problems.ts';
import { missingBuildSystem } from './missing-build-system.ts';
import { missingInclude } from './missing-include.ts';
import { missingNativeInput } from './missing-native-input.ts';
import type { Rule } from './model.ts';
import { darwinFrameworksRemoved } from './nix-darwin-frameworks-removed.ts';
import { editableOverlayOrder } from './nix-editable-overlay-order.ts';
import { fetchCargoTarballRemoved } from './nix-fetch-cargo-tarball-removed.ts';
import { literalLdLibraryPath } from './nix-literal-ld-library-path.ts';
import { overrideMissingOr } from './nix-override-missing-or.ts';
import { overrideNameNotNormalised } from './nix-override-name-not-normalised.ts';
import { overrideNoEffect } from './nix-override-no-effect.ts';
import { overrideNotAFunction } from './nix-override-not-a-function.ts';
import { overrideRecursion } from './nix-override-recursion.ts';
import { overrideUndoneByDefaults } from './nix-override-undone-by-defaults.ts';
import { overrideUnknownPackage } from './nix-override-unknown-package.ts';
import { overrideUnneeded } from './nix-override-unneeded.ts';
import { overrideWrongList } from './nix-override-wrong-list.ts';
import { pgConfigMoved } from './nix-pg-config-moved.ts';
import { poetry2nixNotInNixpkgs } from './nix-poetry2nix-not-in-nixpkgs.ts';
import { noUsableDistribution } from './no-usable-distribution.ts';
import { missingReadme } from './missing-readme.ts';
import { notInLock } from './not-in-lock.ts';
import { pythonIncompatible } from './python-incompatible.ts';
import { unknownCargoHash } from './unknown-cargo-hash.ts';
import { unsupportedByPoetry2nix } from './unsupported-by-poetry2nix.ts';
import { unsupportedByUv2nix } from './unsupported-by-uv2nix.ts';
import { wheelMissingLibrary } from './wheel-missing-library.ts';

/** Every rule there is. The order is that of the documentation and of findings at one place. */
export const rules: readonly Rule[] = [
  invalidToml,
  invalidJson,
  ...manifestProblems,
  missingReadme,
  missingInclude,
  conflictingRequirements,
  lockMissing,
  lockStale,
  notInLock,
  lockUnsatisfied,
  lockVersionUnsupported,
  lockWithoutHashes,
  danglingDependency,
  pythonIncompatible,
  noUsableDistribution,
  missingBuildSystem,
  missingNativeInput,
  unknownCargoHash,
  wheelMissingLibrary,
  unsupportedByPoetry2nix,
  unsupportedByUv2nix,
  overrideRecursion,
  overrideNotAFunction,
  overrideNoEffect,
  overrideWrongList,
  overrideUndoneByDefaults,
  editableOverlayOrder,
  pgConfigMoved,
  fetchCargoTarballRemoved,
  darwinFrameworksRemoved,
  poetry2nixNotInNixpkgs,
  literalLdLibraryPath,
  overrideUnknownPackage,
  overrideNameNotNormalised,
  overrideMissingOr,
  overrideUnneeded,
];
