import { compareVersions, parseVersion } from '../python/version.ts';
import type { TomlDocument, TomlSection } from '../toml/model.ts';
import { shift } from '../text.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asString, asTable, asText, asTexts, joinSections, member } from './located.ts';
import type { Lock, LockedPackage } from './model.ts';
import { legacyFiles } from './poetry-files.ts';
import type { PackageText } from './poetry-package.ts';
import { PoetryPackage } from './poetry-package.ts';

/** The newest lock-version that is known; Poetry reads up to 3, with a warning, and refuses from there on. */
const NEWEST_KNOWN = parseVersion('2.1');
const OLDEST_KNOWN = parseVersion('1.0');

/**
 * Reads a `poetry.lock` of any lock-version from Poetry 0.12 (which wrote none) to 2.1.
 *
 * Only headers and the name and version lines are looked at here: a package's tables are parsed
 * when something of it is asked, `complete` when it is asked. Sub-sections such as
 * `[package.dependencies]` belong to the `[[package]]` before them.
 */
export function readPoetryLock(file: string, document: TomlDocument): Lock {
  const split = splitSections(document.sections);
  const top = lazy(() => joinSections(split.rest, 0));
  const metadata = lazy(() => asTable(member(top(), 'metadata')) ?? new Map());
  const files = lazy(() => {
    const joined = asTable(member(joinSections(split.legacyFiles, 0), 'metadata'));
    return legacyFiles(joined ?? metadata());
  });
  const texts =
    split.packages.length > 0
      ? split.packages.map((sections) => packageOfSections(sections, document.text))
      : asItems(member(top(), 'package')).map((item) => packageOfTable(item));
  const packages = texts
    .filter((text) => text !== null)
    .map((text) => new PoetryPackage(text, files));

  const version = lazy(() => asString(member(metadata(), 'lock-version')));
  const contentHash = lazy(() => asString(member(metadata(), 'content-hash')));
  const pythonVersions = lazy(() => asString(member(metadata(), 'python-versions')));
  const extras = lazy(() => readExtras(top()));
  const complete = lazy(() => packages.length === texts.length && document.errors.length === 0);

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

interface SplitSections {
  /** The sections of each package. */
  readonly packages: readonly (readonly TomlSection[])[];
  /** The metadata's files, apart because they are most of a 1.x lock and rarely wanted. */
  readonly legacyFiles: readonly TomlSection[];
  readonly rest: readonly TomlSection[];
}

function splitSections(sections: readonly TomlSection[]): SplitSections {
  const packages: TomlSection[][] = [];
  const legacy: TomlSection[] = [];
  const rest: TomlSection[] = [];
  for (const section of sections) {
    const [first, second] = section.path ?? [];
    if (first === 'metadata' && (second === 'files' || second === 'hashes')) legacy.push(section);
    else if (first !== 'package') rest.push(section);
    else if (section.path?.length === 1 && section.isArrayElement) packages.push([section]);
    else packages.at(-1)?.push(section);
  }
  return { packages, legacyFiles: legacy, rest };
}

/** Null for a package without a name, which nothing can refer to. */
function packageOfSections(sections: readonly TomlSection[], text: string): PackageText | null {
  const [head] = sections;
  const last = sections.at(-1);
  if (head === undefined || last === undefined) return null;
  const peek = (key: string): string | null =>
    head.peekString(key) ?? asText(member(joinSections([head], 1), key));
  const rawName = peek('name');
  if (rawName === null) return null;
  const { start } = head.span;
  return {
    rawName,
    version: peek('version'),
    table: () => joinSections(sections, 1),
    headerSpan: head.headerSpan ?? { start, end: start },
    span: { start, end: start + text.slice(start, last.span.end).trimEnd().length },
  };
}

/** `package = [{ … }]`: what no Poetry writes but TOML allows. */
function packageOfTable(item: Located): PackageText | null {
  const table = asTable(item);
  if (item.kind !== 'value' || table === null) return null;
  const rawName = asText(member(table, 'name'));
  if (rawName === null) return null;
  const span = shift(item.value.span, item.base);
  return {
    rawName,
    version: asText(member(table, 'version')),
    table: () => table,
    headerSpan: { start: span.start, end: Math.min(span.start + 1, span.end) },
    span,
  };
}

function groupByName(packages: readonly LockedPackage[]): ReadonlyMap<string, LockedPackage[]> {
  const byName = new Map<string, LockedPackage[]>();
  for (const locked of packages) {
    const others = byName.get(locked.name);
    if (others === undefined) byName.set(locked.name, [locked]);
    else others.push(locked);
  }
  return byName;
}

function readExtras(top: LocatedTable): ReadonlyMap<string, readonly string[]> {
  const extras = new Map<string, readonly string[]>();
  for (const [name, entry] of asTable(member(top, 'extras')) ?? [])
    extras.set(name, asTexts(entry.value));
  return extras;
}

function isKnown(lockVersion: string | null): boolean {
  if (lockVersion === null) return true;
  const version = parseVersion(lockVersion);
  if (version === null || OLDEST_KNOWN === null || NEWEST_KNOWN === null) return false;
  return compareVersions(version, OLDEST_KNOWN) >= 0 && compareVersions(version, NEWEST_KNOWN) <= 0;
}

/** Poetry's own reading of the first line (`Locker.is_fresh`): older ones wrote no version there. */
function readGenerator(text: string): string | null {
  const lineEnd = text.search(/[\r\n]/);
  const line = text.slice(
    0,
    lineEnd === -1 ? Math.min(text.length, 1000) : Math.min(lineEnd, 1000),
  );
  const version = /Poetry ([^ ]+)/.exec(line)?.[1];
  return version !== undefined && parseVersion(version) !== null ? version : null;
}

function lazy<Value>(compute: () => Value): () => Value {
  let known: { readonly value: Value } | null = null;
  return () => (known ??= { value: compute() }).value;
}
