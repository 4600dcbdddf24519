import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lockFreshness } from '../../server/freshness/lock-freshness.ts';
import type { Lock } from '../../server/locks/model.ts';
import { readPdmLock } from '../../server/locks/pdm.ts';
import { readPipfileLock } from '../../server/locks/pipfile-lock.ts';
import { readPoetryLock } from '../../server/locks/poetry.ts';
import { readPylock } from '../../server/locks/pylock.ts';
import { readPipfile } from '../../server/manifests/pipfile.ts';
import { readPyproject } from '../../server/manifests/pyproject.ts';
import { parseToml } from '../../server/toml/parse.ts';

interface Row {
  /** Name and version, and the format that it writes where that is not its own. */
  readonly tool: string;
  /** Whose lock it is held against. */
  readonly base: string;
  /** What was changed in the manifest, in a word. */
  readonly kind: string;
  readonly text: string;
  readonly answer: 'fresh' | 'stale';
}

interface Oracle {
  /** By tool and base: the lock that the tool made of the base. */
  readonly locks: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly rows: readonly Row[];
}

const oracle = JSON.parse(
  readFileSync(join(import.meta.dirname, 'hash-freshness.json'), 'utf8'),
) as Oracle;

const TOOLS = Object.keys(oracle.locks);

function lockOf({ tool, base }: Row): Lock {
  const text = oracle.locks[tool]?.[base] ?? '';
  if (tool.startsWith('Pipenv')) return readPipfileLock('/w/Pipfile.lock', text);
  const document = parseToml(text);
  if (tool.endsWith('pylock.toml')) return readPylock('/w/pylock.toml', document);
  return tool.startsWith('PDM')
    ? readPdmLock('/w/pdm.lock', document)
    : readPoetryLock('/w/poetry.lock', document);
}

function judge(row: Row) {
  const document = parseToml(row.text);
  const manifest = row.tool.startsWith('Pipenv')
    ? readPipfile('/w/Pipfile', document)
    : readPyproject('/w/pyproject.toml', document);
  return lockFreshness(document, manifest, lockOf(row));
}

/** Where only newer releases than the one that judges call a lock stale: then the formula that it has says so. */
function isOfOlder(row: Row, formula: string | null): boolean {
  return row.tool.startsWith('Poetry 1.') && row.answer === 'fresh' && formula !== null;
}

describe.each(TOOLS)('whether a lock belongs to its manifest, by %s', (tool) => {
  const rows = oracle.rows.filter((row) => row.tool === tool);

  it.each([...new Set(rows.map(({ kind }) => kind))])('after a change of %s', (kind) => {
    for (const row of rows.filter((each) => each.kind === kind)) {
      const { state, formula } = judge(row);
      const said = isOfOlder(row, formula) ? 'fresh' : state;
      expect([row.answer, 'unknown'], `${row.base}: ${row.text}`).toContain(said);
    }
  });

  it('is known of nearly all', () => {
    const unknown = rows.filter((row) => judge(row).state === 'unknown');
    expect(unknown.length * 5).toBeLessThan(rows.length);
    expect(new Set(rows.map(({ answer }) => answer)).size).toBe(2);
  });
});
