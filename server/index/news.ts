import { anyVersion, intersectAll } from '../python/constraint.ts';
import type { Constraint } from '../python/model.ts';
import { compareVersions, isPrerelease } from '../python/version.ts';
import type { LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { interpreterVersions } from '../project/overrides/python-for.ts';
import type { IndexFile } from './model.ts';
import {
  newestOf,
  releaseOf,
  releasesOf,
  type IndexRelease,
  type ReleaseFile,
} from './releases.ts';

/** What an index says of one locked package. */
export interface PackageNews<File extends ReleaseFile = IndexFile> {
  /** The release that is locked; null where the index has it no more. */
  readonly current: IndexRelease<File> | null;
  /** Names of locked files that the index has no more. */
  readonly gone: readonly string[];
  /** The newest that the manifest's constraints and the Pythons allow, where it is newer than what is locked. */
  readonly allowed: IndexRelease<File> | null;
  /** The newest at all, where it is newer. */
  readonly newest: IndexRelease<File> | null;
}

/** Null for a package whose version cannot be read. */
export function packageNews<File extends ReleaseFile>(
  project: Project,
  locked: LockedPackage,
  page: { readonly files: readonly File[] },
): PackageNews<File> | null {
  const { parsedVersion, version } = locked;
  if (parsedVersion === null || version === null) return null;
  const releases = releasesOf(page);
  const dependencies = project.manifest.dependencies.filter(
    ({ normalized }) => normalized === locked.name,
  );
  const prereleases =
    isPrerelease(parsedVersion) ||
    dependencies.some(({ allowPrereleases }) => allowPrereleases === true);
  const pythons = interpreterVersions(project);
  const isNewer = (release: IndexRelease<File> | null): IndexRelease<File> | null =>
    release !== null && compareVersions(release.version, parsedVersion) > 0 ? release : null;
  const constraint = constraintOn(project, locked);
  const all = { constraint: null, pythons: [], prereleases };
  return {
    current: releaseOf(releases, version),
    gone: goneOf(locked, page),
    allowed:
      constraint === null
        ? null
        : isNewer(newestOf(releases, { constraint, pythons, prereleases })),
    newest: isNewer(newestOf(releases, all)),
  };
}

/** A page without any file says nothing of one. */
function goneOf(
  { files }: LockedPackage,
  page: { readonly files: readonly ReleaseFile[] },
): readonly string[] {
  if (page.files.length === 0) return [];
  const there = new Set(page.files.map(({ name }) => name));
  return files.flatMap(({ name }) => (there.has(name) ? [] : [name]));
}

/**
 * What manifest and lock ask of a package together; null where some package that depends on it does not say what
 * it takes, as in a uv.lock.
 */
function constraintOn({ manifest, lock }: Project, { name }: LockedPackage): Constraint | null {
  const own = manifest.dependencies.flatMap(({ normalized, constraint }) =>
    normalized === name && constraint !== null ? [constraint.parsed] : [],
  );
  const isDirect = manifest.dependencies.some(({ normalized }) => normalized === name);
  const others = (lock?.packages ?? []).flatMap((each) =>
    each.dependencies.filter((dependency) => dependency.name === name),
  );
  const parsed = own.filter((each): each is Constraint => !('problem' in each));
  if (parsed.length < own.length) return null;
  // Who else asks for it is not read here: a resolver has the last word on what is direct.
  if (!isDirect && others.length > 0) return null;
  return parsed.length === 0 ? anyVersion : intersectAll(parsed);
}
