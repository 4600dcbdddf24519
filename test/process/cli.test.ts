import { execFileSync, spawnSync, type StdioOptions } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CheckReport } from '../../server/cli/check/report.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
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

  it.each([
    ['--version'],
    ['--help'],
    ['check', '--fail-on', 'never', 'examples/imgapp-broken'],
    ['check', '--format', 'sarif', 'examples/imgapp'],
    ['explain', 'pillow'],
    ['explain', '--help'],
    ['overrides', 'examples/imgapp-broken'],
    [
      'edit',
      'examples/imgapp/default.nix',
      '--target=poetry2nix',
      '--package=a',
      '--build-input=b',
    ],
    ['doctor', 'examples/imgapp'],
  ])('fail with 2 where the output finds no room: %s', (...args) => {
    const full = openSync('/dev/full', 'w');
    try {
      const stdio: StdioOptions = ['ignore', full, 'pipe'];
      const { status, stderr } = spawnSync(process.execPath, [MAIN, ...args], { cwd: ROOT, stdio });
      expect([status, stderr.toString()]).toEqual([
        2,
        'pyproject-nix-ls: the output could not be written: no space left on the device.\n',
      ]);
    } finally {
      closeSync(full);
    }
  });

  it('tell an output without room from a log that cannot be read', () => {
    const full = openSync('/dev/full', 'w');
    try {
      const { status, stderr } = spawnSync(process.execPath, [MAIN, 'explain', '--log', '-'], {
        input: 'hello\n',
        stdio: ['pipe', full, 'pipe'],
      });
      expect([status, stderr.toString()]).toEqual([
        2,
        'pyproject-nix-ls explain: nothing in the log failed.\n' +
          'pyproject-nix-ls: the output could not be written: no space left on the device.\n',
      ]);
    } finally {
      closeSync(full);
    }
    const folder = run(['explain', '--log', '.']);
    expect([folder.status, folder.stderr]).toEqual([
      2,
      'pyproject-nix-ls explain: . cannot be read: it is a folder\n',
    ]);
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
