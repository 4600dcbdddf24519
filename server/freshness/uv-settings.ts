import type { UvStatedMetadata } from '../locks/uv-metadata.ts';
import type { UvLock } from '../locks/uv.ts';
import type { UvAround } from './uv-around.ts';
import type { UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { constraintOf, differingMarkers, differingNames } from './uv-requirements.ts';

/** What a lock was made with, against what the settings of uv say now: environments, stated metadata, modes. */
export function* settingDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const [name, ours, theirs] of [
    ['environments', declared.environments, lock.environments],
    ['required-environments', declared.requiredEnvironments, lock.requiredEnvironments],
  ] as const)
    if (differingMarkers(ours, theirs, pythons)) yield { kind: 'environments', name, place: null };
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
  const [ours, theirs] = [spanOf(declared), spanOf(locked)];
  if (ours !== null && theirs !== null) return ours !== theirs;
  return TIME.test(declared) && TIME.test(locked) && declared < locked;
}

/**
 * A span of one unit as uv locks it, `P7D` for `7 days`: it does not take `P7D` and `P1W` for one. Null for
 * what is written in other ways.
 */
function spanOf(text: string): string | null {
  if (/^PT?\d+[DWH]$/i.test(text)) return text.toUpperCase();
  const [, count, unit = ''] = /^(\d{1,6}) ?(day|week|hour)s?$/i.exec(text) ?? [];
  if (count === undefined) return null;
  const letter = unit.charAt(0).toUpperCase();
  return `P${letter === 'H' ? 'T' : ''}${Number(count)}${letter}`;
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** What constrains, overrides or leaves out packages otherwise than when the lock was made. */
export function* constraintDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const pythons = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  for (const [ours, theirs] of [
    [declared.constraints, lock.manifest.constraints],
    [declared.overrides, lock.manifest.overrides],
    [declared.buildConstraints, lock.manifest.buildConstraints],
  ] as const)
    for (const name of differingNames(ours, theirs, pythons, null))
      // uv passes over what newly constrains nothing; of the build it locks nothing.
      if (
        ours === declared.buildConstraints ||
        lock.byName.has(name) ||
        theirs.some((each) => each.name === name)
      )
        yield { kind: 'constraint', name, place: null };
  const { excludes } = lock.manifest;
  for (const name of new Set([...declared.excludes, ...excludes]))
    // What is excluded anew counts where it is locked.
    if (declared.excludes.has(name) ? !excludes.has(name) && lock.byName.has(name) : true)
      yield { kind: 'excludes', name, place: null };
}

/**
 * Whether settings count of which the manifest says nothing: the lock was made with some (the user's
 * own file or the command line may have them), or they stand beside a script.
 */
export function hasOtherOptions(
  declared: UvDeclared,
  { options }: UvLock,
  { elsewhere }: UvAround,
): boolean {
  const texts = ['resolution', 'prerelease', 'forkStrategy', 'excludeNewer'] as const;
  const names = ['prereleasePackages', 'excludeNewerPackages'] as const;
  return (
    texts.some((key) => options[key] !== null && declared[key] === null) ||
    names.some((key) => options[key].size > 0 && declared[key].size === 0) ||
    (elsewhere !== null && [...elsewhere.entries.keys()].some((key) => COUNTING.has(key)))
  );
}

/** Keys of the settings that bear on what is locked. */
const COUNTING: ReadonlySet<string> = new Set([
  'build-constraint-dependencies',
  'constraint-dependencies',
  'dependency-metadata',
  'exclude-dependencies',
  'exclude-newer',
  'exclude-newer-package',
  'find-links',
  'fork-strategy',
  'index',
  'index-url',
  'override-dependencies',
  'prerelease',
  'prerelease-package',
  'resolution',
  'sources',
]);
