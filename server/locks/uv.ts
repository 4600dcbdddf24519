import type { TomlDocument, TomlValue } from '../toml/model.ts';
import type { Located } from './located.ts';
import { asItems, asString, asTable, asText, asTexts, member } from './located.ts';
import type { Lock } from './model.ts';
import { findPackages, groupByName } from './package-sections.ts';
import type { UvLockManifest } from './uv-metadata.ts';
import { readUvLockManifest } from './uv-metadata.ts';
import { UvPackage } from './uv-package.ts';
import { lazy } from '../memoize.ts';

export interface UvLock extends Lock {
  readonly kind: 'uv';
  readonly packages: readonly UvPackage[];
  readonly manifest: UvLockManifest;
  /** Markers of `environments` and `required-environments` of the manifest; empty for all. */
  readonly environments: readonly string[];
  readonly requiredEnvironments: readonly string[];
  /** Whether it was made with extras or groups that exclude each other. */
  readonly hasConflicts: boolean;
  readonly options: UvOptions;
}

/** `[options]` of a lock, which has what differs from uv's defaults alone. */
export interface UvOptions {
  readonly resolution: string;
  readonly prerelease: string;
}

/** uv refuses locks of another `version`; a higher `revision` it reads. */
const KNOWN_VERSION = 1n;

/**
 * Reads a `uv.lock`, as lazily as `readPoetryLock`. It has no hash of its manifest and no line that
 * names the uv that wrote it.
 */
export function readUvLock(file: string, document: TomlDocument): UvLock {
  const sections = findPackages(document);
  const packages = sections.packages.map((text) => new UvPackage(text));
  const complete = lazy(() => sections.allNamed && document.errors.length === 0);
  const written = lazy(() => versionOf(member(sections.top(), 'version')));
  return {
    kind: 'uv',
    file,
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
    get hasConflicts() {
      return asItems(member(sections.top(), 'conflicts')).length > 0;
    },
    get options() {
      const options = asTable(member(sections.top(), 'options')) ?? new Map();
      return {
        resolution: asText(member(options, 'resolution-mode')) ?? 'highest',
        prerelease: asText(member(options, 'prerelease-mode')) ?? 'if-necessary-or-explicit',
      };
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
