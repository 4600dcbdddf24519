import { normalizeName } from '../python/names.ts';
import type { Span } from '../text.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asString, asTable, asText, member } from './located.ts';
import type { LockedDependency, LockedFile, LockedPackage, LockedSource } from './model.ts';
import { TextPackage } from './text-package.ts';

/** The strongest first. */
const HASHES = ['sha512', 'sha384', 'sha256'] as const;

/** A package of a `pylock.toml` (PEP 751, `[[packages]]`); what is read once is kept. */
export class PylockPackage extends TextPackage implements LockedPackage {
  /** The format says by markers alone when a package is installed. */
  readonly optional: boolean = false;
  readonly groups: readonly string[] = [];
  readonly extras: ReadonlyMap<string, readonly string[]> = new Map();
  #files: readonly LockedFile[] | null = null;
  #dependencies: readonly LockedDependency[] | null = null;

  get files(): readonly LockedFile[] {
    return (this.#files ??= [
      this.member('archive'),
      this.member('sdist'),
      ...asItems(this.member('wheels')),
    ].flatMap(readFile));
  }

  get dependencies(): readonly LockedDependency[] {
    return (this.#dependencies ??= asItems(this.member('dependencies')).flatMap(readDependency));
  }

  get pythonVersions(): string | null {
    return asText(this.member('requires-python'));
  }

  get pythonVersionsSpan(): Span | null {
    return asString(this.member('requires-python'))?.span ?? null;
  }

  get markers(): string | null {
    return asText(this.member('marker'));
  }

  get source(): LockedSource | null {
    for (const key of ['vcs', 'directory', 'archive'] as const) {
      const table = asTable(this.member(key));
      if (table === null) continue;
      return {
        type: key === 'vcs' ? (asText(member(table, 'type')) ?? key) : key,
        url: asText(member(table, 'url')) ?? asText(member(table, 'path')),
        reference: asText(member(table, 'requested-revision')),
        resolvedReference: asText(member(table, 'commit-id')),
        subdirectory: asText(member(table, 'subdirectory')),
      };
    }
    return null;
  }
}

/** A file's name is the last part of its URL or path where it is not said. */
function readFile(located: Located | undefined): LockedFile[] {
  const table = asTable(located);
  if (table === null) return [];
  const place = asText(member(table, 'url')) ?? asText(member(table, 'path'));
  const name = asText(member(table, 'name')) ?? lastSegment(place);
  return name === null ? [] : [{ name, hash: readHash(asTable(member(table, 'hashes'))) }];
}

function readHash(hashes: LocatedTable | null): string | null {
  if (hashes === null) return null;
  const known = [...HASHES, ...hashes.keys()].find((each) => asText(member(hashes, each)) !== null);
  return known === undefined ? null : `${known}:${asText(member(hashes, known)) ?? ''}`;
}

function lastSegment(place: string | null): string | null {
  return place?.replace(/[?#].*$/s, '').replace(/^.*[/\\]/s, '') ?? null;
}

/** An edge says as little as tells the package apart. */
function readDependency(located: Located): LockedDependency[] {
  const table = asTable(located);
  const name = table === null ? null : asString(member(table, 'name'));
  if (table === null || name === null) return [];
  const version = asText(member(table, 'version'));
  return [
    {
      name: normalizeName(name.text),
      nameSpan: name.span,
      constraint: version === null ? null : `==${version}`,
      marker: null,
      extras: [],
      optional: false,
    },
  ];
}
