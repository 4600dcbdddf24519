import type { TomlDocument } from '../toml/model.ts';
import { normalizeName } from '../python/names.ts';
import { asItems, asString, asTable, asTexts, joinSections, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName } from './package-sections.ts';
import { PdmPackage } from './pdm-package.ts';
import { lazy } from '../memoize.ts';

/** PDM reads a lock of its own major version; 4 is that of PDM 2.6 and later. */
const KNOWN_VERSION = /^4(?:\.|$)/;

/** Reads a `pdm.lock`, as lazily as `readPoetryLock`. */
export function readPdmLock(file: string, document: TomlDocument): Lock {
  const sections = findPackages(document);
  const metadata = lazy(() => asTable(member(sections.top(), 'metadata')) ?? new Map());
  const legacyFiles = lazy(() => {
    const joined = asTable(member(joinSections(sections.legacyFiles, 0), 'metadata'));
    return asTable(member(joined ?? new Map(), 'files')) ?? new Map();
  });
  const packages = sections.packages.map((text) => new PdmPackage(text, legacyFiles));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);
  const version = lazy(() => asString(member(metadata(), 'lock_version')));
  return {
    kind: 'pdm',
    file,
    packages,
    byName: groupByName(packages),
    generator: null,
    extras: new Map(),
    get complete() {
      return complete();
    },
    get version() {
      return version();
    },
    get supported() {
      const written = version();
      return written !== null && KNOWN_VERSION.test(written.text);
    },
    /** A group `all` or `dev` is one by that name; the wildcards of the command line are resolved before they are written. */
    get madeFor() {
      const names = asTexts(member(metadata(), 'groups')).map(normalizeName);
      return new Set(names.map((name) => (name === 'default' ? 'main' : name)));
    },
    get contentHash() {
      return asString(member(metadata(), 'content_hash'));
    },
    get inputs() {
      return asTable(member(metadata(), 'lock_inputs'));
    },
    /** Of a lock for several targets there is no one range. */
    get pythonVersions() {
      const [target, ...others] = asItems(member(metadata(), 'targets'));
      const table = others.length === 0 ? asTable(target) : null;
      return table === null ? null : asString(member(table, 'requires_python'));
    },
  };
}
