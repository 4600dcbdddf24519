import { danglingDependency } from './dangling-dependency.ts';
import { invalidToml } from './invalid-toml.ts';
import { lockMissing } from './lock-missing.ts';
import { lockStale } from './lock-stale.ts';
import { lockVersionUnsupported } from './lock-version-unsupported.ts';
import { lockWithoutHashes } from './lock-without-hashes.ts';
import { lockUnsatisfied } from './lock-unsatisfied.ts';
import { manifestProblems } from './manifest-problems.ts';
import { missingBuildSystem } from './missing-build-system.ts';
import { missingNativeInput } from './missing-native-input.ts';
import type { Rule } from './model.ts';
import { noUsableDistribution } from './no-usable-distribution.ts';
import { notInLock } from './not-in-lock.ts';
import { pythonIncompatible } from './python-incompatible.ts';
import { unknownCargoHash } from './unknown-cargo-hash.ts';
import { unsupportedByPoetry2nix } from './unsupported-by-poetry2nix.ts';
import { wheelMissingLibrary } from './wheel-missing-library.ts';

/** Every rule there is. The order is that of the documentation and of findings at one place. */
export const rules: readonly Rule[] = [
  invalidToml,
  ...manifestProblems,
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
];
