import { describe, expect, it } from 'vitest';
import { bundledKnowledge } from '../../overrides-db/testing.ts';
import {
  copyOf,
  corpusFolders,
  ownFolders,
  requirementsFiles,
} from '../support/replay/projects.ts';
import { replay, type ReplayResult } from '../support/replay/replay.ts';

/**
 * `REPLAY=all` takes every project and compares after every step, which takes most of an hour;
 * `REPLAY=1/2` every second of them, so that several processes can share the work.
 */
const REPLAY = process.env['REPLAY'] ?? '';
const [, part, parts] = /^(\d+)\/(\d+)$/.exec(REPLAY) ?? ['', '1', '1'];
const ALL = REPLAY !== '';

/** The share of this process. */
function share(folders: readonly string[]): readonly string[] {
  return folders.filter((_folder, index) => index % Number(parts) === Number(part) - 1);
}

/** One real project in so many. */
const SAMPLED = 24;

const ENCODINGS = ['utf-16', 'utf-8', 'utf-32'] as const;

async function replayAll(
  folders: readonly string[],
  compareEvery: number,
): Promise<Pick<ReplayResult, 'steps' | 'compared' | 'answers' | 'differences'>> {
  const total = { steps: 0, compared: 0, answers: 0, differences: new Array<string>() };
  for (const [index, from] of folders.entries()) {
    const copy = copyOf(from);
    const result = await replay({
      ...copy,
      knowledge: bundledKnowledge(),
      encoding: ENCODINGS[index % ENCODINGS.length] ?? 'utf-16',
      diagnostics: index % 4 === 3 ? 'push' : 'pull',
      compareEvery,
    });
    copy.remove();
    total.steps += result.steps;
    total.compared += result.compared;
    total.answers += result.answers;
    total.differences.push(...result.differences.map((text) => `${from}: ${text}`));
    if (ALL)
      console.log(`${from}: ${result.compared} compared, ${result.differences.length} differ`);
  }
  return total;
}

function report(what: string, { steps, compared, answers }: ReplayResult): void {
  console.log(`${what}: ${steps} steps, ${compared} compared, ${answers} answers`);
}

describe('edits through the protocol', { timeout: 7_200_000 }, () => {
  it('leave a server that answers as a fresh one does: own projects', async () => {
    const folders = share(ownFolders);
    const result = await replayAll(folders, ALL ? 1 : 8);
    report(`${folders.length} own projects`, result);
    expect(result.differences).toEqual([]);
    expect(result.compared).toBeGreaterThan(folders.length);
  });

  it.skipIf(corpusFolders.length === 0)(
    'leave a server that answers as a fresh one does: real projects (needs ../shared)',
    async () => {
      const all = [...corpusFolders, ...requirementsFiles];
      const folders = ALL ? share(all) : all.filter((_folder, index) => index % SAMPLED === 0);
      const result = await replayAll(folders, ALL ? 1 : 5);
      report(`${folders.length} real projects`, result);
      expect(result.differences).toEqual([]);
      expect(result.compared).toBeGreaterThan(folders.length);
    },
  );
});
