import { normalizeName } from '../python/names.ts';
import type { TomlDocument, TomlValue } from '../toml/model.ts';
import type { Located, LocatedTable } from './located.ts';
import { asItems, asString, asTable, asText, asTexts, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName } from './package-sections.ts';
import type { UvLockManifest } from './uv-metadata.ts';
import { readUvLockManifest, uvConflict } from './uv-metadata.ts';
import { UvPackage } from './uv-package.ts';
import { lazy } from '../memoize.ts';

export interface UvLock extends Lock {
  readonly kind: 'uv';
  readonly packages: readonly UvPackage[];
  readonly manifest: UvLockManifest;
  /** Markers of `environments` and `required-environments` of the manifest; empty for all. */
  readonly environments: readonly string[];
  readonly requiredEnvironments: readonly string[];
  /** The extras and groups that exclude each other, one `uvConflict` for each set. */
  readonly conflicts: readonly string[];
  readonly options: UvOptions;
  /** Its packages that come from a folder: projects, members of a workspace, what a `path` leads to. */
  readonly localPackages: readonly UvPackage[];
  /** Of the format within its version: what a lock below it could not say was not written yet. 0 where none is named. */
  readonly revision: number;
}

/** `[options]` of a lock, which has what differs from uv's defaults alone; null for what it has not. */
export interface UvOptions {
  readonly resolution: string | null;
  readonly prerelease: string | null;
  readonly forkStrategy: string | null;
  /** A time (`2024-06-15T00:00:00Z`), or an ISO 8601 duration. */
  readonly excludeNewer: string | null;
  /** The packages with a mode or a time of their own, normalised. */
  readonly prereleasePackages: ReadonlySet<string>;
  readonly excludeNewerPackages: ReadonlySet<string>;
}

/** uv refuses locks of another `version`; a higher `revision` it reads. */
const KNOWN_VERSION = 1n;

/**
 * Reads a `uv.lock`, as lazily as `readPoetryLock`. It has no hash of its manifest and no line that
 * names the uv that wrote it.
 *
 * @param command what makes it anew, where that is not `uv lock`.
 */
export function readUvLock(
  file: string,
  document: TomlDocument,
  command: string | null = null,
): UvLock {
  const sections = findPackages(document);
  const packages = sections.packages.map((text) => new UvPackage(text));
  const local = lazy(() => localAmong(packages, document.text));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);
  const written = lazy(() => versionOf(member(sections.top(), 'version')));
  return {
    kind: 'uv',
    file,
    ...(command === null ? {} : { command }),
    packages,
    byName: groupByName(packages),
    contentHash: null,
    generator: null,
    extras: new Map(),
    get manifest() {
      return readUvLockManifest(member(sections.top(), 'manifest'));
    },
    get environments() {
      return asTexts(member(sections.top(), 'supported-markers'));
    },
    get requiredEnvironments() {
      return asTexts(member(sections.top(), 'required-markers'));
    },
    get conflicts() {
      return asItems(member(sections.top(), 'conflicts')).map(readConflict);
    },
    get options() {
      return readOptions(asTable(member(sections.top(), 'options')) ?? new Map());
    },
    get revision() {
      const value = member(sections.top(), 'revision');
      return value?.kind === 'value' && value.value.kind === 'integer'
        ? Number(value.value.value)
        : 0;
    },
    get localPackages() {
      return local();
    },
    get folders() {
      return local().flatMap(({ source }) => source?.url ?? []);
    },
    get members() {
      return this.manifest.members ?? [];
    },
    get overridden() {
      return new Set(this.manifest.overrides.map(({ name }) => name));
    },
    get complete() {
      return complete();
    },
    get version() {
      const value = written();
      return value === null ? null : { text: value.text, span: value.span };
    },
    get supported() {
      return written()?.number === KNOWN_VERSION;
    },
    get pythonVersions() {
      return asString(member(sections.top(), 'requires-python'));
    },
  };
}

const LOCAL: ReadonlySet<string> = new Set(['directory', 'editable', 'virtual']);

/** A few of thousands: only the tables that may be of one are read. */
function localAmong(packages: readonly UvPackage[], text: string): readonly UvPackage[] {
  const maybe = new Set<UvPackage>();
  let index = 0;
  for (const { index: at } of text.matchAll(/\b(?:directory|editable|virtual)\s*=/g)) {
    while ((packages[index + 1]?.headerSpan.start ?? Infinity) < at) index += 1;
    const here = packages[index];
    if (here !== undefined) maybe.add(here);
  }
  return [...maybe].filter(({ source }) => source !== null && LOCAL.has(source.type));
}

function readConflict(set: Located): string {
  return uvConflict(
    asItems(set).map((item) => {
      const table: LocatedTable = asTable(item) ?? new Map();
      const [name, extra, group] = ['package', 'extra', 'group'].map((key) =>
        asText(member(table, key)),
      );
      return { package: name ?? null, extra: extra ?? null, group: group ?? null };
    }),
  );
}

function readOptions(options: LocatedTable): UvOptions {
  const textOf = (key: string): string | null => asText(member(options, key));
  const keysOf = (key: string): ReadonlySet<string> =>
    new Set([...(asTable(member(options, key))?.keys() ?? [])].map(normalizeName));
  return {
    resolution: textOf('resolution-mode'),
    prerelease: textOf('prerelease-mode'),
    forkStrategy: textOf('fork-strategy'),
    excludeNewer: textOf('exclude-newer-span') ?? textOf('exclude-newer'),
    prereleasePackages: keysOf('prerelease-package'),
    excludeNewerPackages: keysOf('exclude-newer-package'),
  };
}

interface WrittenVersion {
  readonly text: string;
  readonly number: bigint;
  readonly span: TomlValue['span'];
}

/** It stands before the first header, where offsets are the document's. */
function versionOf(located: Located | undefined): WrittenVersion | null {
  if (located?.kind !== 'value' || located.value.kind !== 'integer') return null;
  const { value, span } = located.value;
  return { text: value.toString(), number: value, span };
}
