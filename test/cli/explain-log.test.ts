import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, fixtureText, MANIFEST, NIX } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

describe('explain --log', () => {
  const log = [
    'printing> Building',
    'printing> cupsmodule.c:1:10: fatal error: cups/http.h: No such file or directory',
    "error: builder for '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.11-printing-2.0.1.drv' failed with exit code 1",
    '',
  ].join('\n');

  it('prints which package needs what, and the patch', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/p/build.log', log);
    const { code, out } = runCli(fileSystem, ['explain', '--log', 'build.log']);
    expect(code).toBe(1);
    expect(out).toMatch(/^printing 2\.0\.1\n {2}line 2: cupsmodule\.c.*\n {4}needs cups\n/);
    expect(out).toContain(`--- a/default.nix\n+++ b/default.nix\n@@ `);
    expect(out).toContain('[ pkgs.cups ]');
    expect(fileSystem.text(NIX)).toBe(fixtureText('missing-native-input', 'default.nix'));
  });

  it('writes into the project', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', log);
    const args = ['explain', '--log', '/log', MANIFEST, '--write'];
    expect(runCli(fileSystem, args)).toMatchObject({
      code: 1,
      out: expect.stringContaining(`Edited ${NIX}\n`),
    });
    expect(fileSystem.text(NIX)).toContain('[ pkgs.cups ]');
    expect(runCli(fileSystem, args)).toMatchObject({
      code: 1,
      err: expect.stringContaining('have them already'),
    });
  });

  it('writes what it lacks when it runs, which no wheel is the way out of', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const lock = fileSystem.text('/p/poetry.lock') ?? '';
    const file = 'printing-2.0.1-cp311-cp311-manylinux_2_17_x86_64.whl';
    const withWheel = lock.replace(
      /files = \[/,
      `files = [\n    {file = "${file}", hash = "sha256:0"},`,
    );
    expect(withWheel).not.toBe(lock);
    fileSystem.write('/p/poetry.lock', withWheel);
    const told = (lines: readonly string[]): string => {
      fileSystem.write('/log', [...lines, log.split('\n')[2] ?? '', ''].join('\n'));
      return runCli(fileSystem, ['explain', '--log', '/log', MANIFEST]).out;
    };
    const version = 'printing>   - httpx<1 not satisfied by version 1.1';
    expect(told([version])).toContain('[ "httpx" ]');
    const library = log.split('\n')[1] ?? '';
    expect(told([library])).toContain('Or take its wheel');
    expect(told([library, version])).not.toContain('Or take its wheel');
  });

  it('reads standard input and prints an override to paste where there is no project', () => {
    const fileSystem = new MemoryFileSystem({ '-': log });
    const args = ['explain', '--log', '-', '--target', 'uv2nix'];
    const override = 'Overrides for uv2nix:\n\npyprojectOverrides = final: prev: {';
    const passedOn = runCli(fileSystem, args);
    expect(passedOn).toMatchObject({ code: 1, out: log });
    expect(passedOn.err).toContain(override);
    const quiet = runCli(fileSystem, [...args, '--quiet']);
    expect(quiet).toMatchObject({ code: 1, err: '' });
    expect(quiet.out).toContain(override);
    const json = runCli(fileSystem, [...args, '--format', 'json']);
    expect(json).toMatchObject({ code: 1, err: '' });
    expect(JSON.parse(json.out)).toMatchObject({ hasFailed: true, target: 'uv2nix' });
  });

  it('names what failed, its last lines and what is known of it where no message is recognised', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', log.replace(/cupsmodule.*/, 'the frobnicator is out of sorts'));
    const { code, out } = runCli(fileSystem, ['explain', '--log', '/log']);
    expect(code).toBe(1);
    expect(out).toMatch(/^printing 2\.0\.1\n {2}No message is recognised\. .*\n/);
    expect(out).toContain('line 2: the frobnicator is out of sorts');
    expect(out).toContain('Known to be needed beside, and provided by nobody: needs cups');
    expect(out).toContain('[ pkgs.cups ]');
  });

  it('adds to what the log names what is known to be needed beside', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', log.replace('cups/http.h', 'zlib.h'));
    const { out } = runCli(fileSystem, ['explain', '--log', '/log']);
    expect(out).toMatch(/needs zlib\n {2}Known to be needed beside, .*: needs cups\n/);
    expect(out).toMatch(/pkgs\.zlib[\s\S]{0,20}pkgs\.cups/);
  });

  it.each([
    [
      '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-foo-1.0.drv',
      /nix log \/nix\/store\/\S+\.drv \| /,
    ],
    [
      'https://github.com/a/b/actions/runs/123/job/4',
      /gh run view 123 --repo a\/b --log-failed \| /,
    ],
    ['https://example.org/log.txt', /curl -sSL 'https:\/\/example\.org\/log\.txt' \| /],
    ["https://example.org/'; rm -r ~ #", /download it/],
  ])('says how to get the log %s', (path, how) => {
    const { code, out, err } = runCli(new MemoryFileSystem({}), ['explain', '--log', path]);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(how);
    expect(err).not.toContain('rm -r');
  });

  it('prints JSON', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', log);
    const { out } = runCli(fileSystem, ['explain', '--log', '/log', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      target: 'poetry2nix',
      findings: [
        {
          package: { name: 'printing', version: '2.0.1' },
          line: 2,
          needs: [{ kind: 'native-input', attr: 'cups', as: 'buildInputs' }],
          advice: null,
        },
      ],
      files: { [NIX]: expect.stringContaining('pkgs.cups') },
    });
  });

  const got = 'sha256-q8VnQ0kRzPzZpYXu0d1vJmJv7mF9sYJzY8wK3l9oT2c=';
  const mismatch = [
    "error: hash mismatch in fixed-output derivation '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-printing-2.0.1-vendor-staging.drv':",
    `         specified: sha256-${'A'.repeat(43)}=`,
    `            got:    ${got}`,
    '',
  ].join('\n');

  it('writes the hash that Nix got in place of the fake one', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', mismatch);
    const edit = ['edit', NIX, '--target', 'poetry2nix', '--package', 'printing', '--cargo'];
    expect(runCli(fileSystem, [...edit, '--write']).code).toBe(0);
    expect(fileSystem.text(NIX)).toContain('lib.fakeHash');
    const result = runCli(fileSystem, ['explain', '--log', '/log', '--write']);
    expect(result).toMatchObject({ code: 1, err: '' });
    expect(fileSystem.text(NIX)).toContain(`hash = "${got}";`);
    expect(fileSystem.text(NIX)).not.toMatch(/fakeHash|Build once/);
  });

  it('says so where the hash has no place', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', mismatch);
    const result = runCli(fileSystem, ['explain', '--log', '/log', '--write']);
    expect(result).toMatchObject({ code: 1, err: expect.stringContaining('no one place') });
    expect(fileSystem.text(NIX)).toBe(fixtureText('missing-native-input', 'default.nix'));
  });

  it('writes into the environment what two packages of it have', () => {
    const fileSystem = fixtureFiles('uv2nix-flake');
    const store = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';
    const collision = [
      'album-env> Executing pyprojectMakeVenv',
      'album-env> FileCollisionError: Two or more packages are trying to provide the same file',
      `album-env>         Files: ${store}-lamp-3.2.0/LICENSE ${store}-bulb-4.2.1/LICENSE`,
      `error: builder for '${store}-album-env.drv' failed with exit code 1`,
      '',
    ].join('\n');
    fileSystem.write('/log', collision);
    const args = ['explain', '--log', '/log', '--write'];
    const { code, out } = runCli(fileSystem, args);
    expect([code, out.startsWith('album-env: failed in pyprojectMakeVenv\n')]).toEqual([1, true]);
    expect(fileSystem.text('/p/flake.nix')).toContain(
      [
        '      packages.x86_64-linux.default = (pythonSet.mkVirtualEnv "album-env" workspace.deps.default).overrideAttrs (old: {',
        '        venvIgnoreCollisions = (old.venvIgnoreCollisions or [ ]) ++ [ "LICENSE" ];',
        '      });',
      ].join('\n'),
    );
    const again = runCli(fileSystem, args);
    expect(again).toMatchObject({ code: 1, err: expect.stringContaining('ignore it already') });
  });

  it('leaves a project alone that the log is not of', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write('/log', log.replaceAll('printing', 'another'));
    const { code, out, err } = runCli(fileSystem, ['explain', '--log', '/log', '--write']);
    expect([code, out.includes('another = prev.another')]).toEqual([1, true]);
    expect(err).not.toBe('');
    expect(fileSystem.text(NIX)).toBe(fixtureText('missing-native-input', 'default.nix'));
  });

  it.each([
    [['--log', '/none'], 2],
    [['--log', '/log', '/nowhere'], 2],
    [['--log', '/log'], 0],
    [['printing', '--write'], 2],
  ])('%j exits with %i', (args, code) => {
    const fileSystem = new MemoryFileSystem({ '/log': 'all is well\n' });
    expect(runCli(fileSystem, ['explain', ...args])).toMatchObject({ code, out: '' });
  });
});
