import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { pdmFreshness } from '../../server/locks/pdm-freshness.ts';
import { readPdmLock } from '../../server/locks/pdm.ts';
import { pipfileFreshness } from '../../server/locks/pipfile-freshness.ts';
import { readPipfileLock } from '../../server/locks/pipfile-lock.ts';
import { readPipfile } from '../../server/manifests/pipfile.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { corpusPath, hasOracles, readOracle, report } from './support.ts';

interface PdmRow {
  readonly tool: 'pdm' | 'pipenv';
  readonly dir: string;
  readonly stored_hash: string;
  readonly computed_hash: string;
  readonly fresh: boolean;
}

interface OtherRow {
  readonly tool: 'uv';
  readonly dir: string;
}

const rows = hasOracles ? readOracle<PdmRow | OtherRow>('other-locks') : [];

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
