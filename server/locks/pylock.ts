import { basename } from 'node:path/posix';
import { normalizeName } from '../python/names.ts';
import { parseVersion } from '../python/version.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { LocatedTable } from './located.ts';
import { asString, asTable, asText, asTexts, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName } from './package-sections.ts';
import { PylockPackage } from './pylock-package.ts';
import { lazy } from '../memoize.ts';

/**
 * Reads a `pylock.toml` or `pylock.NAME.toml` (PEP 751), as lazily as `readPoetryLock`. The format
 * has no hash of the manifest, so that its freshness is known only of those by PDM, which puts its hash into
 * `[tool.pdm.hashes]`. `extras` of the file are names of what it can be installed with, and have no members.
 */
export function readPylock(file: string, document: TomlDocument): Lock {
  const sections = findPackages(document, 'packages');
  const packages = sections.packages.map((text) => new PylockPackage(text));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);
  const version = lazy(() => asString(member(sections.top(), 'lock-version')));
  const pdm = lazy(() => tableIn(asTable(member(sections.top(), 'tool')), 'pdm'));
  const madeFor = lazy(() => groupsOf(file, sections.top()));
  return {
    kind: 'pylock',
    file,
    packages,
    byName: groupByName(packages),
    get contentHash() {
      const hash = asString(member(tableIn(pdm(), 'hashes') ?? new Map(), 'sha256'));
      return hash === null ? null : { ...hash, text: `sha256:${hash.text}` };
    },
    get inputs() {
      return tableIn(pdm(), 'lock_inputs');
    },
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
    get madeFor() {
      return madeFor();
    },
    get pythonVersions() {
      return asString(member(sections.top(), 'requires-python'));
    },
  };
}

function tableIn(table: LocatedTable | null, key: string): LocatedTable | null {
  return table === null ? null : asTable(member(table, key));
}

/** Tools that lock a Pipfile, or whatever they are given, rather than the project of the folder. */
const OTHER_INPUTS: ReadonlySet<string> = new Set(['pip', 'pipenv']);

/** The groups and extras that the lock says it is for; `main` where its tool locks projects and its name does not say what else it is for. */
function groupsOf(file: string, top: LocatedTable): ReadonlySet<string> {
  const tool = asText(member(top, 'created-by'));
  if (tool !== null && OTHER_INPUTS.has(tool)) return new Set();
  const named = ['extras', 'dependency-groups'].flatMap((key) => asTexts(member(top, key)));
  const main = basename(file) === 'pylock.toml' ? ['main'] : [];
  return new Set([...main, ...named.map(normalizeName)]);
}
