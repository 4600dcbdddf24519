// Written by `npm run test:update`.
import { conflictingRequirements } from './conflicting-requirements.ts';
import { danglingDependency } from './dangling-dependency.ts';
import { editableWithoutEditables } from './editable-without-editables.ts';
import { failedBuild } from './failed-build.ts';
import { invalidJson } from './invalid-json.ts';
import { invalidToml } from './invalid-toml.ts';
import { knownVulnerability } from './known-vulnerability.ts';
import { listedPackagesRules } from './listed-packages.ts';
import { lockMissing } from './lock-missing.ts';
import { lockStale } from './lock-stale.ts';
import { lockUnsatisfied } from './lock-unsatisfied.ts';
import { lockVersionUnsupported } from './lock-version-unsupported.ts';
import { lockWithoutHashes } from './lock-without-hashes.ts';
import { manifestProblems } from './manifest-problems.ts';
import { missingBuildSystem } from './missing-build-system.ts';
import { missingInclude } from './missing-include.ts';
import { missingNativeInput } from './missing-native-input.ts';
import { missingReadme } from './missing-readme.ts';
import { nixRules } from './nix-rules.ts';
import { nixpkgsPackagesRules } from './nixpkgs-packages.ts';
import { noUsableDistribution } from './no-usable-distribution.ts';
import { notInLock } from './not-in-lock.ts';
import { outdatedVersion } from './outdated-version.ts';
import { overrideUndoneByDefaults } from './override-undone-by-defaults.ts';
import { overrideUnknownPackage } from './override-unknown-package.ts';
import { overrideUnneeded } from './override-unneeded.ts';
import { pythonIncompatible } from './python-incompatible.ts';
import { pythonOutsideLock } from './python-outside-lock.ts';
import { shellWithoutLibraries } from './shell-without-libraries.ts';
import { unknownBuildSystem } from './unknown-build-system.ts';
import { unknownCargoHash } from './unknown-cargo-hash.ts';
import { unsupportedByNix } from './unsupported-by-nix.ts';
import { unsupportedByPoetry2nix } from './unsupported-by-poetry2nix.ts';
import { unsupportedByUv2nix } from './unsupported-by-uv2nix.ts';
import { wheelMissingLibrary } from './wheel-missing-library.ts';
import { wheelOfUnknownCpu } from './wheel-of-unknown-cpu.ts';
import { yankedVersion } from './yanked-version.ts';
import type { Rule } from './model.ts';

/** What each file of this folder exports that has rules. */
export const ruleFiles: readonly (Rule | readonly Rule[])[] = [
  conflictingRequirements,
  danglingDependency,
  editableWithoutEditables,
  failedBuild,
  invalidJson,
  invalidToml,
  knownVulnerability,
  listedPackagesRules,
  lockMissing,
  lockStale,
  lockUnsatisfied,
  lockVersionUnsupported,
  lockWithoutHashes,
  manifestProblems,
  missingBuildSystem,
  missingInclude,
  missingNativeInput,
  missingReadme,
  nixRules,
  nixpkgsPackagesRules,
  noUsableDistribution,
  notInLock,
  outdatedVersion,
  overrideUndoneByDefaults,
  overrideUnknownPackage,
  overrideUnneeded,
  pythonIncompatible,
  pythonOutsideLock,
  shellWithoutLibraries,
  unknownBuildSystem,
  unknownCargoHash,
  unsupportedByNix,
  unsupportedByPoetry2nix,
  unsupportedByUv2nix,
  wheelMissingLibrary,
  wheelOfUnknownCpu,
  yankedVersion,
];
