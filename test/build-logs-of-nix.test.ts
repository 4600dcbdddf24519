import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { LogReader } from '../server/build-log/read.ts';
import type { LogReading } from '../server/build-log/model.ts';
import { describeWithNix } from './support/nix.ts';

/**
 * Three derivations that need no nixpkgs: one that fails, one that waits for it, and one that succeeds and looks in
 * vain. Outside of a sandbox a builder sees the whole disk, so that it writes to where the store is.
 */
const derivations = (store: string): string => `let
  made = name: script: derivation {
    inherit name;
    system = builtins.currentSystem;
    builder = "/bin/sh";
    args = [ "-c" script ];
  };
in
rec {
  failing = made "python3.12-foo-1.0" ''
    echo 'Running phase: buildPhase'
    echo 'src/a.c:1:10: fatal error: zlib.h: No such file or directory' >&2
    exit 1
  '';
  waiting = made "python3.12-app-2.0" "echo \${failing}; echo done > ${store}$out";
  fine = made "python3.12-bar-1.0" "echo 'Program cmake found: NO'; echo done > ${store}$out";
}
`;

describeWithNix(
  'what real Nix prints of a build that fails',
  { program: 'nix', least: '2.18' },
  (nix) => {
    const scratch = mkdtempSync(join(tmpdir(), 'nix-logs-'));
    afterAll(() => rmSync(scratch, { recursive: true, force: true }));

    it.each([
      ['raw', []],
      ['raw', ['-L']],
      ['bar', []],
      ['bar-with-logs', []],
      ['internal-json', []],
      ['internal-json', ['-v']],
    ] as const)(
      'in the format %s %j',
      (format, more) => {
        const all = ['failing', 'waiting', 'fine'];
        const { hasFailed, failures, findings } = built(format, ['--keep-going', ...more], all);
        expect(hasFailed).toBe(true);
        expect(failures).toMatchObject([{ package: { name: 'foo', version: '1.0' } }]);
        expect(findings).toMatchObject([{ package: { name: 'foo' }, needs: [{ attr: 'zlib' }] }]);
      },
      60_000,
    );

    it.each(['raw', 'bar-with-logs', 'internal-json'])(
      'nothing failed: %s',
      (format) => {
        expect(built(format, ['-L'], ['fine']).hasFailed).toBe(false);
      },
      60_000,
    );

    function built(
      format: string,
      more: readonly string[],
      attributes: readonly string[],
    ): LogReading {
      // A store for each: what is there is not built again.
      const folder = mkdtempSync(join(scratch, 'run-'));
      writeFileSync(join(folder, 'all.nix'), derivations(join(folder, 'store')));
      const options = { sandbox: 'false', substitute: 'false', 'build-users-group': '' };
      const settings = Object.entries(options).flatMap(([name, value]) => [
        '--option',
        name,
        value,
      ]);
      const args = ['--extra-experimental-features', 'nix-command'].concat(
        ['--store', join(folder, 'store')],
        settings,
        ['build', '--no-link', '--log-format', format, ...more, '-f', join(folder, 'all.nix')],
      );
      const { stderr } = spawnSync(nix, [...args, ...attributes], { encoding: 'utf8' });
      expect(stderr).toContain('python3.12-');
      const reader = new LogReader();
      reader.push(stderr);
      return reader.finish();
    }
  },
);
