import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unifiedDiff } from './unified-diff.ts';

let top = '';

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'diff-'));
});

afterAll(() => {
  rmSync(top, { recursive: true, force: true });
});

/** What each of the tools that read patches makes of a file; null where it has none afterwards. */
function patched(file: string, before: string | null, patch: string): readonly (string | null)[] {
  const tools = [
    ['git', 'apply', '-'],
    ['patch', '-p1', '--silent'],
  ] as const;
  return tools.map(([tool, ...args]) => {
    const folder = mkdtempSync(join(top, 'one-'));
    if (before !== null) writeFileSync(join(folder, file), before);
    const { status, stderr } = spawnSync(tool, args, { cwd: folder, input: patch });
    expect([status, stderr.toString()]).toEqual([0, '']);
    expect(readdirSync(folder)).toEqual([file]);
    return readFileSync(join(folder, file), 'utf8');
  });
}

describe('unifiedDiff', () => {
  it('is empty where nothing changed', () => {
    expect(unifiedDiff('a', 'x\n', 'x\n')).toBe('');
  });

  it('shows three lines around a change', () => {
    const before = '1\n2\n3\n4\n5\n6\n7\n8\n';
    expect(unifiedDiff('a', before, before.replace('5\n', 'five\nmore\n'))).toBe(
      '--- a/a\n+++ b/a\n@@ -2,7 +2,8 @@\n 2\n 3\n 4\n-5\n+five\n+more\n 6\n 7\n 8\n',
    );
  });

  it('makes a new file of nothing', () => {
    expect(unifiedDiff('a', null, 'x\n')).toBe('--- /dev/null\n+++ b/a\n@@ -0,0 +1,1 @@\n+x\n');
  });

  it('is a patch that git and patch apply', () => {
    const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '\n', 'd'), { maxLength: 30 });
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const before = `${a.join('')}.\n`;
        const after = `${b.join('')}.`;
        expect(patched('file', before, unifiedDiff('file', before, after))).toEqual([after, after]);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    'two words.nix',
    'na\u00efve \u5305.nix',
    'a"b\\c.nix',
    'tab\there.nix',
    'x\n--- y\n+++ evil\n@@ -0,0 +1 @@\n+owned',
    '\u001b[2J\u202e.nix',
  ])('quotes the name %j, so that nothing else is made', (file) => {
    const text = 'old\n';
    expect(patched(file, text, unifiedDiff(file, text, 'new\n'))).toEqual(['new\n', 'new\n']);
    expect(patched(file, null, unifiedDiff(file, null, 'new\n'))).toEqual(['new\n', 'new\n']);
    // oxlint-disable-next-line no-control-regex
    const obeyed = /[\u0000-\u0008\u000b-\u001f\u0080-\uffff]/;
    expect(unifiedDiff(file, text, 'new\n')).not.toMatch(obeyed);
  });
});
