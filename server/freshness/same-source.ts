import { posix } from 'node:path';
import { lengthAtEnd } from '../text.ts';
import { CROSS_CHECK_RULES } from './cross-check-rules.ts';
import type { Lock, LockedPackage, LockedSource } from '../locks/model.ts';
import type { Dependency, DirectReference } from '../manifests/model.ts';

/**
 * Whether a locked package comes from where the dependency asks for it: Poetry's
 * `Package.source_satisfies`, but lenient where older Poetry versions wrote locks in other words.
 * Null where it is not known.
 */
export function comesFrom(
  locked: LockedPackage,
  dependency: Dependency,
  lock: Lock,
): boolean | null {
  // Other locks name their sources in ways of their own; that the package is there is all that is asked.
  if (!CROSS_CHECK_RULES[lock.kind].comparesSources) return true;
  const { form, reference } = dependency;
  if (form === 'version' || form === 'options-only')
    return dependency.source === null || isNamedSource(locked.source, dependency.source.name);
  if (reference === null) return null;
  // Asked for last: reading it parses the package's table.
  const { source } = locked;
  switch (form) {
    case 'git':
      return isSameRepository(source, reference);
    case 'url':
      return source?.type === 'url' && source.url === reference.location;
    case 'path':
    case 'file':
      return isSamePath(source, form, reference, lock.file);
  }
}

function isNamedSource(source: LockedSource | null, name: string): boolean {
  if (source === null) return name.toLowerCase() === 'pypi';
  return source.type === 'legacy' && source.reference?.toLowerCase() === name.toLowerCase();
}

function isSameRepository(source: LockedSource | null, wanted: DirectReference): boolean | null {
  if (source?.type !== 'git' || source.url === null) return false;
  if (repositoryKey(source.url) !== repositoryKey(wanted.location)) return false;
  if ((source.subdirectory ?? '') !== (wanted.subdirectory ?? '')) return false;
  return isSameRevision(source, wanted.revision?.text ?? null);
}

function isSameRevision(source: LockedSource, wanted: string | null): boolean | null {
  const { reference, resolvedReference } = source;
  if (wanted === null) {
    // Before lock-version 1.1 the commit stands in place of the branch; Poetry 1.1 wrote its default, master.
    return (
      resolvedReference === null || reference === null || ['HEAD', 'master'].includes(reference)
    );
  }
  if (isPrefix(wanted, resolvedReference) || isPrefix(wanted, reference)) return true;
  // A branch or tag cannot be told from a commit.
  return resolvedReference === null ? null : false;
}

/** Whether one is the other, or the short form of the other, of a commit. */
function isPrefix(wanted: string, locked: string | null): boolean {
  if (locked === null || locked === '') return false;
  return locked.startsWith(wanted) || wanted.startsWith(locked);
}

/** A repository without what may be written in more than one way: scheme, user, `.git`, `host:path`. */
export function repositoryKey(url: string): string {
  const path = url
    .replace(/^git\+/, '')
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^/@]*@/, '')
    .replace(/^([^/:]+):(?:\d+\/)?/, '$1/');
  return path
    .slice(0, path.length - lengthAtEnd(path, /^\/+/))
    .replace(/\.git$/, '')
    .replaceAll(/\/{2,}/g, '/')
    .toLowerCase();
}

/** Differing paths may be one place by a symbolic link, so they tell nothing. */
function isSamePath(
  source: LockedSource | null,
  form: 'path' | 'file',
  wanted: DirectReference,
  lockFile: string,
): boolean | null {
  if (source === null || source.url === null) return false;
  if (source.type !== 'file' && (source.type !== 'directory' || form === 'file')) return false;
  const folder = posix.dirname(slashes(lockFile));
  const wantedPath = posix.resolve('/', folder, pathOf(wanted.location), wanted.subdirectory ?? '');
  const lockedPath = posix.resolve('/', folder, slashes(source.url));
  const isSame =
    wantedPath === lockedPath ||
    (source.type === 'file' && posix.resolve('/', folder, pathOf(wanted.location)) === lockedPath);
  return isSame ? true : null;
}

function pathOf(location: string): string {
  return slashes(location)
    .replace(/^file:\/*(?=\/)/, '')
    .replace(/^file:/, '');
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}
