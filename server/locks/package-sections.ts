import type { Span } from '../text.ts';
import { shift } from '../text.ts';
import type { TomlDocument, TomlSection } from '../toml/model.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asTable, asText, joinSections, member } from './located.ts';
import type { LockedPackage } from './model.ts';
import { lazy, memoized, SingleEntryCache } from '../memoize.ts';

/** Where one package is written. What costs parsing is a function. */
export interface PackageText {
  readonly rawName: string;
  readonly version: string | null;
  /** The package's table, its sub-tables in it. */
  table(): LocatedTable;
  readonly headerSpan: Span;
  readonly span: Span;
  /** See `LockedPackage.identity`. */
  readonly identity: object | undefined;
}

/** A lock's text, sorted but not parsed. */
export interface LockSections {
  readonly packages: readonly PackageText[];
  /** Whether every package has a name. */
  readonly allNamed: boolean;
  /** The sections that belong to no package, joined when asked. */
  readonly top: () => LocatedTable;
  /** `[metadata.files]` and its like, apart because they are most of a Poetry 1.x lock and rarely wanted. */
  readonly legacyFiles: readonly TomlSection[];
  /** The sections that `top` joins. */
  readonly rest: readonly TomlSection[];
}

/**
 * Finds the `[[package]]` tables of a lock, whose key PEP 751 has as `packages`. A sub-section such
 * as `[package.dependencies]` belongs to the package before it. Names and versions are read by line;
 * nothing else is.
 */
export function findPackages(
  document: TomlDocument,
  key: 'package' | 'packages' = 'package',
): LockSections {
  const { packages, legacyFiles, rest } = splitSections(document.sections, key);
  const top = lazy(() => joinSections(rest, 0));
  const texts =
    packages.length > 0
      ? packages.map((sections) => packageOfSections(sections, document.text))
      : // `package = []` is how a lock without packages is written; with tables in it, it is still TOML.
        asItems(member(top(), key)).map(packageOfTable);
  const named = texts.filter((text) => text !== null);
  return { packages: named, allNamed: named.length === texts.length, top, legacyFiles, rest };
}

/** One name may be locked at several versions. */
export function groupByName<Package extends LockedPackage>(
  packages: readonly Package[],
): ReadonlyMap<string, readonly Package[]> {
  const byName = new Map<string, Package[]>();
  for (const locked of packages) {
    const others = byName.get(locked.name);
    if (others === undefined) byName.set(locked.name, [locked]);
    else others.push(locked);
  }
  return byName;
}

function splitSections(
  sections: readonly TomlSection[],
  key: string,
): {
  readonly packages: readonly (readonly TomlSection[])[];
  readonly legacyFiles: readonly TomlSection[];
  readonly rest: readonly TomlSection[];
} {
  const packages: TomlSection[][] = [];
  const legacyFiles: TomlSection[] = [];
  const rest: TomlSection[] = [];
  for (const section of sections) {
    const [first, second] = section.path ?? [];
    if (first === 'metadata' && (second === 'files' || second === 'hashes'))
      legacyFiles.push(section);
    else if (first !== key) rest.push(section);
    else if (section.path?.length === 1 && section.isArrayElement) packages.push([section]);
    else packages.at(-1)?.push(section);
  }
  return { packages, legacyFiles, rest };
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
    get identity() {
      return identityOf(sections);
    },
    get span() {
      return { start, end: start + text.slice(start, last.span.end).trimEnd().length };
    },
  };
}

/** By the first section of a package: what all its sections are known as together. Bench: a key in a lock. */
const lastIdentityOf = memoized((_head: object) => new SingleEntryCache<object>());

function identityOf(sections: readonly TomlSection[]): object | undefined {
  const [head, ...rest] = sections;
  if (head === undefined || rest.length === 0) return head?.identity;
  const parts = rest.map(({ identity }) => identity);
  return lastIdentityOf(head.identity).get(parts, () => ({}));
}

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
    identity: undefined,
  };
}
