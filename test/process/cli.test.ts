import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../server/cli/check/report.ts';

const ROOT = new URL('../..', import.meta.url).pathname;
const MAIN = join(ROOT, 'dist/main.js');

function run(args: readonly string[], cwd: string = ROOT) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

// `npm test` builds first; a bare `vitest` in a checkout that was never built has nothing to spawn.
describe.skipIf(!existsSync(MAIN))('the commands as processes', () => {
  it('find nothing in the healthy examples', () => {
    const { status, stdout, stderr } = run(['check', 'examples/imgapp', 'examples/science']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toBe('Nothing found in 2 projects.\n');
  });

  it('find what is broken in the broken example, and nothing else', () => {
    const { status, stdout } = run(
      ['check', '--format', 'json'],
      join(ROOT, 'examples/imgapp-broken'),
    );
    const { diagnostics, projects } = JSON.parse(stdout) as CheckReport;
    expect(status).toBe(1);
    expect(diagnostics.map(({ code, package: name }) => [code, name])).toEqual([
      ['lock-stale', 'requests'],
      ['lock-unsatisfied', 'requests'],
      ['missing-build-system', 'pybktree'],
      ['missing-native-input', 'pycups'],
    ]);
    const pillow = projects[0]?.packages.find(({ name }) => name === 'pillow');
    expect(pillow).toMatchObject({ version: '7.2.0', distribution: 'sdist', direct: true });
    expect(pillow?.needs.map(({ attr }) => attr)).toContain('zlib');
  });

  it('write whole documents to a pipe', () => {
    const { stdout } = run(['check', '--format', 'json', '--fail-on', 'never', 'examples/science']);
    expect(JSON.parse(stdout)).toMatchObject({ formatVersion: 1 });
  });

  it('end quietly when the reader goes away', () => {
    const command = `"${process.execPath}" "${MAIN}" check --format json examples/science | head -c 10; echo "\${PIPESTATUS[0]}"`;
    const output = execFileSync('bash', ['-c', command], {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(output).toBe('{\n  "forma0\n');
  });

  it('fail with 2 for what they do not know', () => {
    for (const args of [
      ['no-such-command'],
      ['check', '--no-such-option'],
      ['check', '/no/such/path'],
    ])
      expect(run(args).status, args.join(' ')).toBe(2);
  });
});
