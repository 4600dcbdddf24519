import { indexesOf, type NamedIndex } from '../manifests/indexes.ts';
import type { LockedPackage, LockedSource } from '../locks/model.ts';
import type { Project } from './model.ts';

/** An index that a project takes a package from. */
export interface IndexAddress {
  /** Absolute, as written. */
  readonly address: string;
  /** What lock or project call it; null where they do not. */
  readonly name: string | null;
  /** What names it. */
  readonly by: 'lock' | 'project';
}

/**
 * The index that a package is taken from, as far as lock and project say: uv.lock, poetry.lock and Pipfile.lock name it by
 * the package, and else the project's own default counts. Null where that is the default of whoever installs.
 */
export function indexAddressOf(
  project: Project,
  { source }: Pick<LockedPackage, 'source'>,
): IndexAddress | null {
  if (source?.url !== null && source !== null && INDEXES.has(source.type) && isAddress(source.url))
    return { address: source.url, name: nameOf(project, source), by: 'lock' };
  if (source !== null) return null;
  const named = projectIndexes(project).find(({ isDefault }) => isDefault);
  return named === undefined ? null : { address: named.url, name: named.name, by: 'project' };
}

/** The types of a locked package's source that are an index: uv's and PEP 503's (`legacy` with Poetry and Pipenv). */
const INDEXES: ReadonlySet<string> = new Set(['registry', 'legacy']);

/** Poetry's lock has the name of the source; uv's has the address alone. */
function nameOf(project: Project, { url, reference }: LockedSource): string | null {
  if (reference !== null) return reference;
  const same = (address: string): boolean => withoutSlash(address) === withoutSlash(url ?? '');
  return projectIndexes(project).find((index) => same(index.url))?.name ?? null;
}

function withoutSlash(address: string): string {
  return address.endsWith('/') ? address.slice(0, -1) : address;
}

/** Those of the manifest, and of a lock that is written by hand. */
function projectIndexes({ input: { manifest }, lockFile }: Project): readonly NamedIndex[] {
  const files =
    lockFile === null || 'root' in lockFile.document ? [manifest] : [manifest, lockFile];
  return files.flatMap(({ document }) => indexesOf(document)).filter(({ url }) => isAddress(url));
}

function isAddress(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text);
}
