import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Session } from '../../server/session/session.ts';
import { fixtureKnowledge } from '../support/fixture-knowledge.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

/** Texts by their path from the lock's folder. */
type Files = Readonly<Record<string, string>>;

interface Row {
  readonly base: string;
  /** What was changed in the manifest, in a word. */
  readonly kind: string;
  /** What its files became; null for one that is taken away. */
  readonly changed: Readonly<Record<string, string | null>>;
  readonly answer: 'fresh' | 'stale';
  /** uv's own reason. */
  readonly why: string;
}

interface Oracle {
  readonly bases: Readonly<Record<string, { readonly files: Files; readonly lock: string }>>;
  readonly rows: readonly Row[];
}

const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, 'uv-freshness.json'), 'utf8'),
) as Oracle;

/** The script of the rows that have one: then its lock is beside it. */
const SCRIPT = 'tool.py';

/** Of all manifests of the folder together: stale where one is. */
function stateOf({ base, changed }: Row): 'fresh' | 'stale' | 'unknown' {
  const { files, lock } = oracle.bases[base] ?? { files: {}, lock: '' };
  const isScript = Object.hasOwn(files, SCRIPT);
  const lockName = isScript ? `${SCRIPT}.lock` : 'uv.lock';
  const all = Object.entries({ ...files, ...changed, [lockName]: lock }).flatMap(
    ([path, text]): [string, string][] => (text === null ? [] : [[`/w/p/${path}`, text]]),
  );
  const session = new Session(
    new MemoryFileSystem({ '/w/.git/HEAD': '', ...Object.fromEntries(all) }),
    fixtureKnowledge,
  );
  const states = all.flatMap(([file]) => {
    const isAsked = file.endsWith(isScript ? SCRIPT : '/pyproject.toml');
    const project = isAsked ? session.project(file).project : null;
    // A folder that is no member may have a lock of its own.
    return project?.lock?.file === `/w/p/${lockName}` ? [project.freshness] : [];
  });
  if (states.includes('stale')) return 'stale';
  return states.length > 0 && states.every((state) => state === 'fresh') ? 'fresh' : 'unknown';
}

describe('whether a uv.lock belongs to its manifest', () => {
  const kinds = [...new Set(oracle.rows.map(({ kind }) => kind))];

  it.each(kinds)('after a change of %s is what uv says, or not known', (kind) => {
    const rows = oracle.rows.filter((row) => row.kind === kind);
    for (const row of rows)
      expect([row.answer, 'unknown'], `${row.base}: ${JSON.stringify(row.changed)}`).toContain(
        stateOf(row),
      );
  });

  it('is known of nearly all', () => {
    const unknown = oracle.rows.filter((row) => stateOf(row) === 'unknown');
    expect(kinds.length).toBeGreaterThan(100);
    expect(unknown.length * 10).toBeLessThan(oracle.rows.length);
  });
});
