/**
 * The one entrance to `nix/`: whoever stands above it imports from here, and the linter keeps it
 * so. Four things can be had: what the Nix files around a project say (`FilesAnalysis`), what is
 * wrong in them whatever the project (`find…`), the edits that provide what is asked for
 * (`planOverrides`), and the same as text to paste (`renderOverride`, `renderStandalone`).
 */
export type {
  ElementPlace,
  EnvironmentSpec,
  GeneratedReading,
  ListedExtra,
  ListedPackage,
  Known,
  LockOverlayReading,
  NixFiles,
  OverrideEntry,
  OverridePlan,
  OverrideRequest,
  OverridesReading,
  OwnInputs,
  OwnPackage,
  PackageReading,
  RequestedNeed,
  RequestSubject,
  ShellReading,
  TargetId,
  TargetUse,
  WorkspaceConfig,
} from './model.ts';

export { takesOf } from './by-target/registry.ts';
export { parseNix } from './parse.ts';
export { nixAttrName } from './print.ts';
export type { Pins, Source } from './pins.ts';
export { besideFetched } from './fetched-pins.ts';
export { flakeInputs, readPins } from './pins.ts';

export type { NixAnalysis } from './read/read.ts';
export { FilesAnalysis, readNix } from './read/read.ts';
export { uncalledBuilders } from './read/uncalled.ts';

export type { Collision } from './plan/collisions.ts';
export { environmentCalls, planIgnoredCollision } from './plan/collisions.ts';
export { planHash } from './plan/hash.ts';
export { planOverrides, wantedFiles } from './plan/plan.ts';
export { USUAL_PYTHON } from './by-target/model.ts';
export { newFileText, renderOverride, renderStandalone } from './plan/render.ts';
export { requestProblem } from './plan/request.ts';
export {
  distinctNeeds,
  needOfKind,
  requestedBuildSystems,
  subjectName,
  withoutKinds,
} from './request.ts';

export type { NixMistake } from './mistakes/model.ts';
export { changesUntil } from './nixpkgs-changes.ts';
export { CHANGES, hasChange, pinnedOn } from './mistakes/nixpkgs-date.ts';
export { findDarwinFrameworksRemoved } from './mistakes/darwin-frameworks-removed.ts';
export { findEditableOverlayOrder } from './mistakes/editable-overlay-order.ts';
export { findEditableWithoutEditables } from './mistakes/uv2nix-editables.ts';
export { findFetchCargoTarballRemoved } from './mistakes/fetch-cargo-tarball-removed.ts';
export { findLiteralLdLibraryPath } from './mistakes/literal-ld-library-path.ts';
export { findNixpkgsAttributeRemoved } from './mistakes/nixpkgs-attribute-removed.ts';
export { findOverrideMissingOr } from './mistakes/override-missing-or.ts';
export { findOverrideNameNotNormalised } from './mistakes/override-name-not-normalised.ts';
export { findOverrideNoEffect } from './mistakes/override-no-effect.ts';
export { findOverrideNotAFunction } from './mistakes/override-not-a-function.ts';
export { findOverrideRecursion } from './mistakes/override-recursion.ts';
export { findOverrideUndoneByDefaults } from './mistakes/override-undone-by-defaults.ts';
export { findOverrideUnknownPackage } from './mistakes/override-unknown-package.ts';
export { findOverrideWrongList } from './mistakes/override-wrong-list.ts';
export { findOverlayBeforeLock } from './mistakes/overlay-before-lock.ts';
export { findPgConfigMoved } from './mistakes/pg-config-moved.ts';
export { findPoetry2nixFlakeAttribute } from './mistakes/poetry2nix-flake-attribute.ts';
export { findPoetry2nixNoProject } from './mistakes/poetry2nix-no-project.ts';
export { findPoetry2nixNotInNixpkgs } from './mistakes/poetry2nix-not-in-nixpkgs.ts';
export { findPytestFlagsArrayRemoved } from './mistakes/pytest-flags-array-removed.ts';
export { findIntelDarwinDropped } from './mistakes/intel-darwin-dropped.ts';
export { findPythonFormatMissing } from './mistakes/python-format-missing.ts';

export type { MovedCall, NixMoveRequest } from './move/from-poetry2nix/model.ts';
export { DESTINATION_NIX } from './move/from-poetry2nix/destinations.ts';
export { overrideAttributes, renamedEntry } from './move/from-poetry2nix/override-attributes.ts';
export { moveNixFile } from './move/from-poetry2nix/move-file.ts';
