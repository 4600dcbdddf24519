import type { UvLock } from '../locks/uv.ts';
import type { UvRequirement } from '../locks/uv-metadata.ts';
import type { UvPackage } from '../locks/uv-package.ts';
import { compareVersions, parseVersion } from '../python/version.ts';
import type { UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { holdEdges } from './uv-edges.ts';
import { differingPlaces } from './uv-places.ts';
import { constraintOf, differingNames } from './uv-requirements.ts';

/**
 * What the manifest of a folder says otherwise than the lock's package of that folder: version,
 * extras, requirements with their places, groups (`Lock::satisfies` of uv, package by package).
 */
export function* packageDifferences(
  declared: UvDeclared,
  locked: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  if (isOtherVersion(declared, locked)) yield differs('version', declared.version);
  if (isOtherDynamic(declared, locked)) yield differs('dynamic');
  if (hasMetadata(locked, lock)) {
    yield* extraDifferences(declared, locked, lock);
    yield* requirementDifferences(declared, locked, lock);
  } else yield* holdEdges(declared, locked, lock).differences;
}

/** From revision 4 on uv may leave out what the manifest said; before, a project that asks for nothing has none. */
const FIRST_WITHOUT_METADATA = 4;

/** Whether the lock has what the manifest of a package said. */
function hasMetadata(locked: UvPackage, { revision }: UvLock): boolean {
  return locked.metadata.isWritten || revision < FIRST_WITHOUT_METADATA;
}

/** Whether the lock tells of all that the manifest of a package says whether it is the same. */
export function tellsAll(declared: UvDeclared, locked: UvPackage, lock: UvLock): boolean {
  return hasMetadata(locked, lock) || holdEdges(declared, locked, lock).isKnown;
}

/** A difference that has no place of its own. */
export function differs(kind: UvDifference['kind'], name: string | null = null): UvDifference {
  return { kind, name, place: null };
}

function isOtherVersion({ version, dynamic }: UvDeclared, locked: UvPackage): boolean {
  const declared = version === null || dynamic.has('version') ? null : parseVersion(version);
  const known = locked.parsedVersion;
  return declared !== null && known !== null && compareVersions(declared, known) !== 0;
}

/** uv locks no version of what a tool gives one. */
function isOtherDynamic({ version, dynamic }: UvDeclared, locked: UvPackage): boolean {
  if (dynamic.has('version')) return locked.version !== null;
  return version !== null && locked.version === null;
}

/** From this revision on the default groups are written where they are not `dev` alone. */
const FIRST_WITH_DEFAULT_GROUPS = 5;

/** Whether other groups are installed by default. */
export function isOtherDefault(
  { defaultGroups }: UvDeclared,
  locked: UvPackage,
  lock: UvLock,
): boolean {
  if (lock.revision < FIRST_WITH_DEFAULT_GROUPS) return false;
  if (defaultGroups === 'all') return locked.defaultGroups === null;
  const [ours, theirs] = [defaultGroups ?? ['dev'], locked.defaultGroups ?? ['dev']];
  return ours.toSorted().join() !== theirs.toSorted().join();
}

/** From revision 1 on the extras are written where there are any. */
const FIRST_WITH_EXTRAS = 1;

function* extraDifferences(
  declared: UvDeclared,
  locked: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  const { providesExtras } = locked.metadata;
  const provided =
    providesExtras ?? (lock.revision >= FIRST_WITH_EXTRAS ? new Set<string>() : null);
  if (provided === null || declared.dynamic.has('optional-dependencies')) return;
  const extras = new Set([...declared.requirements.keys()].filter((extra) => extra !== null));
  for (const extra of new Set([...extras, ...provided]))
    if (extras.has(extra) !== provided.has(extra)) yield differs('extras', extra);
}

function* requirementDifferences(
  declared: UvDeclared,
  locked: UvPackage,
  lock: UvLock,
): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  const { requiresDist, requiresDev } = locked.metadata;
  for (const [extra, requirements] of declared.requirements) {
    const key = extra === null ? 'dependencies' : 'optional-dependencies';
    if (declared.dynamic.has(key)) continue;
    // Of a project whose version a tool makes uv also takes what it asks of itself, resolved.
    const isKept = ({ name }: UvRequirement): boolean =>
      name !== declared.name || !declared.dynamic.has('version');
    const names = differingNames(
      requirements.filter(isKept),
      requiresDist.filter(isKept),
      pythons,
      extra,
    );
    for (const name of names) yield { kind: 'requirement', name, place: extra };
  }
  const ours = [...declared.requirements.values()].flat();
  for (const name of differingPlaces(ours, requiresDist))
    if (name !== declared.name) yield { kind: 'requirement', name, place: null };
  yield* groupDifferences(declared.groups, requiresDev, lock);
}

type Groups = ReadonlyMap<string, readonly UvRequirement[]>;

/** Which groups ask for other things than are locked, or are there on one side alone. */
export function* groupDifferences(
  declared: Groups,
  locked: Groups,
  lock: UvLock,
): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const group of new Set([...declared.keys(), ...locked.keys()])) {
    const [ours, theirs] = [declared.get(group) ?? [], locked.get(group) ?? []];
    const names = [
      ...differingNames(ours, theirs, pythons, null),
      ...differingPlaces(ours, theirs),
    ];
    for (const name of new Set(names)) yield { kind: 'requirement', name, place: group };
    const isEmpty = (declared.get(group) ?? theirs).length === 0;
    if (isEmpty && declared.has(group) !== locked.has(group))
      yield { kind: 'group', name: group, place: null };
  }
}
