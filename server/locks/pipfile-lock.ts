import { normalizeName } from '../python/names.ts';
import { parseVersion } from '../python/version.ts';
import type { Span } from '../text.ts';
import type { JsonMember, JsonNode as Node } from './json.ts';
import { membersOf, readJson, spanOf, stringOf, stringsOf } from './json.ts';
import type { Lock, LockedPackage, LockedSource } from './model.ts';
import { groupByName } from './package-sections.ts';

/** A package of a `Pipfile.lock`. Which files it stands for is not known: the lock has their hashes alone. */
export interface PipfilePackage extends LockedPackage {
  /** `algorithm:digest`. */
  readonly hashes: readonly string[];
}

export interface PipfileLock extends Lock {
  readonly kind: 'pipfile';
  readonly packages: readonly PipfilePackage[];
}

/** `pipfile-spec` of all Pipenv releases since 2018. */
const KNOWN_SPEC = '6';
const REPOSITORIES = ['git', 'hg', 'svn', 'bzr'] as const;

/**
 * Reads a `Pipfile.lock`, valid or not. A package that several categories lock stands there once
 * for each. The lock does not say which package needs which.
 */
export function readPipfileLock(file: string, text: string): PipfileLock {
  const document = readJson(text);
  const root = membersOf(document.root);
  const meta = membersOf(root.get('_meta')?.value);
  const categories = [...root].filter(
    ([name, { value }]) => name !== '_meta' && value.type === 'object',
  );
  const indexes = privateIndexes(meta.get('sources')?.value);
  const packages = categories
    .flatMap(([name, { value }]) =>
      [...membersOf(value)].map(([key, member]) =>
        readPackage(key, member, groupName(name), indexes),
      ),
    )
    .toSorted((a, b) => a.span.start - b.span.start);
  const spec = meta.get('pipfile-spec')?.value;
  const version = spec === undefined ? null : { text: String(spec.value), span: spanOf(spec) };
  return {
    kind: 'pipfile',
    file,
    complete: document.valid && root.size > 0,
    version,
    supported: version?.text === KNOWN_SPEC,
    packages,
    byName: groupByName(packages),
    contentHash: document.hasConflict
      ? null
      : located(membersOf(meta.get('hash')?.value).get('sha256')),
    generator: null,
    pythonVersions: pythonOf(meta.get('requires')?.value),
    indexes: indexesOf(meta.get('sources')?.value),
    // A category of packages is locked with all of them or not at all.
    madeFor: new Set(categories.map(([name]) => groupName(name))),
    syntaxError: document.error,
    extras: new Map(),
  };
}

/** As Pipenv hashes them, the keys of each in the order of the alphabet. */
function indexesOf(sources: Node | undefined): string | null {
  if (sources?.type !== 'array') return null;
  const indexes = (sources.children ?? []).map((source) => {
    const entries = membersOf(source);
    const verifies = entries.get('verify_ssl')?.value.value === true;
    return {
      name: stringOf(entries.get('name')?.value),
      url: stringOf(entries.get('url')?.value),
      verify_ssl: verifies,
    };
  });
  return JSON.stringify(indexes);
}

/** The addresses of the indexes that are not PyPI, by name. */
function privateIndexes(sources: Node | undefined): ReadonlyMap<string, string> {
  const items = sources?.type === 'array' ? (sources.children ?? []) : [];
  return new Map(
    items.flatMap((source) => {
      const entries = membersOf(source);
      const name = stringOf(entries.get('name')?.value);
      const url = stringOf(entries.get('url')?.value);
      const isPypi = url !== null && /^https?:\/\/pypi\.(?:python\.)?org\//.test(url);
      return name === null || url === null || isPypi ? [] : [[name, url] as const];
    }),
  );
}

/** The groups of the manifest: `default` is `main` and `develop` is `dev`. */
function groupName(category: string): string {
  if (category === 'default') return 'main';
  return category === 'develop' ? 'dev' : normalizeName(category);
}

function readPackage(
  rawName: string,
  { key, value }: JsonMember,
  group: string,
  indexes: ReadonlyMap<string, string>,
): PipfilePackage {
  const entries = membersOf(value);
  const textOf = (name: string): string | null => stringOf(entries.get(name)?.value);
  const pin = pinOf(entries.get('version'));
  return {
    name: normalizeName(rawName),
    rawName,
    version: pin?.text ?? null,
    parsedVersion: pin === null ? null : parseVersion(pin.text),
    headerSpan: spanOf(key),
    nameSpan: contentSpan(key),
    versionSpan: pin?.span ?? null,
    span: { start: key.offset, end: value.offset + value.length },
    files: [],
    hashes: stringsOf(entries.get('hashes')?.value),
    dependencies: [],
    optional: false,
    pythonVersions: null,
    pythonVersionsSpan: null,
    groups: [group],
    markers: textOf('markers'),
    source: readSource(textOf, indexes),
    extras: new Map(),
  };
}

/** `==1.0`; what is not pinned so has no version. */
function pinOf(member: JsonMember | undefined): { text: string; span: Span } | null {
  const written = located(member);
  const found = written === null ? null : /^\s*===?\s*([^\s,*]+)\s*$/.exec(written.text);
  const version = found?.[1];
  if (written === null || version === undefined) return null;
  const start = written.span.start + written.text.indexOf(version);
  return { text: version, span: { start, end: start + version.length } };
}

function readSource(
  textOf: (name: string) => string | null,
  indexes: ReadonlyMap<string, string>,
): LockedSource | null {
  const subdirectory = textOf('subdirectory');
  for (const type of REPOSITORIES) {
    const url = textOf(type);
    if (url !== null)
      return { type, url, reference: null, resolvedReference: textOf('ref'), subdirectory };
  }
  const rest = { reference: null, resolvedReference: null, subdirectory };
  const path = textOf('path');
  if (path !== null) return { type: 'directory', url: path, ...rest };
  const file = textOf('file');
  const index = textOf('index');
  const url = index === null ? undefined : indexes.get(index);
  if (file === null && url !== undefined) return { ...rest, type: 'legacy', url, reference: index };
  if (file === null) return null;
  return { type: /^[a-z]+:\/\//i.test(file) ? 'url' : 'file', url: file, ...rest };
}

function pythonOf(requires: Node | undefined): Lock['pythonVersions'] {
  const members = membersOf(requires);
  return located(members.get('python_full_version')) ?? located(members.get('python_version'));
}

function located(member: JsonMember | undefined): { text: string; span: Span } | null {
  const text = stringOf(member?.value);
  return member === undefined || text === null ? null : { text, span: contentSpan(member.value) };
}

/** A string without its quotes. */
function contentSpan({ offset, length }: Node): Span {
  return { start: offset + 1, end: Math.max(offset + 1, offset + length - 1) };
}
