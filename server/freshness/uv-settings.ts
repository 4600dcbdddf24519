import type { UvStatedMetadata } from '../locks/uv-metadata.ts';
import type { UvLock } from '../locks/uv.ts';
import type { UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { constraintOf, differingMarkers } from './uv-requirements.ts';

/** What a lock was made with, against what the settings of uv say now: environments, conflicts, stated metadata, modes. */
export function* settingDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
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
  const { statedMetadata: stated } = declared;
  for (const name of new Set([...stated.keys(), ...lock.manifest.statedMetadata.keys()]))
    if (
      lock.byName.has(name) &&
      isOtherMetadata(stated.get(name), lock.manifest.statedMetadata.get(name))
    )
      yield { kind: 'metadata', name, place: null };
  // What is not stated may be by the user's own file or the command line.
  const { options } = lock;
  for (const [key, name, usual] of OPTIONS) {
    const [ours, theirs] = [declared[key], options[key] ?? usual];
    if (ours !== null && modeOf(ours) !== modeOf(theirs))
      yield { kind: 'options', name, place: null };
  }
  if (declared.excludeNewer !== null && isOtherTime(declared.excludeNewer, options.excludeNewer))
    yield { kind: 'options', name: 'exclude-newer', place: null };
  for (const name of declared.prereleasePackages)
    if (!options.prereleasePackages.has(name))
      yield { kind: 'options', name: 'prerelease-package', place: null };
  for (const name of declared.excludeNewerPackages)
    if (!options.excludeNewerPackages.has(name) && lock.byName.has(name))
      yield { kind: 'options', name: 'exclude-newer-package', place: null };
}

function isOtherMetadata(ours?: UvStatedMetadata, theirs?: UvStatedMetadata): boolean {
  if (ours === undefined || theirs === undefined) return ours !== theirs;
  return ours.version !== theirs.version || bareRequires(ours) !== bareRequires(theirs);
}

function bareRequires({ requires }: UvStatedMetadata): string {
  const bare = requires.map((each) => each.replaceAll(/\s/g, ''));
  return bare.toSorted().join();
}

/** The modes with what a lock that names none was made with. */
const OPTIONS = [
  ['resolution', 'resolution', 'highest'],
  ['prerelease', 'prerelease', 'if-necessary'],
  ['forkStrategy', 'fork-strategy', 'requires-python'],
] as const;

/** uv 0.12 took the two for one, and made it its default. */
function modeOf(mode: string): string {
  return mode === 'if-necessary-or-explicit' ? 'if-necessary' : mode;
}

/**
 * Whether what uv may take was narrowed: a time instead of none or of a span (`1 week`), or an earlier
 * one. A day without a time is taken to be the same.
 */
function isOtherTime(declared: string, locked: string | null): boolean {
  if (locked === null || /^\d{4}-/.test(declared) !== /^\d{4}-/.test(locked)) return true;
  return TIME.test(declared) && TIME.test(locked) && declared < locked;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
