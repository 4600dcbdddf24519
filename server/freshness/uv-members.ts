import { allowsAll, intersectAll } from '../python/constraint.ts';
import type { UvLock } from '../locks/uv.ts';
import type { UvAround } from './uv-around.ts';
import { readUvDeclared, type UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { boundingPythons, constraintOf } from './uv-requirements.ts';

/** What the members of a workspace say, its root among them if it is a project, by normalised name. */
export type UvMembers = ReadonlyMap<string, UvDeclared>;

/**
 * Reads the members of the workspace whose root is `declared`; a project alone is its only one. Null
 * where that is not known: a manifest that cannot be read, or is no project's, what uv refuses.
 */
export function readUvMembers(declared: UvDeclared, around: UvAround): UvMembers | null {
  const members = new Map<string, UvDeclared>();
  if (declared.name !== null) members.set(declared.name, declared);
  if (!declared.isWorkspace) return members;
  if (around.members === null) return null;
  for (const folder of around.members) {
    const document = around.manifests.get(folder);
    if (document === undefined || document.errors.length > 0) return null;
    const member = readUvDeclared(document.root, { folder });
    // uv refuses a workspace within a workspace, and two members of one name.
    if (member === null || member.isWorkspace) return null;
    if (!member.isManaged) continue;
    if (member.name === null || members.has(member.name)) return null;
    members.set(member.name, member);
  }
  // uv refuses sources that name what is no member.
  const named = [declared, ...members.values()].flatMap((each) => [
    ...each.workspaceSources.keys(),
  ]);
  return named.every((name) => members.has(name)) ? members : null;
}

/**
 * What is another workspace than the lock was made for: its members, whether they are packages, the
 * Pythons that all take, and what excludes each other in any.
 */
export function* memberDifferences(
  root: UvDeclared,
  members: UvMembers,
  lock: UvLock,
): Iterable<UvDifference> {
  const names = root.isWorkspace && !isAlone(root, members) ? new Set(members.keys()) : new Set();
  const locked = new Set(lock.manifest.members ?? []);
  if (!root.isWorkspace && locked.size > 0) yield { kind: 'members', name: null, place: null };
  else {
    for (const name of members.keys())
      if (names.has(name) && !locked.has(name)) yield { kind: 'new-member', name, place: null };
    for (const name of locked)
      if (!names.has(name)) yield { kind: 'lost-member', name, place: null };
  }
  const required = requiredMembers(root, members);
  for (const [name, member] of members) {
    const known = lock.byName.get(name) ?? [];
    if (known.length !== 1) continue;
    const isPlain = member.package === null && !member.hasBuildSystem;
    if (isPlain && required.has(name) && !takesPlainFolders(lock)) continue;
    if (known[0]?.source?.type !== kindOf(member, required.get(name)))
      yield member === root
        ? { kind: 'package', name: null, place: null }
        : { kind: 'member-kind', name, place: null };
  }
  if (isOtherPython(members, lock)) yield { kind: 'requires-python', name: null, place: null };
  const conflicts = new Set([root, ...members.values()].flatMap((each) => each.conflicts));
  const theirs = new Set(lock.conflicts);
  if (conflicts.size !== theirs.size || [...conflicts].some((each) => !theirs.has(each)))
    yield { kind: 'conflicts', name: null, place: null };
}

/** uv writes no members where a project is the only one. */
function isAlone(root: UvDeclared, members: UvMembers): boolean {
  return root.name !== null && members.size === 1;
}

/** The members that a source of the workspace's root or of another member names, with `editable` of that. */
function requiredMembers(
  root: UvDeclared,
  members: UvMembers,
): ReadonlyMap<string, boolean | null> {
  const required = new Map<string, boolean | null>();
  for (const each of new Set([root, ...members.values()]))
    for (const [name, editable] of each.workspaceSources)
      if (name !== each.name) required.set(name, editable ?? required.get(name) ?? null);
  return required;
}

/** @param editable null where its sources do not say; undefined for a member that nobody asks for. */
function kindOf(member: UvDeclared, editable: boolean | null | undefined): string {
  if (!isUvPackage(member, editable !== undefined)) return 'virtual';
  return editable === false ? 'directory' : 'editable';
}

/** A member that others ask for is built though it says nothing of how. */
function isUvPackage(declared: UvDeclared, isRequired: boolean): boolean {
  return declared.package ?? (declared.hasBuildSystem || isRequired);
}

/** From this revision on, that of uv 0.8, what others ask for is built though it says nothing of how. */
const FIRST_WITH_PLAIN_FOLDERS = 3;

/** Whether the uv that wrote a lock surely built folders that say nothing of how, where others ask for them. */
export function takesPlainFolders({ revision }: UvLock): boolean {
  return revision >= FIRST_WITH_PLAIN_FOLDERS;
}

/** uv takes the running Python's version where nobody says one. */
function isOtherPython(members: UvMembers, lock: UvLock): boolean {
  const ranges = [...members.values()].flatMap(({ requiresPython }) => {
    const range = requiresPython === null ? null : constraintOf(requiresPython);
    return range === null ? [] : [range];
  });
  const locked = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  if (ranges.length === 0 || locked === null) return false;
  const [ours, theirs] = [boundingPythons(intersectAll(ranges)), boundingPythons(locked)];
  return !allowsAll(ours, theirs) || !allowsAll(theirs, ours);
}
