import { allowsAll } from '../python/constraint.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { Freshness } from './model.ts';
import type { UvDeclared } from './uv-declared.ts';
import { readUvDeclared, type UvSettings } from './uv-declared.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import type { UvPackage } from '../locks/uv-package.ts';
import type { UvDifference } from './uv-difference.ts';
import { boundingPythons, constraintOf, differingNames } from './uv-requirements.ts';
import { settingDifferences } from './uv-settings.ts';
import type { UvLock } from '../locks/uv.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import { differingPlaces } from './uv-places.ts';

/** Whether a `uv.lock` belongs to its manifest, and where it does not. */
export interface UvFreshness extends Freshness {
  readonly differences: readonly UvDifference[];
}

/**
 * Whether `uv lock` would write another lock for this manifest, as far as the two tell
 * (`Lock::satisfies` of uv): the project's name, `requires-python`, requirements, extras, groups, constraints, overrides, environments,
 * conflicts, stated metadata, excludes, default groups, the modes of resolution and the project's
 * own version and kind, each by what they mean. Requirements are compared on the Pythons
 * and platforms that uv2nix and its like build for. Of a workspace's members each is held against its
 * own package. Unknown where the manifest has errors or leaves its requirements to a tool, and where
 * the lock was made with settings that stand elsewhere.
 *
 * @param folder of the manifest, as seen from the lock's: `.` but for members of a workspace.
 * @param settings those that uv takes in place of `[tool.uv]`, where it does.
 */
export function uvFreshness(
  manifest: TomlDocument,
  lock: UvLock,
  folder = '.',
  settings: UvSettings = 'own',
): UvFreshness {
  const isReadable = manifest.errors.length === 0 && settings !== 'unknown';
  const declared = isReadable ? readUvDeclared(manifest.root, settings, folder) : null;
  if (declared === null || declared.name === null || !lock.complete || !lock.supported)
    return freshnessOf('unknown', []);
  const project = lock.packages.find((each) => isProject(each, folder)) ?? null;
  if (project === null) {
    const missing: UvDifference = { kind: 'project', name: declared.name, place: null };
    return freshnessOf('stale', [missing]);
  }
  const differences = [
    ...ownDifferences(declared, project, lock),
    ...requirementDifferences(declared, project, lock),
    // uv reads those of the workspace's root alone.
    ...(folder === '.'
      ? [...constraintDifferences(declared, lock), ...settingDifferences(declared, lock)]
      : []),
  ];
  if (differences.length > 0) return freshnessOf('stale', differences);
  const leavesOpen = ['dependencies', 'optional-dependencies'].some((key) =>
    declared.dynamic.has(key),
  );
  const isKnown =
    !leavesOpen &&
    declared.requiresPython !== null &&
    hasMetadata(project, lock) &&
    !hasOtherOptions(declared, lock) &&
    !hasOpenPlaces(declared);
  return freshnessOf(isKnown ? 'fresh' : 'unknown', []);
}

/** From revision 4 on uv may leave out what the manifest said; before, a project that asks for nothing has none. */
const FIRST_WITHOUT_METADATA = 4;

function hasMetadata(project: UvPackage, { revision }: UvLock): boolean {
  return project.metadata.isWritten || revision < FIRST_WITHOUT_METADATA;
}

/** Whether a requirement comes from a place that cannot be compared, such as one for some environments alone. */
function hasOpenPlaces({ requirements, groups }: UvDeclared): boolean {
  return [...requirements.values(), ...groups.values()].some((each) =>
    each.some(({ place }) => place?.kind === 'unknown'),
  );
}

/** Whether the lock was made with settings of which the manifest says nothing: the user's own file or the command line may. */
function hasOtherOptions(declared: UvDeclared, { options }: UvLock): boolean {
  const texts = ['resolution', 'prerelease', 'forkStrategy', 'excludeNewer'] as const;
  const names = ['prereleasePackages', 'excludeNewerPackages'] as const;
  return (
    texts.some((key) => options[key] !== null && declared[key] === null) ||
    names.some((key) => options[key].size > 0 && declared[key].size === 0)
  );
}

function freshnessOf(state: Freshness['state'], differences: readonly UvDifference[]): UvFreshness {
  return { state, formula: null, expected: null, differences };
}

/** The package of the manifest's folder. */
function isProject({ source }: UvPackage, folder: string): boolean {
  const { type = '', url = '' } = source ?? {};
  return url === folder && ['editable', 'virtual', 'directory'].includes(type);
}

function* ownDifferences(
  declared: UvDeclared,
  project: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  if (declared.name !== project.name) yield differs('project', declared.name);
  if (isOtherVersion(declared, project)) yield differs('version', declared.version);
  if (isOtherKind(declared, project, lock)) yield differs('package');
  if (isOtherDefault(declared, project, lock)) yield differs('default-groups');
  if (isOtherPython(declared, lock)) yield differs('requires-python');
  const { members } = lock.manifest;
  const isRoot = project.source?.url === '.';
  if (isRoot && members !== null && !declared.isWorkspace) yield differs('members');
  const { providesExtras } = project.metadata;
  const writesExtras = lock.revision >= FIRST_WITH_EXTRAS && hasMetadata(project, lock);
  const provided = providesExtras ?? (writesExtras ? new Set<string>() : null);
  const extras = new Set([...declared.requirements.keys()].filter((extra) => extra !== null));
  if (provided !== null && !declared.dynamic.has('optional-dependencies'))
    for (const extra of new Set([...extras, ...provided]))
      if (extras.has(extra) !== provided.has(extra)) yield differs('extras', extra);
}

function differs(kind: UvDifference['kind'], name: string | null = null): UvDifference {
  return { kind, name, place: null };
}

/** From revision 1 on the extras are written where there are any. */
const FIRST_WITH_EXTRAS = 1;

function isOtherVersion({ version, dynamic }: UvDeclared, project: UvPackage): boolean {
  const declared = version === null || dynamic.has('version') ? null : parseVersion(version);
  const locked = project.parsedVersion;
  return declared !== null && locked !== null && compareVersions(declared, locked) !== 0;
}

/** A member that others ask for is built though it says nothing of how. */
function isOtherKind({ isPackage }: UvDeclared, project: UvPackage, lock: UvLock): boolean {
  const type = project.source?.type;
  if (type === 'virtual') return isPackage;
  return type === 'editable' && !isPackage && lock.manifest.members === null;
}

/** From this revision on the default groups are written where they are not `dev` alone. */
const FIRST_WITH_DEFAULT_GROUPS = 5;

function isOtherDefault({ defaultGroups }: UvDeclared, project: UvPackage, lock: UvLock): boolean {
  if (lock.revision < FIRST_WITH_DEFAULT_GROUPS) return false;
  if (defaultGroups === 'all') return project.defaultGroups === null;
  const [ours, theirs] = [defaultGroups ?? ['dev'], project.defaultGroups ?? ['dev']];
  return ours.toSorted().join() !== theirs.toSorted().join();
}

/**
 * uv takes the running Python's version where the manifest says none. The range of a workspace is
 * what all its members take together, so that each takes all of it.
 */
function isOtherPython({ requiresPython }: UvDeclared, lock: UvLock): boolean {
  const declared = requiresPython === null ? null : constraintOf(requiresPython);
  const locked = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  if (declared === null || locked === null) return false;
  const [ours, theirs] = [boundingPythons(declared), boundingPythons(locked)];
  const isAlone = lock.manifest.members === null;
  return !allowsAll(ours, theirs) || (isAlone && !allowsAll(theirs, ours));
}

function* requirementDifferences(
  declared: UvDeclared,
  project: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  if (!hasMetadata(project, lock)) return;
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  const { requiresDist, requiresDev } = project.metadata;
  yield* placeDifferences(declared, project);
  for (const [extra, requirements] of declared.requirements) {
    const key = extra === null ? 'dependencies' : 'optional-dependencies';
    if (declared.dynamic.has(key)) continue;
    // uv resolves what a project asks of itself.
    const notItself = ({ name }: UvRequirement): boolean => name !== declared.name;
    const names = differingNames(
      requirements.filter(notItself),
      requiresDist.filter(notItself),
      pythons,
      extra,
    );
    for (const name of names) yield { kind: 'requirement', name, place: extra };
  }
  for (const group of new Set([...declared.groups.keys(), ...requiresDev.keys()])) {
    const names = differingNames(
      declared.groups.get(group) ?? [],
      requiresDev.get(group) ?? [],
      pythons,
      null,
    );
    for (const name of names) yield { kind: 'requirement', name, place: group };
    const isEmpty = (declared.groups.get(group) ?? requiresDev.get(group) ?? []).length === 0;
    if (isEmpty && declared.groups.has(group) !== requiresDev.has(group))
      yield { kind: 'group', name: group, place: null };
  }
}

/** The sources of a workspace are those of its root, which its members' manifests do not show. */
function* placeDifferences(declared: UvDeclared, project: UvPackage): Iterable<UvDifference> {
  if (project.source?.url !== '.') return;
  const { requiresDist, requiresDev } = project.metadata;
  const ours = [...declared.requirements.values(), ...declared.groups.values()].flat();
  const theirs = [requiresDist, ...requiresDev.values()].flat();
  for (const name of differingPlaces(ours, theirs))
    if (name !== declared.name) yield { kind: 'requirement', name, place: null };
}

function* constraintDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const [ours, theirs] of [
    [declared.constraints, lock.manifest.constraints],
    [declared.overrides, lock.manifest.overrides],
    [declared.buildConstraints, lock.manifest.buildConstraints],
  ] as const)
    for (const name of differingNames(ours, theirs, pythons, null))
      // uv passes over what constrains nothing; of the build it locks nothing.
      if (ours === declared.buildConstraints || lock.byName.has(name))
        yield { kind: 'constraint', name, place: null };
  const { excludes } = lock.manifest;
  for (const name of new Set([...declared.excludes, ...excludes]))
    // What is excluded anew counts where it is locked.
    if (declared.excludes.has(name) ? !excludes.has(name) && lock.byName.has(name) : true)
      yield { kind: 'excludes', name, place: null };
}
