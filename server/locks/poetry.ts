import coerce from 'semver/functions/coerce.js';
import satisfies from 'semver/functions/satisfies.js';
import { parseVersion } from '../python/version.ts';
import type { TomlDocument, TomlSection } from '../toml/model.ts';
import type { LocatedTable } from './located.ts';
import { asString, asTable, asTexts, joinSections, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName } from './package-sections.ts';
import { legacyFiles } from './poetry-files.ts';
import { PoetryPackage } from './poetry-package.ts';
import { lazy } from '../memoize.ts';

/** The lock-versions that are known; Poetry reads up to 3, with a warning, and refuses from there on. */
const KNOWN_FORMATS = '>=1.0 <=2.1';

/**
 * Reads a `poetry.lock` of any lock-version from Poetry 0.12 (which wrote none) to 2.1.
 *
 * Only headers and the name and version lines are looked at here: a package's tables are parsed
 * when something of it is asked, and the whole text when `complete` is asked.
 */
export function readPoetryLock(file: string, document: TomlDocument): Lock {
  const sections = findPackages(document);
  const { top } = sections;
  const metadata = lazy(() => asTable(member(top(), 'metadata')) ?? new Map());
  const files = lazy(() => {
    const joined = asTable(member(joinSections(sections.legacyFiles, 0), 'metadata'));
    return legacyFiles(joined ?? metadata());
  });
  const isWhole = lazy(
    () =>
      sections.legacyFiles.length === 0 && !['files', 'hashes'].some((key) => metadata().has(key)),
  );
  const packages = sections.packages.map((text) => new PoetryPackage(text, files, isWhole));

  const version = lazy(() => asString(member(metadata(), 'lock-version')));
  const contentHash = lazy(() =>
    isIntact(sections.rest, 'metadata') ? asString(member(metadata(), 'content-hash')) : null,
  );
  const pythonVersions = lazy(() => asString(member(metadata(), 'python-versions')));
  const extras = lazy(() => readExtras(top()));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);

  return {
    kind: 'poetry',
    file,
    packages,
    byName: groupByName(packages),
    generator: readGenerator(document.text),
    get complete() {
      return complete();
    },
    get version() {
      return version();
    },
    get supported() {
      return isKnown(version()?.text ?? null);
    },
    get contentHash() {
      return contentHash();
    },
    get pythonVersions() {
      return pythonVersions();
    },
    get extras() {
      return extras();
    },
  };
}

/** Whether a table is written once and without errors: of a conflict's two hashes neither is the lock's. */
function isIntact(sections: readonly TomlSection[], name: string): boolean {
  const own = sections.filter(({ path }) => path?.[0] === name);
  return own.length <= 1 && own.every((section) => section.errors().length === 0);
}

function readExtras(top: LocatedTable): ReadonlyMap<string, readonly string[]> {
  const extras = new Map<string, readonly string[]>();
  for (const [name, entry] of asTable(member(top, 'extras')) ?? [])
    extras.set(name, asTexts(entry.value));
  return extras;
}

function isKnown(lockVersion: string | null): boolean {
  if (lockVersion === null) return true;
  // Of the format itself, `2.1`: a semantic version without its last part.
  const version = coerce(lockVersion);
  return version !== null && satisfies(version, KNOWN_FORMATS);
}

/** Poetry's own reading of the first line (`Locker.is_fresh`): older ones wrote no version there. */
function readGenerator(text: string): string | null {
  const beginning = text.slice(0, 1000);
  const lineEnd = beginning.search(/[\r\n]/);
  const line = lineEnd === -1 ? beginning : beginning.slice(0, lineEnd);
  const version = /Poetry ([^ ]+)/.exec(line)?.[1];
  return version !== undefined && parseVersion(version) !== null ? version : null;
}
