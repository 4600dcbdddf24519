import { parseVersion } from '../python/version.ts';
import type { TomlDocument } from '../toml/model.ts';
import { asString, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName, lazy } from './package-sections.ts';
import { PylockPackage } from './pylock-package.ts';

/**
 * Reads a `pylock.toml` or `pylock.NAME.toml` (PEP 751), as lazily as `readPoetryLock`. The format
 * has no hash of the manifest, so that its freshness is never known. `extras` of the file are
 * names of what it can be installed with, and have no members.
 */
export function readPylock(file: string, document: TomlDocument): Lock {
  const sections = findPackages(document, 'packages');
  const packages = sections.packages.map((text) => new PylockPackage(text));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);
  const version = lazy(() => asString(member(sections.top(), 'lock-version')));
  return {
    kind: 'pylock',
    file,
    packages,
    byName: groupByName(packages),
    contentHash: null,
    generator: null,
    extras: new Map(),
    get complete() {
      return complete();
    },
    get version() {
      return version();
    },
    /** Tools raise an error on a major version that they do not know, and may warn of a minor one. */
    get supported() {
      const written = version();
      return written !== null && parseVersion(written.text)?.release[0] === 1;
    },
    get pythonVersions() {
      return asString(member(sections.top(), 'requires-python'));
    },
  };
}

/** Whether a file has a name that PEP 751 gives to lock files. */
export function isPylockName(name: string): boolean {
  return /^pylock\.(?:[^.]+\.)?toml$/.test(name);
}
