import type { Constraint } from '../python/model.ts';
import { parseSpecifiers, specifiersToConstraint } from '../python/specifier.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { Freshness } from './model.ts';
import type { UvDeclared } from './uv-declared.ts';
import { readUvDeclared, type UvSettings } from './uv-declared.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import type { UvPackage } from '../locks/uv-package.ts';
import { differingMarkers, differingNames, sameReleases } from './uv-requirements.ts';
import type { UvLock } from '../locks/uv.ts';
import { isProblem } from '../python/problem.ts';

/** Whether a `uv.lock` belongs to its manifest, and where it does not. */
export interface UvFreshness extends Freshness {
  readonly differences: readonly UvDifference[];
}

export interface UvDifference {
  readonly kind:
    | 'project'
    | 'requires-python'
    | 'members'
    | 'extras'
    | 'requirement'
    | 'constraint'
    | 'environments'
    | 'conflicts'
    | 'metadata'
    | 'options';
  /** The package, or what else differs, by its normalised name; null where the kind says it all. */
  readonly name: string | null;
  /** The extra or group of a requirement; null for the project's own. */
  readonly place: string | null;
}

/**
 * Whether `uv lock` would write another lock for this manifest, as far as the two tell
 * (`Lock::satisfies` of uv): the project's name, `requires-python`, requirements, extras, groups, constraints, overrides, environments,
 * conflicts, stated metadata and the modes of resolution, each by what they mean. Requirements are compared on the Pythons
 * and platforms that uv2nix and its like build for. Of a workspace's members each is held against its
 * own package; of the project's own version, which changes nothing that is locked, nothing is said.
 * Unknown where the manifest has errors or leaves its requirements to a tool.
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
  const declared = isReadable ? readUvDeclared(manifest.root, settings) : null;
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
  return freshnessOf(leavesOpen ? 'unknown' : 'fresh', []);
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
  const differs = (kind: UvDifference['kind'], name: string | null = null): UvDifference => ({
    kind,
    name,
    place: null,
  });
  if (declared.name !== project.name) yield differs('project', declared.name);
  // The range of a workspace is that of all its members together.
  const { members } = lock.manifest;
  if (members === null && isOtherPython(declared, lock)) yield differs('requires-python');
  const isRoot = project.source?.url === '.';
  if (isRoot && members !== null && !declared.isWorkspace) yield differs('members');
  const provided = project.metadata.providesExtras;
  const extras = new Set([...declared.requirements.keys()].filter((extra) => extra !== null));
  if (provided !== null && !declared.dynamic.has('optional-dependencies'))
    for (const extra of new Set([...extras, ...provided]))
      if (extras.has(extra) !== provided.has(extra)) yield differs('extras', extra);
}

/** uv takes the running Python's version where the manifest says none. */
function isOtherPython({ requiresPython }: UvDeclared, lock: UvLock): boolean {
  const declared = requiresPython === null ? null : constraintOf(requiresPython);
  const locked = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  return declared !== null && locked !== null && !sameReleases(declared, locked);
}

function constraintOf(text: string): Constraint | null {
  const specifiers = parseSpecifiers(text);
  return isProblem(specifiers) ? null : specifiersToConstraint(specifiers);
}

function* requirementDifferences(
  declared: UvDeclared,
  project: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  const { requiresDist, requiresDev } = project.metadata;
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
  }
}

function* constraintDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const [ours, theirs] of [
    [declared.constraints, lock.manifest.constraints],
    [declared.overrides, lock.manifest.overrides],
    [declared.buildConstraints, lock.manifest.buildConstraints],
  ] as const)
    for (const name of differingNames(ours, theirs, pythons, null))
      yield { kind: 'constraint', name, place: null };
}

function* settingDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const [name, ours, theirs] of [
    ['environments', declared.environments, lock.environments],
    ['required-environments', declared.requiredEnvironments, lock.requiredEnvironments],
  ] as const)
    if (differingMarkers(ours, theirs, pythons)) yield { kind: 'environments', name, place: null };
  // Members of a workspace may state conflicts of their own.
  const isAlone = lock.manifest.members === null;
  if (declared.hasConflicts ? !lock.hasConflicts : isAlone && lock.hasConflicts)
    yield { kind: 'conflicts', name: null, place: null };
  const locked = lock.manifest.statedMetadata;
  for (const name of new Set([...declared.statedMetadata, ...locked]))
    if (declared.statedMetadata.has(name) !== locked.has(name))
      yield { kind: 'metadata', name, place: null };
  // What is not stated may be by the user's own file or the command line.
  for (const name of ['resolution', 'prerelease'] as const)
    if (declared[name] !== null && declared[name] !== lock.options[name])
      yield { kind: 'options', name, place: null };
}
