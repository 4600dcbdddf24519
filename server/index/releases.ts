import { allows } from '../python/constraint.ts';
import type { Constraint, Version } from '../python/model.ts';
import { parseSpecifiers, specifiersContain } from '../python/specifier.ts';
import { parseSdistFilename, parseWheelFilename } from '../python/tags.ts';
import { compareVersions, isPrerelease, parseVersion } from '../python/version.ts';
import type { Release } from '../project/model.ts';
import type { IndexFile } from './model.ts';

/** What of a file tells releases apart. */
export type ReleaseFile = Pick<IndexFile, 'name' | 'requiresPython' | 'yanked'>;

/** One release of a project, of what its index has. */
export interface IndexRelease<File extends ReleaseFile = IndexFile> {
  readonly version: Version;
  /** sdists and wheels; at least one. */
  readonly files: readonly File[];
  /** The reason, which may be empty, where every file is yanked; else null. */
  readonly yanked: string | null;
}

/** What may be taken of a project's releases. */
export interface Wanted {
  /** What the manifest allows; null where it allows all. */
  readonly constraint: Constraint | null;
  /** The Pythons that must be able to take it, `3.12`. */
  readonly pythons: readonly string[];
  readonly prereleases: boolean;
}

/** A project's releases, the newest first. Files whose names say no version are passed over. */
export function releasesOf<File extends ReleaseFile>({
  files,
}: {
  readonly files: readonly File[];
}): readonly IndexRelease<File>[] {
  const byVersion = new Map<string, { version: Version; files: File[] }>();
  for (const file of files) {
    const version = versionOf(file.name);
    if (version === null) continue;
    const key = canonical(version);
    const known = byVersion.get(key);
    if (known === undefined) byVersion.set(key, { version, files: [file] });
    else known.files.push(file);
  }
  return [...byVersion.values()]
    .map(({ version, files: own }) => ({ version, files: own, yanked: yankedWith(own) }))
    .toSorted((a, b) => compareVersions(b.version, a.version));
}

/**
 * The newest release that is not yanked and has a file for every one of the Pythons; null where there is none.
 * Pre-releases count where they are wanted, or where there is no other (PEP 440).
 */
export function newestOf<File extends ReleaseFile>(
  releases: readonly IndexRelease<File>[],
  wanted: Wanted,
): IndexRelease<File> | null {
  const fitting = releases.filter((release) => fits(release, wanted));
  const final = wanted.prereleases
    ? fitting
    : fitting.filter(({ version }) => !isPrerelease(version));
  return final[0] ?? fitting[0] ?? null;
}

/** The release of a version as a lock writes it; null where the index has none of it. */
export function releaseOf<File extends ReleaseFile>(
  releases: readonly IndexRelease<File>[],
  version: string,
): IndexRelease<File> | null {
  const parsed = parseVersion(version);
  if (parsed === null) return null;
  return releases.find((release) => compareVersions(release.version, parsed) === 0) ?? null;
}

/** The release as a lock would have it. */
export function lockedRelease({ version, files }: IndexRelease): Release {
  return {
    version: version.text,
    files: files.map(({ name, url, sha256 }) => ({
      name,
      url,
      hash: sha256 === null ? null : `sha256:${sha256}`,
    })),
  };
}

/** Whether some Python that is named lies in a file's `requires-python`; one that cannot be read keeps nobody out. */
function takesPython({ requiresPython }: ReleaseFile, python: string): boolean {
  if (requiresPython === null) return true;
  const specifiers = parseSpecifiers(requiresPython);
  if ('problem' in specifiers) return true;
  // Of `3.12` the newest micro version runs, which is not known: a bound within 3.12 keeps none out.
  const micro = /^\d+\.\d+$/.test(python) ? [`${python}.0`, `${python}.99`] : [python];
  return micro.some((one) => specifiersContain(specifiers, one, null));
}

function fits(
  { version, files, yanked }: IndexRelease<ReleaseFile>,
  { constraint, pythons }: Wanted,
): boolean {
  if (yanked !== null) return false;
  if (constraint !== null && !allows(constraint, version)) return false;
  return pythons.every((python) => files.some((file) => takesPython(file, python)));
}

function versionOf(name: string): Version | null {
  return (parseWheelFilename(name) ?? parseSdistFilename(name))?.version ?? null;
}

/** One text for `1.0` and `1.0.0`, which are one release. */
function canonical({ epoch, release, pre, post, dev, local }: Version): string {
  const end = release.findLastIndex((part) => part !== 0) + 1;
  return JSON.stringify([epoch, release.slice(0, end), pre, post, dev, local]);
}

function yankedWith(files: readonly ReleaseFile[]): string | null {
  if (files.some(({ yanked }) => yanked === null)) return null;
  return files.find(({ yanked }) => yanked !== null && yanked !== '')?.yanked ?? '';
}
