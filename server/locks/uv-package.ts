import { normalizeName } from '../python/names.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asString, asTable, asText, asTexts, member } from './located.ts';
import type { LockedDependency, LockedFile, LockedPackage, LockedSource } from './model.ts';
import { TextPackage } from './text-package.ts';
import type { UvMetadata } from './uv-metadata.ts';
import { readUvMetadata } from './uv-metadata.ts';

/** What a package was locked to depend on, by who asks for it. */
export interface UvEdges {
  readonly production: readonly LockedDependency[];
  /** By normalised extra. */
  readonly extras: ReadonlyMap<string, readonly LockedDependency[]>;
  /** By normalised group. */
  readonly groups: ReadonlyMap<string, readonly LockedDependency[]>;
}

/** A package of a `uv.lock`; what is read once is kept. */
export class UvPackage extends TextPackage implements LockedPackage {
  /** uv locks for everything at once; who needs a package is in the edges alone. */
  readonly optional: boolean = false;
  readonly groups: readonly string[] = [];
  readonly pythonVersions: null = null;
  readonly pythonVersionsSpan: null = null;
  #files: readonly LockedFile[] | null = null;
  #dependencies: readonly LockedDependency[] | null = null;
  #metadata: UvMetadata | null = null;

  get files(): readonly LockedFile[] {
    return (this.#files ??= [this.member('sdist'), ...asItems(this.member('wheels'))].flatMap(
      readFile,
    ));
  }

  get dependencies(): readonly LockedDependency[] {
    return (this.#dependencies ??= [...this.#flatEdges()]);
  }

  get edges(): UvEdges {
    return {
      production: asItems(this.member('dependencies')).flatMap((item) =>
        readDependency(item, false),
      ),
      extras: this.#edgesBy('optional-dependencies', true),
      groups: this.#edgesBy('dev-dependencies', false),
    };
  }

  /** When this one is taken of a package that is locked at several versions (`resolution-markers`). */
  get markers(): string | null {
    const markers = asTexts(this.member('resolution-markers'));
    return markers.length === 0 ? null : markers.map((marker) => `(${marker})`).join(' or ');
  }

  /** What the manifest said when uv locked it; only packages of the project itself have it. */
  get metadata(): UvMetadata {
    return (this.#metadata ??= readUvMetadata(this.member('metadata')));
  }

  /** The groups that are installed by default where they are not `dev` alone (revision 5); null where none are named. */
  get defaultGroups(): readonly string[] | null {
    const groups = this.member('default-groups');
    return groups === undefined ? null : asTexts(groups).map(normalizeName);
  }

  get source(): LockedSource | null {
    const source = asTable(this.member('source'));
    return source === null ? null : readSource(source);
  }

  get extras(): ReadonlyMap<string, readonly string[]> {
    const extras = new Map<string, readonly string[]>();
    for (const [name, { value }] of asTable(this.member('optional-dependencies')) ?? []) {
      const members = asItems(value).flatMap((item) => readDependency(item, true));
      extras.set(
        name,
        members.map((each) => each.name),
      );
    }
    return extras;
  }

  *#flatEdges(): Iterable<LockedDependency> {
    const { production, extras, groups } = this.edges;
    yield* production;
    for (const edges of extras.values()) yield* edges;
    for (const [group, edges] of groups) for (const each of edges) yield { ...each, group };
  }

  #edgesBy(key: string, optional: boolean): ReadonlyMap<string, readonly LockedDependency[]> {
    return new Map(
      [...(asTable(this.member(key)) ?? [])].map(([name, { value }]) => [
        normalizeName(name),
        asItems(value).flatMap((item) => readDependency(item, optional)),
      ]),
    );
  }
}

/** `{ url = "…", hash = "…" }`; where the file is local, `path`; where the index tells, `filename`. */
function readFile(located: Located | undefined): LockedFile[] {
  const table = asTable(located);
  if (table === null) return [];
  const place = asText(member(table, 'url')) ?? asText(member(table, 'path'));
  const name = asText(member(table, 'filename')) ?? (place === null ? null : lastSegment(place));
  if (name === null) return [];
  const hash = asText(member(table, 'hash'));
  const url = asText(member(table, 'url'));
  return [{ name, hash, ...(url === null ? {} : { url }) }];
}

/** The file's name in a URL or path, `%2B` and the like read. */
function lastSegment(place: string): string {
  const [base = ''] = place.split(/[?#]/, 1);
  const name = base.slice(base.lastIndexOf('/') + 1);
  return name.replaceAll(/%([2-7][0-9a-f])/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** An edge names a version only where several are locked. */
function readDependency(located: Located, optional: boolean): LockedDependency[] {
  const table = asTable(located);
  const name = table === null ? null : asString(member(table, 'name'));
  if (table === null || name === null) return [];
  const version = asText(member(table, 'version'));
  return [
    {
      name: normalizeName(name.text),
      nameSpan: name.span,
      constraint: version === null ? null : `==${version}`,
      marker: asText(member(table, 'marker')),
      extras: asTexts(member(table, 'extra')),
      optional,
    },
  ];
}

const SOURCE_KINDS = [
  'registry',
  'git',
  'url',
  'path',
  'directory',
  'editable',
  'virtual',
] as const;

/** One key says both kind and place. A git URL carries what was asked for as query and the commit as fragment. */
function readSource(source: LocatedTable): LockedSource | null {
  for (const type of SOURCE_KINDS) {
    const place = asText(member(source, type));
    if (place === null) continue;
    if (type !== 'git')
      return {
        type,
        url: place,
        reference: null,
        resolvedReference: null,
        subdirectory: asText(member(source, 'subdirectory')),
      };
    const [base = '', commit = null] = place.split('#', 2);
    const [url = '', query = ''] = base.split('?', 2);
    const asked = new URLSearchParams(query);
    return {
      type,
      url,
      reference: asked.get('rev') ?? asked.get('tag') ?? asked.get('branch'),
      resolvedReference: commit,
      subdirectory: asked.get('subdirectory'),
    };
  }
  return null;
}
