import { allowsAll } from '../python/constraint.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { UvPackage } from '../locks/uv-package.ts';
import type { UvLock } from '../locks/uv.ts';
import type { Freshness } from './model.ts';
import { ALONE, type UvAround } from './uv-around.ts';
import { readUvDeclared, type UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { isVirtualFolder, judgeLocalPackages } from './uv-local.ts';
import { memberDifferences, readUvMembers } from './uv-members.ts';
import {
  differs,
  groupDifferences,
  isOtherDefault,
  packageDifferences,
  tellsAll,
} from './uv-package-differences.ts';
import { boundingPythons, constraintOf } from './uv-requirements.ts';
import { scriptDifferences } from './uv-script.ts';
import { constraintDifferences, hasOtherOptions, settingDifferences } from './uv-settings.ts';

/** Whether a `uv.lock` belongs to its manifest, and where it does not. */
export interface UvFreshness extends Freshness {
  readonly differences: readonly UvDifference[];
}

/** What is held against a lock, beside the manifest's text. */
export interface UvJudged {
  /** Of the manifest, as seen from the lock's: `.` but for members of a workspace. */
  readonly folder?: string;
  readonly around?: UvAround;
  /** Whether it is what a script says of itself (PEP 723). */
  readonly isScript?: boolean;
}

/**
 * Whether `uv lock` would write another lock for this manifest, as far as the files tell
 * (`Lock::satisfies` of uv): the project's name, `requires-python`, requirements, extras, groups,
 * constraints, overrides, environments, conflicts, stated metadata, excludes, default groups, the
 * modes of resolution and the project's own version and kind, each by what they mean; of a workspace
 * its members, of what comes from a folder the manifest there. Requirements are compared on the Pythons
 * and platforms that uv2nix and its like build for. Of a workspace's members each is held against its
 * own package. Unknown where a manifest has errors or leaves its requirements to a tool, and where
 * the lock was made with settings that stand elsewhere.
 */
export function uvFreshness(
  manifest: TomlDocument,
  lock: UvLock,
  { folder = '.', around = ALONE, isScript = false }: UvJudged = {},
): UvFreshness {
  const { settings, root } = around;
  if (manifest.errors.length > 0 || settings === 'unknown' || !lock.complete || !lock.supported)
    return UNKNOWN;
  const declared = readUvDeclared(manifest.root, {
    settings,
    folder,
    isScript,
    workspace: root?.root ?? null,
    isVirtual: (each) => isVirtualFolder(each, around, lock),
  });
  if (declared === null) return UNKNOWN;
  if (isScript) return judgeScript(declared, lock, around);
  return folder === '.'
    ? judgeRoot(declared, lock, around)
    : judgeMember(declared, lock, folder, around);
}

const UNKNOWN: UvFreshness = { state: 'unknown', formula: null, expected: null, differences: [] };

function freshnessOf(differences: readonly UvDifference[], isKnown: boolean): UvFreshness {
  const state = differences.length > 0 ? 'stale' : isKnown ? 'fresh' : 'unknown';
  return { state, formula: null, expected: null, differences };
}

function judgeScript(declared: UvDeclared, lock: UvLock, around: UvAround): UvFreshness {
  const local = judgeLocalPackages(lock, around, new Set());
  const differences = [
    ...scriptDifferences(declared, lock),
    ...constraintDifferences(declared, lock),
    ...settingDifferences(declared, lock),
    ...local.differences,
  ];
  const isKnown =
    declared.requiresPython !== null &&
    local.isKnown &&
    !hasOtherOptions(declared, lock, around) &&
    !hasOpenPlaces(declared);
  return freshnessOf(differences, isKnown);
}

/** A project, or the root of a workspace that need not be one. */
function judgeRoot(declared: UvDeclared, lock: UvLock, around: UvAround): UvFreshness {
  if (declared.name === null && !declared.isWorkspace) return UNKNOWN;
  const project = packageAt('.', lock);
  if (project === null && declared.name !== null)
    return freshnessOf([differs('project', declared.name)], false);
  const members = readUvMembers(declared, around);
  const names = members === null ? (lock.manifest.members ?? []) : [...members.keys()];
  const local = judgeLocalPackages(lock, around, new Set(names));
  const differences = [
    ...(project === null ? [] : nameDifferences(declared, project)),
    ...(members === null ? [] : memberDifferences(declared, members, lock)),
    ...(members === null && project !== null ? partDifferences(declared, project, lock) : []),
    ...(project === null
      ? groupDifferences(filled(declared.groups), filled(lock.manifest.groups), lock)
      : ownDifferences(declared, project, lock)),
    ...constraintDifferences(declared, lock),
    ...settingDifferences(declared, lock),
    ...local.differences,
  ];
  const saysPython = [declared, ...(members?.values() ?? [])].some(
    ({ requiresPython }) => requiresPython !== null,
  );
  const isKnown =
    saysPython &&
    members !== null &&
    local.isKnown &&
    (project === null || isComplete(declared, project, lock)) &&
    !hasOtherOptions(declared, lock, around);
  return freshnessOf(differences, isKnown);
}

/** uv reads the settings, and what all members say together, from the root's side. */
function judgeMember(
  declared: UvDeclared,
  lock: UvLock,
  folder: string,
  around: UvAround,
): UvFreshness {
  if (declared.name === null) return UNKNOWN;
  const project = packageAt(folder, lock);
  if (project === null) return freshnessOf([differs('project', declared.name)], false);
  const differences = [
    ...nameDifferences(declared, project),
    ...partDifferences(declared, project, lock),
    ...ownDifferences(declared, project, lock),
  ];
  return freshnessOf(differences, around.root !== null && isComplete(declared, project, lock));
}

/** Of a root that is no project uv counts no groups that ask for nothing. */
function filled(groups: UvDeclared['groups']): UvDeclared['groups'] {
  return new Map([...groups].filter(([, requirements]) => requirements.length > 0));
}

function packageAt(folder: string, lock: UvLock): UvPackage | null {
  return lock.localPackages.find(({ source }) => source?.url === folder) ?? null;
}

function nameDifferences(declared: UvDeclared, project: UvPackage): readonly UvDifference[] {
  return declared.name === project.name ? [] : [differs('project', declared.name)];
}

function* ownDifferences(
  declared: UvDeclared,
  project: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  if (isOtherDefault(declared, project, lock)) yield differs('default-groups');
  yield* packageDifferences(declared, project, lock);
}

/** What one member tells alone: that it became a package, or takes fewer Pythons than the lock is for. */
function* partDifferences(
  declared: UvDeclared,
  project: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  const isPackage = declared.package ?? declared.hasBuildSystem;
  if (project.source?.type === 'virtual' && isPackage) yield differs('package');
  const { requiresPython } = declared;
  const ours = requiresPython === null ? null : constraintOf(requiresPython);
  const theirs = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  if (
    ours !== null &&
    theirs !== null &&
    !allowsAll(boundingPythons(ours), boundingPythons(theirs))
  )
    yield differs('requires-python');
}

function isComplete(declared: UvDeclared, project: UvPackage, lock: UvLock): boolean {
  const { dynamic } = declared;
  return (
    !dynamic.has('dependencies') &&
    !dynamic.has('optional-dependencies') &&
    tellsAll(declared, project, lock) &&
    !hasOpenPlaces(declared)
  );
}

/** Whether a requirement comes from a place that cannot be compared, such as one for some environments alone. */
function hasOpenPlaces({ requirements, groups }: UvDeclared): boolean {
  return [...requirements.values(), ...groups.values()].some((each) =>
    each.some(({ place }) => place?.kind === 'unknown'),
  );
}
