import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../server/freshness/cross-check.ts';
import type { Freshness } from '../../server/freshness/model.ts';
import { pdmFreshness } from '../../server/freshness/pdm-freshness.ts';
import { readPdmLock } from '../../server/locks/pdm.ts';
import { pipfileFreshness } from '../../server/freshness/pipfile-freshness.ts';
import { readPipfileLock } from '../../server/locks/pipfile-lock.ts';
import { uvFreshness } from '../../server/freshness/uv-freshness.ts';
import type { UvLock } from '../../server/locks/uv.ts';
import { readUvLock } from '../../server/locks/uv.ts';
import { readPipfile } from '../../server/manifests/pipfile.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { findings } from '../../server/rules/run.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { projectIn } from '../support/folder.ts';
import { corpusPath, hasOracles, readOracle, report } from './support.ts';

interface PdmRow {
  readonly tool: 'pdm' | 'pipenv';
  readonly dir: string;
  readonly stored_hash: string;
  readonly computed_hash: string;
  readonly fresh: boolean;
}

interface UvRow {
  readonly tool: 'uv';
  readonly dir: string;
  readonly requires_dist_equal: boolean;
  readonly only_pyproject: readonly unknown[];
  readonly only_lock: readonly unknown[];
}

const rows = hasOracles ? readOracle<PdmRow | UvRow>('other-locks') : [];

function textOf(project: string, name: string): string {
  return readFileSync(new URL(name, corpusPath('other', project)), 'utf8');
}

describe('locks of PDM and Pipenv', () => {
  it.skipIf(!hasOracles)('are fresh or stale as the tools have them, by the same hash', () => {
    let judged = 0;
    for (const row of rows) {
      if (row.tool === 'uv') continue;
      expect(existsSync(corpusPath('other', row.dir))).toBe(true);
      const [freshness, lock, manifest] =
        row.tool === 'pdm' ? judgePdm(row.dir) : judgePipfile(row.dir);
      expect([row.dir, lock.contentHash?.text]).toEqual([row.dir, row.stored_hash]);
      expect([row.dir, freshness.expected]).toEqual([row.dir, row.computed_hash]);
      expect([row.dir, freshness.state]).toEqual([row.dir, row.fresh ? 'fresh' : 'stale']);
      expect([row.dir, lock.complete, lock.supported]).toEqual([row.dir, true, true]);
      expect([row.dir, manifest.problems]).toEqual([row.dir, []]);
      judged += 1;
    }
    report('freshness of pdm.lock and Pipfile.lock', judged);
    expect(judged).toBeGreaterThan(0);
  });
});

function judgePdm(project: string) {
  const document = parseToml(textOf(project, 'pyproject.toml'));
  const lock = readPdmLock(`/corpus/${project}/pdm.lock`, parseToml(textOf(project, 'pdm.lock')));
  const manifest = readPyproject(`/corpus/${project}/pyproject.toml`, document);
  return [pdmFreshness(document, lock), lock, manifest] as const;
}

function judgePipfile(project: string) {
  const document = parseToml(textOf(project, 'Pipfile'));
  const lock = readPipfileLock(`/corpus/${project}/Pipfile.lock`, textOf(project, 'Pipfile.lock'));
  const manifest = readPipfile(`/corpus/${project}/Pipfile`, document);
  return [pipfileFreshness(document, lock), lock, manifest] as const;
}

/** Released since they were locked: uv compares the project's own version as well. */
const OTHER_VERSION = [
  'astral-sh__ruff~scripts_benchmarks',
  'beetbox__beets',
  'run-llama__llama_deploy',
  'stanfordnlp__dspy',
];
/** Requirements that differ in spelling alone (`>=3.08`), and those that a tool fills in: no comparison of texts. */
const EXCEPTIONS: ReadonlyMap<string, Freshness['state']> = new Map([
  ['commitizen-tools__commitizen', 'fresh'],
  ['pydantic__pydantic-ai', 'unknown'],
  // Taken out of its repository, without the folder that it has a dependency from.
  ['run-llama__llama_deploy~docs', 'unknown'],
  // Which folders are members is asked of the file system.
  ['tombi-toml__tombi', 'unknown'],
  ...OTHER_VERSION.map((dir) => [dir, 'stale'] as const),
]);

/** Changes of a manifest that uv locks again for. */
const MUTATIONS: readonly ((text: string) => string)[] = [
  (text) => text.replace(/^dependencies = \[/m, 'dependencies = ["surely-not-there",'),
  (text) => text.replace(/^name = "[^"]*"/m, 'name = "surely-another"'),
  (text) => text.replace(/^\[dependency-groups\]$/m, '$&\nsurely-new = ["surely-not-there"]'),
  (text) => text.replace(/^requires-python = "[^"]*"/m, 'requires-python = ">=3.99"'),
];

describe('uv.lock', () => {
  const uvRows = rows.filter((row) => row.tool === 'uv');

  it.skipIf(!hasOracles)('is fresh or stale as its requirements are equal or not', () => {
    for (const { dir, requires_dist_equal: isEqual } of uvRows) {
      const { state, differences } = judgeUv(dir);
      const expected = EXCEPTIONS.get(dir) ?? (isEqual ? 'fresh' : 'stale');
      const said = differences.map(({ kind }) => kind);
      expect([dir, state, said]).toEqual([
        dir,
        expected,
        OTHER_VERSION.includes(dir) ? ['version'] : [],
      ]);
    }
    report('freshness of uv.lock', uvRows.length);
    expect(uvRows.length).toBeGreaterThan(0);
  });

  it.skipIf(!hasOracles)('is stale after a change', () => {
    let judged = 0;
    for (const { dir } of uvRows)
      for (const [index, mutate] of MUTATIONS.entries()) {
        const text = textOf(dir, 'pyproject.toml');
        const edited = mutate(text);
        const document = parseToml(edited);
        if (edited === text || document.errors.length > 0) continue;
        if (EXCEPTIONS.get(dir) === 'unknown') continue;
        // The range of a workspace is that of all its members.
        if (index === 3 && text.includes('[tool.uv.workspace]')) continue;
        expect([dir, index, judgeUv(dir, mutate).state]).toEqual([dir, index, 'stale']);
        judged += 1;
      }
    report('changes after which a uv.lock is stale', judged);
    expect(judged).toBeGreaterThan(0);
  });
});

describe('projects of uv, PDM and Pipenv', () => {
  it.skipIf(!hasOracles)('have nothing else that is wrong', () => {
    const found: string[] = [];
    let judged = 0;
    for (const row of rows) {
      const folder = fileURLToPath(corpusPath('other', row.dir));
      if (row.tool === 'pipenv') found.push(...pipfileTrouble(row.dir));
      else
        for (const { code, severity, message } of findings(projectIn(folder)))
          if (severity === 'error' || (severity === 'warning' && !isStale(row, code)))
            found.push(`${row.dir}: ${severity} ${code} ${message}`);
      judged += 1;
    }
    report('projects of other tools', judged);
    expect(found).toEqual([]);
  });
});

function isStale(row: PdmRow | UvRow, code: string): boolean {
  return row.tool === 'pdm' && !row.fresh && code === 'lock-stale';
}

function pipfileTrouble(project: string): readonly string[] {
  const [, lock, manifest] = judgePipfile(project);
  return manifest.dependencies
    .map((dependency) => [dependency.name, crossCheck(dependency, manifest, lock).status] as const)
    .filter(([, status]) => status === 'unsatisfied' || status === 'not-in-lock')
    .map(([name, status]) => `${project}: ${status} ${name}`);
}

const locks = new Map<string, UvLock>();

function judgeUv(project: string, edit: (text: string) => string = (text) => text) {
  const document = parseToml(edit(textOf(project, 'pyproject.toml')));
  const lock = locks.get(project) ?? readUv(project);
  locks.set(project, lock);
  return uvFreshness(document, lock);
}

function readUv(project: string): UvLock {
  return readUvLock(`/corpus/${project}/uv.lock`, parseToml(textOf(project, 'uv.lock')));
}
