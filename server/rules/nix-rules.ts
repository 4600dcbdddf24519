import { removedAt } from '../../overrides-db/nixpkgs-names.ts';
import {
  findDarwinFrameworksRemoved,
  findEditableOverlayOrder,
  findFetchCargoTarballRemoved,
  findLiteralLdLibraryPath,
  findOverlayBeforeLock,
  findNixpkgsAttributeRemoved,
  findOverrideMissingOr,
  findOverrideNameNotNormalised,
  findOverrideNoEffect,
  findOverrideNotAFunction,
  findOverrideRecursion,
  findOverrideWrongList,
  findPgConfigMoved,
  findPoetry2nixFlakeAttribute,
  findPoetry2nixNoProject,
  findIntelDarwinDropped,
  findPytestFlagsArrayRemoved,
  findPythonFormatMissing,
} from '../nix/api.ts';
import { isBuiltFromSource } from './built-from-source.ts';
import type { Rule } from './model.ts';
import { nixProjectRule, nixRule, nixRuleBeside } from './nix-mistakes.ts';
import { poetry2nixNowhere, poetry2nixObstacles } from './poetry2nix-obstacles.ts';

/** The rules over Nix files that only give a name to what `nix/` finds; those that judge more have files of their own. */
export const nixRules: readonly Rule[] = [
  nixRule(
    {
      id: 'override-recursion',
      defaultSeverity: 'warning',
      summary: 'A package is overridden with itself, without end.',
    },
    ({ analysis }) => findOverrideRecursion(analysis),
  ),
  nixRule(
    {
      id: 'override-not-a-function',
      defaultSeverity: 'warning',
      summary:
        'Something that is no function stands where an overlay must, or a list where a package must.',
    },
    ({ analysis }) => findOverrideNotAFunction(analysis),
  ),
  nixRule(
    {
      id: 'override-no-effect',
      defaultSeverity: 'warning',
      summary: 'An override sets what is ignored there.',
    },
    ({ analysis }) => findOverrideNoEffect(analysis),
  ),
  nixRule(
    {
      id: 'override-wrong-list',
      defaultSeverity: 'warning',
      summary: 'A list of inputs is extended by the former value of another one.',
    },
    ({ analysis }) => findOverrideWrongList(analysis),
  ),
  nixRule(
    {
      id: 'editable-overlay-order',
      defaultSeverity: 'warning',
      summary: 'The editable overlay of uv2nix stands before the overlay of the lock.',
    },
    ({ analysis }) => findEditableOverlayOrder(analysis),
  ),
  nixRule(
    {
      id: 'pg-config-moved',
      defaultSeverity: 'warning',
      summary: '`postgresql` no longer has the `pg_config` that a build asks for.',
    },
    ({ analysis, pins }) => findPgConfigMoved(analysis, pins),
  ),
  nixRule(
    {
      id: 'fetch-cargo-tarball-removed',
      defaultSeverity: 'warning',
      summary: '`fetchCargoTarball` throws in the pinned nixpkgs.',
      tags: ['deprecated'],
    },
    ({ analysis, pins }) => findFetchCargoTarballRemoved(analysis, pins),
  ),
  nixRule(
    {
      id: 'nixpkgs-attribute-removed',
      defaultSeverity: 'warning',
      summary: 'A name that throws in the pinned nixpkgs.',
      tags: ['deprecated'],
    },
    ({ analysis, pins }) => findNixpkgsAttributeRemoved(analysis, pins, removedAt),
  ),
  nixRule(
    {
      id: 'darwin-frameworks-removed',
      defaultSeverity: 'warning',
      summary: '`darwin.apple_sdk` throws in the pinned nixpkgs.',
      tags: ['deprecated'],
    },
    ({ analysis, pins }) => findDarwinFrameworksRemoved(analysis, pins),
  ),
  nixRule(
    {
      id: 'python-format-missing',
      defaultSeverity: 'warning',
      summary:
        'A Python package says neither `pyproject` nor `format`, which the pinned nixpkgs refuses.',
    },
    ({ analysis, pins }) => findPythonFormatMissing(analysis, pins),
  ),
  nixRule(
    {
      id: 'pytest-flags-array-removed',
      defaultSeverity: 'warning',
      summary: '`pytestFlagsArray` throws in the pinned nixpkgs.',
      tags: ['deprecated'],
    },
    ({ analysis, pins }) => findPytestFlagsArrayRemoved(analysis, pins),
  ),
  nixRule(
    {
      id: 'intel-darwin-dropped',
      defaultSeverity: 'hint',
      summary: 'A flake lists `x86_64-darwin`, for which the pinned nixpkgs throws.',
    },
    ({ analysis, pins }) => findIntelDarwinDropped(analysis, pins),
  ),
  nixRule(
    {
      id: 'poetry2nix-flake-attribute',
      defaultSeverity: 'error',
      summary: 'Something is selected from the flake poetry2nix that only an instance of it has.',
    },
    ({ analysis, pins }) => findPoetry2nixFlakeAttribute(analysis, pins),
  ),
  nixRule(
    {
      id: 'poetry2nix-no-project',
      defaultSeverity: 'error',
      summary: 'A call of poetry2nix names no project.',
    },
    ({ analysis, pins }) => findPoetry2nixNoProject(analysis, pins),
  ),
  nixProjectRule(
    {
      id: 'poetry2nix-not-in-nixpkgs',
      defaultSeverity: 'warning',
      summary: 'The pinned nixpkgs has no poetry2nix.',
    },
    // Where poetry2nix would not build the project anyway, that is said once for all.
    ({ analysis, pins, project }) =>
      poetry2nixObstacles(project).length > 0 ? [] : poetry2nixNowhere({ analysis, pins }),
  ),
  nixRule(
    {
      id: 'literal-ld-library-path',
      defaultSeverity: 'warning',
      summary: 'An attribute holds the words `$LD_LIBRARY_PATH`, which no shell expands.',
    },
    ({ analysis }) => findLiteralLdLibraryPath(analysis),
  ),
  nixRuleBeside(
    {
      id: 'override-name-not-normalised',
      defaultSeverity: 'hint',
      summary: 'An override has a name that poetry2nix and uv2nix write in another way.',
      tags: ['unnecessary'],
    },
    ({ lock }) => [lock],
    ({ analysis }, [lock]) =>
      findOverrideNameNotNormalised(
        analysis,
        new Set(lock?.packages.map(({ name }) => name) ?? []),
      ),
  ),
  nixRuleBeside(
    {
      id: 'overlay-before-lock',
      defaultSeverity: 'warning',
      summary: 'An overlay stands before the overlay of the lock, which makes its packages anew.',
    },
    ({ lock, uses }) => [lock, ...uses],
    ({ analysis }, [lock, ...uses]) =>
      findOverlayBeforeLock(analysis, new Set(lock?.packages.map(({ name }) => name) ?? []), uses),
  ),
  nixProjectRule(
    {
      id: 'override-missing-or',
      defaultSeverity: 'hint',
      summary: 'An override for uv2nix uses `old.buildInputs`, which a package from sources lacks.',
    },
    ({ analysis, project }) => {
      return findOverrideMissingOr(analysis, (name, target) =>
        isBuiltFromSource(name, target, project),
      );
    },
  ),
];
