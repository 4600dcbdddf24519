import { describe, expect, it } from 'vitest';
import { contentHashes } from '../../server/freshness/content-hash.ts';
import { poetryCauses } from '../../server/freshness/poetry-causes.ts';
import { parseToml } from '../../server/toml/parse.ts';
import { CORPORA, corpusProject, hasOracles, readOracle, report } from './support.ts';

interface HashRow {
  readonly project: string;
  readonly lock_version: string | null;
  readonly stored_hash: string;
  readonly computed_hash: string;
  readonly computed_hash_without_dependency_groups: string;
  readonly hash_1_0_1_1: string;
  readonly fresh: boolean;
}

interface EdgeRow {
  readonly name: string;
  readonly toml: string;
  readonly json?: string;
  readonly hash?: string;
  readonly hash_without_dependency_groups?: string;
  readonly error?: string;
}

describe.skipIf(!hasOracles)('freshness as Poetry judges it (needs ../shared)', () => {
  it.each(CORPORA)('of $folder', ({ prefix, folder }) => {
    const rows = readOracle<HashRow>(`${prefix}content-hash`);
    for (const row of rows) {
      const { freshness, lock, manifest } = corpusProject(folder, row.project);
      expect(freshness, row.project).toMatchObject({
        state: row.fresh ? 'fresh' : 'stale',
        expected: row.computed_hash,
      });
      expect(lock.contentHash?.text, row.project).toBe(row.stored_hash);
      expect(lock.version?.text ?? null, row.project).toBe(row.lock_version);
      expect(lock.complete && lock.supported, row.project).toBe(true);
      // What a lock differs in is looked for only where it is stale, and nothing may be found elsewhere.
      if (row.fresh) expect(poetryCauses(manifest, lock), row.project).toEqual([]);
    }
    report(`content-hash, ${folder}`, rows.length);
  });

  it.each(CORPORA)('by the formulas of other Poetry versions, of $folder', ({ prefix, folder }) => {
    const rows = readOracle<HashRow>(`${prefix}content-hash`);
    for (const row of rows) {
      const hashes = contentHashes(parseToml(corpusProject(folder, row.project).text).root);
      expect(hashes.hash('1.0'), row.project).toBe(row.hash_1_0_1_1);
      expect(hashes.hash('2.0'), row.project).toBe(row.computed_hash_without_dependency_groups);
    }
    report(`content-hash by older formulas, ${folder}`, rows.length);
  });

  it('of texts at the edges', () => {
    const rows = readOracle<EdgeRow>('content-hash-edge');
    for (const row of rows) {
      const hashes = contentHashes(parseToml(row.toml).root);
      if (row.hash === undefined) {
        expect(hashes.hash('2.3'), row.name).toBeNull();
        continue;
      }
      expect(hashes.relevantContent('2.3'), row.name).toBe(row.json);
      expect(hashes.hash('2.3'), row.name).toBe(row.hash);
      expect(hashes.hash('2.0'), row.name).toBe(row.hash_without_dependency_groups);
    }
    report('content-hash-edge', rows.length);
  });
});
