import { existsSync, readFileSync } from 'node:fs';
import type { Freshness } from '../../server/freshness/model.ts';
import { poetryFreshness } from '../../server/freshness/poetry-freshness.ts';
import type { Lock } from '../../server/locks/model.ts';
import { readPoetryLock } from '../../server/locks/poetry.ts';
import type { Manifest } from '../../server/manifests/model.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { parseToml } from '../../server/toml/parse.ts';

const SHARED = new URL('../../../shared/', import.meta.url);

/** Whether the answers of the real Poetry and the projects that they are about are beside this repository. */
export const hasOracles: boolean = existsSync(new URL('oracles/content-hash.json', SHARED));

/** The two corpora: how their oracle files begin, and their folder. */
export const CORPORA: readonly { readonly prefix: string; readonly folder: string }[] = [
  { prefix: '', folder: 'poetry2nix' },
  { prefix: 'poetry-projects.', folder: 'poetry' },
];

export function readOracle<Row>(name: string): readonly Row[] {
  return (readJson(`oracles/${name}.json`) as { readonly rows: readonly Row[] }).rows;
}

export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(new URL(path, SHARED), 'utf8'));
}

export interface CorpusProject {
  readonly text: string;
  readonly manifest: Manifest;
  readonly lock: Lock;
  readonly freshness: Freshness;
}

export function corpusPath(folder: string, project: string): URL {
  return new URL(`corpus/${folder}/${encodeURIComponent(project)}/`, SHARED);
}

/** A project of a corpus, its manifest as `edit` leaves it. */
export function corpusProject(
  folder: string,
  project: string,
  edit: (text: string) => string = (text) => text,
): CorpusProject {
  const root = corpusPath(folder, project);
  const text = edit(readFileSync(new URL('pyproject.toml', root), 'utf8'));
  const document = parseToml(text);
  const manifest = readPyproject(`/corpus/${project}/pyproject.toml`, document);
  const lockText = readFileSync(new URL('poetry.lock', root), 'utf8');
  const lock = readPoetryLock(`/corpus/${project}/poetry.lock`, parseToml(lockText));
  return { text, manifest, lock, freshness: poetryFreshness(document, manifest, lock) };
}

/** Says on the test's output how many rows a test has judged. */
export function report(what: string, rows: number): void {
  console.log(`${what}: ${rows} rows judged`);
}
