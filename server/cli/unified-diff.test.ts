import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'diff-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What `git apply` makes of the text. */
function patched(before: string, patch: string): string {
  writeFileSync(join(folder, 'file'), before);
  writeFileSync(join(folder, 'patch'), patch);
  execFileSync('git', ['apply', '--unidiff-zero', '-p0', 'patch'], { cwd: folder, stdio: 'pipe' });
  return readFileSync(join(folder, 'file'), 'utf8');
}

describe('unifiedDiff', () => {
  it('is empty where nothing changed', () => {
    expect(unifiedDiff('a', 'x\n', 'x\n')).toBe('');
  });

  it('shows three lines around a change', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n';
    expect(unifiedDiff('a', before, before.replace('5\n', 'five\nmore\n'))).toBe(
      '--- a\n+++ a\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+more\n 6\n 7\n 8\n',
    );
  });

  it('makes a new file of nothing', () => {
    expect(unifiedDiff('a', null, 'x\n')).toBe('--- /dev/null\n+++ a\n@@ -0,0 +1,1 @@\n+x\n');
  });

  it('is a patch that git applies', () => {
    const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const before = `${a.join('')}.\n`;
        const after = `${b.join('')}.`;
        expect(patched(before, unifiedDiff('file', before, after))).toBe(after);
      }),
      { numRuns: 40 },
    );
  });
});
