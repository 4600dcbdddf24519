import type { Lock, LockedPackage } from '../locks/model.ts';
import { indexAddressOf, type IndexAddress } from '../project/index-address.ts';
import {
  releaseKey,
  type IndexNews,
  type IndexView,
  type Project,
  type Release,
  type Vulnerability,
} from '../project/model.ts';
import type { About } from './core-metadata.ts';
import type { IndexFile } from './model.ts';
import { packageNews } from './news.ts';
import { releasesOf } from './releases.ts';

/** A project of an index that something is to be known of. */
export interface PageQuestion {
  /** PEP 503. */
  readonly name: string;
  /** The index that lock or project name; null for the default one. */
  readonly index: Pick<IndexAddress, 'address' | 'name'> | null;
  /** The release that is locked, of which it is told what it says of itself; empty where none is. */
  readonly version: string;
}

/** Of a file of an index what tells releases apart. */
export type PageFile = Pick<IndexFile, 'name' | 'requiresPython' | 'yanked'>;

/** Null where nothing is known: offline, or nobody may ask. */
export type PageAnswer = {
  readonly files: readonly PageFile[];
  readonly about: About | null;
} | null;

/** A release of which vulnerabilities are to be known. */
export interface ReleaseQuestion {
  /** PEP 503. */
  readonly name: string;
  readonly version: string;
}

/** What was answered so far; undefined for what was not. */
export interface IndexAnswers {
  page(question: PageQuestion): PageAnswer | undefined;
  vulnerabilities(release: ReleaseQuestion): readonly Vulnerability[] | undefined;
}

/** Versions that are offered of each package. */
const MOST_VERSIONS = 200;

/** The pages of what the project asks for itself: a question for each of a thousand packages would be rude. */
export function pageQuestions(project: Project): readonly PageQuestion[] {
  return [
    ...directlyLocked(project).map((locked) => questionOf(project, locked)),
    ...notLocked(project),
  ];
}

/** The releases that are locked, of indexes and of all else that has a version. */
export function releaseQuestions({ lock }: Project): readonly ReleaseQuestion[] {
  return (lock?.packages ?? []).flatMap(({ name, version, source }) =>
    version === null || source?.type === 'virtual' || source?.type === 'editable'
      ? []
      : [{ name, version }],
  );
}

/** What a project takes over of the answers. */
export function indexViewOf(project: Project, answers: IndexAnswers): IndexView {
  const news = new Map<string, IndexNews>();
  const versions = new Map<string, readonly string[]>();
  for (const { name, version } of releaseQuestions(project)) {
    const vulnerabilities = answers.vulnerabilities({ name, version }) ?? [];
    if (vulnerabilities.length > 0)
      news.set(releaseKey(name, version), { ...NOTHING, vulnerabilities });
  }
  for (const locked of directlyLocked(project)) {
    const page = answers.page(questionOf(project, locked)) ?? null;
    const told = page === null ? null : packageNews(project, locked, page);
    if (page === null || told === null || locked.version === null) continue;
    const key = releaseKey(locked.name, locked.version);
    news.set(key, {
      yanked: told.current?.yanked ?? null,
      ...(told.gone.length === 0 ? {} : { gone: told.gone }),
      allowed: told.allowed === null ? null : releaseOf(told.allowed),
      newest: told.newest === null ? null : releaseOf(told.newest),
      vulnerabilities: news.get(key)?.vulnerabilities ?? [],
      ...(page.about === null ? {} : { about: page.about }),
    });
    versions.set(locked.name, versionsOn(page));
  }
  for (const question of notLocked(project)) {
    const page = answers.page(question) ?? null;
    if (page !== null) versions.set(question.name, versionsOn(page));
  }
  return { news, versions };
}

const NOTHING: IndexNews = { yanked: null, allowed: null, newest: null, vulnerabilities: [] };

function directlyLocked({ lock, manifest }: Project): readonly LockedPackage[] {
  const names = new Set(manifest.dependencies.map(({ normalized }) => normalized));
  return lock === null ? [] : [...names].flatMap((name) => ofIndexes(lock, name));
}

function ofIndexes({ byName }: Lock, name: string): readonly LockedPackage[] {
  return (byName.get(name) ?? []).filter(
    ({ source }) => source === null || source.type === 'registry' || source.type === 'legacy',
  );
}

function questionOf(project: Project, locked: LockedPackage): PageQuestion {
  return {
    name: locked.name,
    version: locked.version ?? '',
    index: indexAddressOf(project, locked),
  };
}

/**
 * Of what the manifest asks for and the lock does not have, as while it is typed: from the index that counts where none
 * is named.
 */
function notLocked(project: Project): readonly PageQuestion[] {
  const { manifest, lock } = project;
  const index = indexAddressOf(project, { source: null });
  const names = manifest.dependencies.flatMap(({ normalized, source, reference, origin }) =>
    lock?.byName.has(normalized) === true ||
    source !== null ||
    reference !== null ||
    origin === 'build-system'
      ? []
      : [normalized],
  );
  return [...new Set(names)].map((name) => ({ name, index, version: '' }));
}

function versionsOn(page: { readonly files: readonly PageFile[] }): readonly string[] {
  return releasesOf(page)
    .filter(({ yanked }) => yanked === null)
    .slice(0, MOST_VERSIONS)
    .map(({ version }) => version.text);
}

function releaseOf({
  version,
  files,
}: {
  readonly version: { readonly text: string };
  readonly files: readonly PageFile[];
}): Release {
  return { version: version.text, files: files.map(({ name }) => ({ name, hash: null })) };
}
