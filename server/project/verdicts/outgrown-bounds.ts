import type { BuildSystemSet } from '../../../overrides-db/build-system-versions.ts';
import { leastVersion, olderVersions } from '../../../overrides-db/build-system-versions.ts';
import { specifierHolds } from '../../../overrides-db/conditions.ts';
import type { Fact } from '../../../overrides-db/model.ts';
import { changesUntil } from '../../nix/api.ts';
import { allowsAny, exactly, within } from '../../python/constraint.ts';
import type { Constraint } from '../../python/model.ts';
import { parseSpecifiers, specifiersToConstraint } from '../../python/specifier.ts';
import { parseVersion } from '../../python/version.ts';
import { targetOf } from '../../targets/registry.ts';
import { readNixSide } from '../inputs/read.ts';
import type { Project, Verdict } from '../model.ts';
import { buildsOf } from './builds.ts';

/** A build system of which an sdist takes no version as new as the one that it is surely built with. */
export interface OutgrownBound {
  /** PEP 503. */
  readonly name: string;
  /** PEP 440, what the sdist requires. */
  readonly specifier: string;
  /** For people: `the lock has 3.1.2`, `build-system-pkgs has 3.1.2 or later`. */
  readonly has: string;
  /** The attribute under which nixpkgs has a version that the sdist takes; null where it has none, or is not asked. */
  readonly older: string | null;
}

/**
 * The build systems of an sdist whose set has outgrown what the sdist requires. What uv2nix and poetry2nix build with
 * does not check versions, so that a build may well succeed. Nothing is said of what an overlay may give in place of it.
 */
export function outgrownBounds(verdict: Verdict, project: Project): readonly OutgrownBound[] {
  const { use, target, distribution, needs } = verdict;
  const set = target === null ? null : targetOf(target).provides.buildSystemsOf;
  if (use === null || set === null || distribution.kind !== 'sdist' || !use.overrides.understood)
    return [];
  const { pythons } = buildsOf(use, project.manifest, project.settings);
  return needs.flatMap(({ fact }): readonly OutgrownBound[] => {
    const { need, bounds = [] } = fact;
    if (need.kind !== 'build-system' || isReplaced(need.attr, verdict, project)) return [];
    return bounds.flatMap(({ specifier, python }): readonly OutgrownBound[] => {
      const holds =
        python === undefined ||
        (pythons.length > 0 && pythons.every((each) => specifierHolds(python, each) === 'yes'));
      const own = holds ? versionIn(need.attr, set, project) : null;
      const required = constraintOf(specifier);
      if (own === null || required === null || allowsAny(required, own.versions)) return [];
      const older = set === 'nixpkgs' ? olderIn(need.attr, required, pythons, project) : null;
      return [{ name: need.attr, specifier, has: own.has, older }];
    });
  });
}

/** Whether something else may take its place: an overlay that has it, or another name of it among the inputs. */
function isReplaced(
  name: string,
  { needs, package: own, use, target }: Verdict,
  project: Project,
): boolean {
  // `cython_0`, `numpy_1`
  const isOther = (attr: string): boolean =>
    attr.startsWith(name) && /^[-_]\d/.test(attr.slice(name.length));
  const byOverlays = target !== null && targetOf(target).provides.byOverlays;
  const entries = use?.overrides.entries ?? [];
  const given = project.input.knowledge.lookup(own.name)?.poetry2nix?.provides ?? [];
  return (
    entries.some(({ normalized }) => normalized === name) ||
    entries.some(
      ({ normalized, lists }) =>
        normalized === own.name && lists.some(({ attrs }) => attrs.some(isOther)),
    ) ||
    (byOverlays && given.some((one) => attrIs(one, isOther))) ||
    needs.some(({ fact, status }) => status.kind === 'met' && attrIs(fact, isOther))
  );
}

function attrIs({ need }: Pick<Fact, 'need'>, test: (attr: string) => boolean): boolean {
  return need.kind === 'build-system' && test(need.attr);
}

interface Own {
  /** All that it may be. */
  readonly versions: Constraint;
  readonly has: string;
}

/** What the package set has under a name: what the lock has, else what it has at least by itself. */
function versionIn(name: string, set: BuildSystemSet, { lock, input }: Project): Own | null {
  const locked = lock?.byName.get(name) ?? [];
  const [only, ...more] = locked;
  if (only !== undefined) {
    const version = more.length === 0 ? only.parsedVersion : null;
    return version === null
      ? null
      : { versions: exactly(version), has: `the lock has ${only.version ?? ''}` };
  }
  const least = leastVersion(set, name, untilOf(set, input))?.least ?? null;
  const version = least === null ? null : parseVersion(least);
  if (version === null) return null;
  const versions = within({ min: version, includeMin: true, max: null, includeMax: false });
  return { versions, has: `${set} has ${least} or later` };
}

function untilOf(set: BuildSystemSet, input: Project['input']): string | null {
  const { pins } = readNixSide(input);
  return set === 'nixpkgs'
    ? changesUntil(pins.nixpkgs)
    : (pins['build-system-pkgs']?.date?.slice(0, 10) ?? null);
}

function olderIn(
  name: string,
  required: Constraint,
  pythons: readonly string[],
  { input }: Project,
): string | null {
  const until = untilOf('nixpkgs', input);
  const [python = null, ...others] = pythons;
  if (others.length > 0) return null;
  const fitting = olderVersions(name, until, python).find(({ version }) => {
    const parsed = parseVersion(version);
    return parsed !== null && allowsAny(required, exactly(parsed));
  });
  return fitting?.attr ?? null;
}

function constraintOf(specifier: string): Constraint | null {
  const parsed = parseSpecifiers(specifier);
  return 'problem' in parsed ? null : specifiersToConstraint(parsed);
}
