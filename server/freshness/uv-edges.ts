import type { LockedDependency, LockedPackage } from '../locks/model.ts';
import type { UvPlace, UvRequirement } from '../locks/uv-metadata.ts';
import type { UvPackage } from '../locks/uv-package.ts';
import type { UvLock } from '../locks/uv.ts';
import { parseSpecifiers, specifiersContain } from '../python/specifier.ts';
import { isProblem } from '../python/problem.ts';
import type { UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { constraintOf, differingNames } from './uv-requirements.ts';

/** What the edges of a package say of the requirements that its manifest has. */
export interface HeldEdges {
  readonly differences: readonly UvDifference[];
  /** Whether all that the manifest asks for could be compared. */
  readonly isKnown: boolean;
}

/**
 * Holds a manifest against the edges of its package, where the lock does not have what the manifest
 * said (`lock-without-metadata` of uv, `Lock::satisfied_no_metadata`): each requirement has an edge
 * to a locked package that satisfies it, on the same Pythons and platforms and with the same extras, and
 * there is no other edge. A version that is asked for otherwise is the same to uv while the locked one
 * satisfies it.
 *
 * Not compared is what the edges do not tell alone: names that are overridden, excluded or locked
 * more than once, the project's own extras, places other than indexes and folders, and all of a lock with
 * conflicts.
 */
export function holdEdges(declared: UvDeclared, locked: UvPackage, lock: UvLock): HeldEdges {
  if (lock.conflicts.length > 0 || declared.conflicts.length > 0) return OPEN;
  const { production, extras, groups } = locked.edges;
  const held: HeldEdges[] = [];
  for (const extra of new Set([null, ...declared.requirements.keys(), ...extras.keys()])) {
    const key = extra === null ? 'dependencies' : 'optional-dependencies';
    if (declared.dynamic.has(key)) continue;
    const requirements = declared.requirements.get(extra);
    const edges = extra === null ? production : extras.get(extra);
    const kind = extra === null ? null : 'extras';
    held.push(holdSection({ place: extra, kind, requirements, edges }, declared, lock));
  }
  for (const group of new Set([...declared.groups.keys(), ...groups.keys()])) {
    const requirements = declared.groups.get(group);
    const edges = groups.get(group);
    held.push(holdSection({ place: group, kind: 'group', requirements, edges }, declared, lock));
  }
  return {
    differences: held.flatMap(({ differences }) => differences),
    isKnown: held.every(({ isKnown }) => isKnown),
  };
}

const OPEN: HeldEdges = { differences: [], isKnown: false };

/** The requirements of the project itself, of an extra or of a group, and the edges of the same. */
interface Section {
  /** The extra or group; null for the project's own. */
  readonly place: string | null;
  /** What differs where it is on one side alone; null for the project's own. */
  readonly kind: 'extras' | 'group' | null;
  /** Undefined where the manifest does not have it. */
  readonly requirements: readonly UvRequirement[] | undefined;
  /** Undefined where the lock does not have it. */
  readonly edges: readonly LockedDependency[] | undefined;
}

/** From this revision on extras and groups without an edge are named too. */
const FIRST_WITH_EMPTY = 5;

function holdSection(section: Section, declared: UvDeclared, lock: UvLock): HeldEdges {
  const { place, kind, requirements = [], edges = [] } = section;
  const isOneSided = (section.requirements === undefined) !== (section.edges === undefined);
  if (kind !== null && isOneSided) {
    if (lock.revision >= FIRST_WITH_EMPTY)
      return { differences: [{ kind, name: place, place: null }], isKnown: true };
    if (requirements.length + edges.length === 0) return OPEN;
  }
  // Of its own extras a project has no edges, but what they ask for.
  if (place !== null && requirements.some(({ name }) => name === declared.name)) return OPEN;
  const settled = settledNames(declared, lock);
  const names = new Set([...requirements, ...edges].map(({ name }) => name));
  const differing: string[] = [];
  let isKnown = true;
  for (const name of names) {
    const ours = requirements.filter((each) => each.name === name && name !== declared.name);
    const theirs = edges.filter((each) => each.name === name);
    const answer = settled.has(name) ? null : isSameEdge(ours, theirs, lock);
    if (answer === false) differing.push(name);
    if (answer === null) isKnown = false;
  }
  const differences = differing.map((name) => ({ kind: 'requirement' as const, name, place }));
  return { differences, isKnown };
}

/** What something else than the requirement decides on. */
function settledNames(declared: UvDeclared, { manifest }: UvLock): ReadonlySet<string> {
  const named = [...declared.overrides, ...manifest.overrides].map(({ name }) => name);
  return new Set([...named, ...declared.excludes, ...manifest.excludes]);
}

/** Whether requirements of one name and the edges to it say the same; null where that is not known. */
function isSameEdge(
  ours: readonly UvRequirement[],
  theirs: readonly LockedDependency[],
  lock: UvLock,
): boolean | null {
  const marked = [...ours, ...theirs].some(({ marker }) => marker !== null);
  if (marked && lock.environments.length > 0) return null;
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  if (
    differingNames(ours.map(withoutVersion), theirs.map(withoutVersion), pythons, null).length > 0
  )
    return false;
  const [locked, ...more] = lock.byName.get(theirs[0]?.name ?? '') ?? [];
  // What is asked for on no Python of the lock has no edge.
  if (theirs.length === 0) return true;
  if (locked === undefined || more.length > 0 || locked.markers !== null) return null;
  // Of several with markers one may hold nowhere.
  if (ours.length > 1 && marked) return null;
  const answers = [
    isSameExtras(ours, theirs, locked),
    ...ours.flatMap((each) => [isVersionTaken(each, locked), isPlaceTaken(each.place, locked)]),
  ];
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

/** Who is asked for on which Pythons and platforms alone. */
function withoutVersion({ name, marker }: Pick<UvRequirement, 'name' | 'marker'>): UvRequirement {
  return { name, marker, extras: [], specifier: '', place: null };
}

/** An edge has the extras alone that the locked package has something for. */
function isSameExtras(
  ours: readonly UvRequirement[],
  theirs: readonly LockedDependency[],
  locked: LockedPackage,
): boolean | null {
  const asked = new Set(ours.flatMap(({ extras }) => extras));
  const known = new Set(theirs.flatMap(({ extras }) => extras));
  const missing = [...asked].filter((extra) => !known.has(extra));
  if ([...known].some((extra) => !asked.has(extra))) return false;
  if (missing.some((extra) => locked.extras.has(extra))) return false;
  const isUniform = ours.every(({ extras }) => extras.length === asked.size);
  return missing.length === 0 && isUniform ? true : null;
}

function isVersionTaken(
  { specifier, place }: UvRequirement,
  { parsedVersion }: LockedPackage,
): boolean | null {
  if (place !== null && place.kind !== 'index') return true;
  const specifiers = parseSpecifiers(specifier);
  if (isProblem(specifiers)) return null;
  if (specifiers.clauses.length === 0) return true;
  return parsedVersion === null ? null : specifiersContain(specifiers, parsedVersion, null);
}

function isPlaceTaken(place: UvPlace | null, { source }: LockedPackage): boolean | null {
  if (source === null) return null;
  // A requirement that names no place takes that which another one names.
  if (place === null) return source.type === 'registry' ? true : null;
  const isLocal = LOCAL.has(source.type);
  switch (place.kind) {
    case 'workspace':
      return isLocal ? true : null;
    case 'directory':
    case 'editable':
    case 'virtual':
      return isLocal && source.type === place.kind && source.url === place.at ? true : null;
    case 'url':
      return source.type === 'registry' ? false : null;
    case 'index':
      return source.type === 'registry' && source.url === place.at ? true : null;
    default:
      return null;
  }
}

const LOCAL: ReadonlySet<string> = new Set(['directory', 'editable', 'virtual']);
