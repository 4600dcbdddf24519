import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const PIPFILE = '/p/Pipfile';
const LOCK = '/p/Pipfile.lock';
const NIX = '/p/python.nix';

/** Fresh: the hash is that of a Pipfile with `printing = ">=2"` and `plain = "*"` alone. */
const FILES: Readonly<Record<string, string>> = {
  [PIPFILE]: '[packages]\nprinting = ">=2"\n\n[dev-packages]\nplain = "*"\n',
  [LOCK]: JSON.stringify({
    _meta: {
      hash: { sha256: 'd00d0240fdf1764c76dd1934bcafec58cfa25c1a5c79b7c9fa0519a311795a0d' },
      'pipfile-spec': 6,
      requires: {},
      sources: [{ name: 'pypi', url: 'https://pypi.python.org/simple', verify_ssl: true }],
    },
    default: { printing: { hashes: ['sha256:aa'], version: '==2.0.1' } },
    develop: { plain: { hashes: ['sha256:bb'], version: '==1.5' } },
  }),
};

const PACKAGES = `{ pkgs ? import <nixpkgs> { } }:
let
  python = pkgs.python3.override {
    packageOverrides = final: prev: {
      plain = prev.plain.overridePythonAttrs (old: {
        doCheck = false;
      });
    };
  };
in
python.withPackages (ps: [ ps.printing ])
`;

function withNix(): MemoryFileSystem {
  return new MemoryFileSystem({ ...FILES, [NIX]: PACKAGES });
}

const NOT_JUDGED = 'Not judged in Pipfile: what its packages lack, for no Nix file uses it.';

describe('a Pipenv project on the command line', () => {
  it.each([['.'], ['Pipfile'], ['Pipfile.lock']])('is checked by %s', (path) => {
    const { code, out } = runCli(new MemoryFileSystem(FILES), ['check', path]);
    expect([code, out]).toEqual([
      0,
      `Nothing found in what was judged of 1 project.\n${NOT_JUDGED}\n`,
    ]);
  });

  it('says what is wrong where it is, in every format', () => {
    const fileSystem = new MemoryFileSystem({
      ...FILES,
      [PIPFILE]: '[packages]\nprinting = ">=3"\ngone = "*"\n',
    });
    expect(runCli(fileSystem, ['check']).out.split('\n')).toEqual([
      expect.stringMatching(
        /^Pipfile:1:1: warning\[lock-stale\] .*printing 2\.0\.1.*gone is not in it/,
      ),
      expect.stringMatching(/^Pipfile:2:13: error\[lock-unsatisfied\] printing 2\.0\.1 is locked/),
      expect.stringMatching(
        /^Pipfile:3:1: error\[not-in-lock\] gone is not in Pipfile\.lock\. Run `pipenv lock`/,
      ),
      '2 errors, 1 warning in 1 project.',
      NOT_JUDGED,
      '',
    ]);
    const json = JSON.parse(runCli(fileSystem, ['check', '--format', 'json']).out) as object;
    expect(JSON.stringify(json)).toContain('"code":"lock-unsatisfied"');
    expect(runCli(fileSystem, ['check', '--format', 'github']).out).toContain(
      'file=Pipfile,line=2',
    );
  });

  it('points into the JSON of a damaged lock', () => {
    const fileSystem = new MemoryFileSystem({ ...FILES, [LOCK]: '{\n  "default": {\n' });
    const { code, out } = runCli(fileSystem, ['check']);
    expect(code).toBe(1);
    expect(out).toMatch(/^Pipfile\.lock:\d+:\d+: error\[invalid-json\] /);
    expect(out).not.toMatch(/not-in-lock|lock-stale/);
  });

  it('prints the overrides of nixpkgs where there are none, and writes one that is asked for', () => {
    const args = ['overrides', '--target', 'nixpkgs'];
    expect(runCli(new MemoryFileSystem(FILES), args).out).toMatch(
      /^packageOverrides = final: prev: \{\n {2}printing = prev\.printing\.overridePythonAttrs /,
    );
    // What nixpkgs' own expression lacks is not known.
    const fileSystem = withNix();
    expect(runCli(fileSystem, args)).toMatchObject({ code: 0, out: '' });
    const edit = ['edit', 'python.nix', '--target', 'nixpkgs', '--package', 'printing'];
    expect(runCli(fileSystem, [...edit, '--build-input', 'cups', '--write']).code).toBe(0);
    expect(fileSystem.text(NIX)).toContain('pkgs.cups');
    expect(fileSystem.text(NIX)).toContain('doCheck = false;');
  });

  it('says how pypi2nix comes to its requirements file', () => {
    const { code, out } = runCli(new MemoryFileSystem(FILES), [
      'overrides',
      '--target',
      'pypi2nix',
    ]);
    expect(code).toBe(0);
    expect(out).toContain(
      '# First write requirements.txt from Pipfile.lock: pipenv requirements > requirements.txt\n',
    );
    expect(out).toMatch(/^pypi2nix -V 3\.8 -r requirements\.txt -E cups$/m);
  });

  it('is told of by doctor', () => {
    const { out } = runCli(withNix(), ['doctor']);
    expect(out).toContain(`Lock: ${LOCK} (pipfile 6,`);
    expect(out).toContain('Target: nixpkgs');
  });

  it('explains a build log with the packages of the project', () => {
    const fileSystem = withNix();
    fileSystem.write(
      '/p/log',
      "error: builder for '/nix/store/00000000000000000000000000000000-python3.11-printing-2.0.1.drv' failed with exit code 1;\n       > cupsconnection.c:10:10: fatal error: cups/cups.h: No such file or directory\n",
    );
    const { out } = runCli(fileSystem, ['explain', '--log', 'log', '.']);
    expect(out).toContain('printing');
    expect(out).toContain('cups');
  });
});
