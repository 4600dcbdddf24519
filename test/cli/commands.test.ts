import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { fixtureFiles, fixtureText, LOCK, MANIFEST, NIX } from '../support/fixture-project.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const nothing = new MemoryFileSystem();

describe('the command line', () => {
  it('says its version and how it is used', () => {
    expect(runCli(nothing, ['--version'])).toEqual({
      code: 0,
      out: 'pyproject-nix-ls 1.2.3\n',
      err: '',
    });
    expect(runCli(nothing, ['--help']).out).toMatch(/^ {2}check +prints/m);
    expect(runCli(nothing, []).code).toBe(2);
  });

  it.each(['check', 'explain', 'overrides', 'edit', 'doctor'])('%s --help', (command) => {
    const { code, out, err } = runCli(nothing, [command, '--help']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(`Usage: pyproject-nix-ls ${command}`);
  });

  it.each([
    [['--no-such']],
    [['no-such']],
    [['explain']],
    [['explain', '--no-such', 'a']],
    [['overrides', 'a', 'b']],
  ])('refuses %j', (args) => {
    const { code, out, err } = runCli(nothing, args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^pyproject-nix-ls/);
  });
});

describe('explain', () => {
  it('prints what is known, and from where', () => {
    const { code, out } = runCli(nothing, ['explain', 'Printing==2.0.1', '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      name: 'printing',
      version: '2.0.1',
      nativeInputs: [
        {
          attr: 'cups',
          as: 'buildInputs',
          optional: false,
          sources: ['debian', 'uv2nix_hammer_overrides'],
        },
      ],
      buildSystems: [{ attr: 'setuptools' }],
    });
    expect(runCli(nothing, ['explain', 'printing', '--all']).out).toContain('cups (buildInputs)');
  });

  it('knows what the project around knows', () => {
    const fileSystem = new MemoryFileSystem({
      '/p/pyproject.toml':
        '[project]\nname = "app"\n\n[tool.pyproject-nix-ls.packages.ours]\nbuild-inputs = ["libfoo"]\n',
      '/p/src/app.py': '',
    });
    for (const cwd of ['/p', '/p/src'])
      expect(runCli(fileSystem, ['explain', 'ours', '--all'], { cwd }).out).toContain(
        'libfoo (buildInputs) (sdist only) [project]',
      );
    expect(runCli(fileSystem, ['explain', 'ours'], { cwd: '/' }).out).toContain('Nothing is known');
    expect(runCli(fileSystem, ['explain', 'printing', '--all']).out).toContain(
      'cups (buildInputs)',
    );
  });

  it('says inside of a project what stands between each need and a warning', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    expect(runCli(fileSystem, ['explain', 'printing', '--all']).out).toContain(
      "\n2.0.1 in this project, by poetry2nix\n  cups: missing: poetry2nix's defaults do not provide it\n",
    );
    const { out } = runCli(fileSystem, ['explain', 'printing', '--format=json']);
    expect(JSON.parse(out)).toMatchObject({
      project: [
        { target: 'poetry2nix', needs: [{ need: 'cups', status: 'missing' }, { status: 'met' }] },
      ],
    });
    expect(runCli(fileSystem, ['explain', 'printing==1.0']).out).not.toContain('in this project');
    const outside = runCli(fileSystem, ['explain', 'printing', '--format=json'], { cwd: '/' });
    expect(JSON.parse(outside.out)).toMatchObject({ project: [] });
  });

  it('answers an unknown name with empty lists', () => {
    const { code, out } = runCli(nothing, ['explain', 'no-such-package', '--format=json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      formatVersion: 1,
      name: 'no-such-package',
      version: null,
      nativeInputs: [],
      buildSystems: [],
      notes: [],
    });
    expect(runCli(nothing, ['explain', 'no-such-package']).out).toContain('Nothing is known');
  });
});

describe('overrides', () => {
  it('prints a patch and changes nothing', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    const { code, out } = runCli(fileSystem, ['overrides']);
    expect(code).toBe(0);
    expect(out).toContain(`--- a/default.nix\n+++ b/default.nix\n@@ `);
    expect(out).toContain('\n+      buildInputs = (old.buildInputs or [ ]) ++ [ pkgs.cups ];\n');
    expect(fileSystem.text(NIX)).toBe(fixtureText('missing-native-input', 'default.nix'));
  });

  it('writes what is missing, and then nothing is', () => {
    const fileSystem = fixtureFiles('several-missing');
    expect(runCli(fileSystem, ['overrides', '--write'])).toMatchObject({
      code: 0,
      out: `Edited ${NIX}\n`,
    });
    expect(fileSystem.text(NIX)).toContain('pkgs.cups');
    expect(runCli(fileSystem, ['check']).code).toBe(0);
    const written = fileSystem.text(NIX);
    expect(runCli(fileSystem, ['overrides', '--write', MANIFEST])).toMatchObject({
      code: 0,
      out: '',
    });
    expect(fileSystem.text(NIX)).toBe(written);
  });

  it('creates default.nix for a Poetry project that has none', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    expect(runCli(fileSystem, ['overrides']).out).toContain(`--- /dev/null\n+++ b/default.nix\n`);
    expect(runCli(fileSystem, ['overrides', '--write']).out).toBe(`Created ${NIX}\n`);
    expect(runCli(fileSystem, ['check']).code).toBe(0);
  });

  it.each([
    ['poetry2nix', 'overrides = poetry2nix.defaultPoetryOverrides.extend (final: prev: {'],
    ['uv2nix', 'prev.printing.overrideAttrs (old: {'],
    ['nixpkgs', 'packageOverrides = final: prev: {'],
    ['dream2nix', 'pip.overrides.printing.mkDerivation.buildInputs = [ config.deps.cups ];'],
    ['mkshell', 'LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath'],
  ])('prints every override for %s where there is no Nix file of it', (target, text) => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    const { code, out } = runCli(fileSystem, ['overrides', '--target', target]);
    expect(code).toBe(0);
    expect(out).toContain(text);
    expect(out).toMatch(/\bcups\b/);
    // Only uv2nix brings no setuptools to anyone.
    expect(out.includes('setuptools')).toBe(target === 'uv2nix');
    expect(runCli(fileSystem, ['overrides', '--target', target, '--write'])).toMatchObject({
      code: 1,
      out: '',
    });
    expect(fileSystem.text(NIX)).toBeNull();
  });

  it('prints for another target than that of the Nix files', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    expect(runCli(fileSystem, ['overrides', '--target', 'uv2nix']).out).toMatch(
      /^pyprojectOverrides = final: prev: \{/,
    );
    expect(runCli(fileSystem, ['overrides', '--target', 'poetry2nix']).out).toContain('--- ');
  });

  it('extends a shell that is there, though nothing is warned of in one', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.remove(NIX);
    const shell =
      '{ pkgs ? import <nixpkgs> { } }:\npkgs.mkShell {\n  packages = [ pkgs.poetry ];\n}\n';
    fileSystem.write('/p/shell.nix', shell);
    const args = ['overrides', '--target', 'mkshell'];
    expect(runCli(fileSystem, args).out).toMatch(/^--- a\/shell\.nix\n[^]*\n\+.*pkgs\.cups/);
    expect(runCli(fileSystem, [...args, '--write'])).toMatchObject({ code: 0 });
    expect(fileSystem.text('/p/shell.nix')).toContain('pkgs.cups');
    expect(runCli(fileSystem, args)).toMatchObject({ code: 0, out: '' });
  });

  it('prints nothing where the target provides all', () => {
    const fileSystem = fixtureFiles('missing-build-system');
    expect(runCli(fileSystem, ['overrides', '--target', 'mkshell'])).toMatchObject({
      code: 0,
      out: '',
    });
  });

  it('exits with 2 where there is no project', () => {
    expect(runCli(nothing, ['overrides']).code).toBe(2);
  });

  it('prints what the project itself needs without a lock, and says that this is all', () => {
    const manifest = '[project]\nname = "app"\nversion = "1"\n';
    const external = '[external]\nhost-requires = ["dep:generic/zlib"]\n';
    const args = ['overrides', '--target', 'nixpkgs'];
    const declared = runCli(new MemoryFileSystem({ [MANIFEST]: manifest + external }), args);
    expect([declared.code, declared.out]).toEqual([0, 'buildInputs = [ pkgs.zlib ];\n']);
    expect(declared.err).toContain('no lock that says which packages are built: this is what');
    const bare = runCli(new MemoryFileSystem({ [MANIFEST]: manifest }), args);
    expect([bare.code, bare.out]).toEqual([2, '']);
    expect(bare.err).toContain('no lock that says which packages are built.');
  });

  it('touches nothing where it does not understand the overrides', () => {
    const fileSystem = fixtureFiles('missing-native-input');
    fileSystem.write(
      NIX,
      '{ pkgs, mine }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = mine; }\n',
    );
    const { code, out, err } = runCli(fileSystem, ['overrides']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('lacks no override that is known of.\n');
  });

  it('names each manifest of a folder once where nothing lacks', () => {
    const files = new MemoryFileSystem({
      '/p/.git/HEAD': '',
      '/p/requirements.txt': '-r dev-requirements.txt\n',
      '/p/dev-requirements.txt': 'booklet==1.4.0\n',
      '/p/shell.nix': '{ pkgs }: pkgs.mkShell { packages = [ pkgs.python3 ]; }\n',
    });
    const { code, out, err } = runCli(files, ['overrides']);
    expect([code, out]).toEqual([0, '']);
    const named = err.split('\n').map((line) => /\S+(?= lacks no override)/.exec(line)?.[0]);
    expect(named.filter((each) => each !== undefined).toSorted()).toEqual([
      '/p/dev-requirements.txt',
      '/p/requirements.txt',
    ]);
  });

  it('says how to print what packages may need in a shell', () => {
    const names = ['pyproject.toml', 'pdm.lock', 'shell.nix'];
    const files = new MemoryFileSystem(
      Object.fromEntries(names.map((name) => [`/p/${name}`, fixtureText('pdm', name)])),
    );
    const { code, out, err } = runCli(files, ['overrides']);
    expect([code, out]).toEqual([0, '']);
    expect(err).toContain('--target mkshell prints');
    expect(runCli(files, ['overrides', '--target', 'mkshell']).out).toContain('pkgs.cups');
  });
});

describe('doctor', () => {
  it('tells versions, projects, target and why', () => {
    const { code, out } = runCli(fixtureFiles('missing-native-input'), ['doctor']);
    expect(code).toBe(0);
    expect(out).toContain('pyproject-nix-ls 1.2.3');
    expect(out).toContain(`Lock: ${LOCK} (poetry 2.0, by 1.8.3, whole, 1 package, fresh)`);
    expect(out).toContain(`Target: poetry2nix, by mkPoetryApplication in ${NIX}`);
    expect(out).toContain('Findings: missing-native-input 1');
  });
});
