import { describe, expect, it } from 'vitest';
import { openKnowledge } from '../../overrides-db/lookup.ts';
import { MemoryFileSystem } from '../../test/support/memory-file-system.ts';
import { NO_READINGS } from '../session/user-readings.ts';
import { runCommandLine } from './command-line.ts';
import { unifiedDiff } from './unified-diff.ts';
import { NO_CONFIGURATION } from '../session/user-configuration.ts';

const CALL = `{ pkgs ? import <nixpkgs> { } }:
pkgs.poetry2nix.mkPoetryApplication {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (import ./nix/overrides.nix { inherit pkgs; });
}
`;

const OVERRIDES = `{ pkgs }:
final: prev: {
  bar = prev.bar.override { preferWheel = true; };
}
`;

function run(
  args: readonly string[],
  files: Readonly<Record<string, string>> = {
    '/p/default.nix': CALL,
    '/p/nix/overrides.nix': OVERRIDES,
  },
): { code: number; out: string; err: string; fileSystem: MemoryFileSystem } {
  const fileSystem = new MemoryFileSystem(files);
  let out = '';
  let err = '';
  const code = runCommandLine(['edit', ...args], {
    cwd: '/p',
    version: '0.0.0',
    fileSystem,
    userConfiguration: () => NO_CONFIGURATION,
    readParts: () => [],
    knowledge: () => openKnowledge(new Uint8Array()),
    rulePage: () => null,
    packageFiles: { find: () => null },
    readings: NO_READINGS,
    network: () => Promise.reject(new Error('edit asks nobody')),
    keepReading: () => null,
    user: { environment: {}, platform: 'linux', home: null },
    editorFile: () => '',
    colour: false,
    links: false,
    progress: false,
    out: ({ text }) => (out += text),
    err: ({ text }) => (err += text),
  });
  if (typeof code !== 'number') throw new Error('edit waits for nothing');
  return { code, out, err, fileSystem };
}

const PILLOW = ['default.nix', '--target', 'poetry2nix', '--package', 'Pillow'];

const EDITED = `{ pkgs }:
final: prev: {
  bar = prev.bar.override { preferWheel = true; };
  pillow = prev.pillow.overridePythonAttrs (old: {
    nativeBuildInputs = (old.nativeBuildInputs or [ ]) ++ [ pkgs.pkg-config ];
    buildInputs = (old.buildInputs or [ ]) ++ [ final.setuptools pkgs.zlib pkgs.xorg.libxcb ];
  });
}
`;

const INPUTS = [
  '--build-input',
  'zlib',
  '--build-input=xorg.libxcb',
  '--native-build-input',
  'pkg-config',
  '--build-system',
  'setuptools',
];

describe('edit', () => {
  it('prints a patch of the changed file, which is an imported one here', () => {
    const { code, out, err } = run([...PILLOW, ...INPUTS]);
    const patch = unifiedDiff('nix/overrides.nix', OVERRIDES, EDITED);
    expect({ code, out, err }).toEqual({ code: 0, out: patch, err: '' });
    expect(out).toMatch(/^--- a\/nix\/overrides\.nix\n\+\+\+ b\/nix\/overrides\.nix\n/);
  });

  it('prints JSON with the text of every changed file', () => {
    const { code, out } = run([...PILLOW, ...INPUTS, '--format', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      formatVersion: 1,
      outcome: 'edited',
      because: null,
      reason: '',
      files: { '/p/nix/overrides.nix': EDITED },
    });
  });

  it('writes the file, and finds all there the next time', () => {
    const { code, out, fileSystem } = run([...PILLOW, ...INPUTS, '--write']);
    expect(code).toBe(0);
    expect(out).toBe('Edited /p/nix/overrides.nix\n');
    const written = fileSystem.read('/p/nix/overrides.nix');
    expect(written.ok && written.text).toBe(EDITED);
    const again = run([...PILLOW, ...INPUTS, '--format=json'], {
      '/p/default.nix': CALL,
      '/p/nix/overrides.nix': EDITED,
    });
    expect(again.code).toBe(0);
    expect(JSON.parse(again.out)).toMatchObject({ outcome: 'present', files: {} });
  });

  it('needs no package for a shell', () => {
    const shell = '{ pkgs }:\npkgs.mkShell {\n  packages = [ pkgs.poetry ];\n}\n';
    const { code, out } = run(['shell.nix', '--target', 'mkshell', '--build-input', 'zlib'], {
      '/p/shell.nix': shell,
    });
    expect(code).toBe(0);
    expect(out).toContain(
      '+  LD_LIBRARY_PATH = pkgs.lib.makeLibraryPath [ pkgs.stdenv.cc.cc.lib pkgs.zlib ];\n',
    );
  });

  it('says why nothing could be placed, and exits 1', () => {
    const { code, out, err } = run([...PILLOW, ...INPUTS], {
      '/p/default.nix': '{ pkgs }: pkgs.hello\n',
    });
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(
      /^pyproject-nix-ls edit: nothing could be placed: no call of mkPoetryApplication/,
    );
  });

  it('takes what a package lacks when it runs, and says so where a target has no place for it', () => {
    const lacks = [
      '--dependency=rich',
      '--relax-dependency=httpx',
      '--ignore-library=libcuda.so.1',
    ];
    const { code, out } = run(['default.nix', '--target=poetry2nix', '--package=foo', ...lacks]);
    expect(code).toBe(0);
    expect(out).toContain('++ [ final.rich ];');
    expect(out).toContain('pythonRelaxDeps = (old.pythonRelaxDeps or [ ]) ++ [ "httpx" ];');
    expect(out).toContain('++ [ "libcuda.so.1" ];');
    const refused = run([
      'default.nix',
      '--target=uv2nix',
      '--package=foo',
      '--format=json',
      ...lacks,
    ]);
    expect(refused.code).toBe(1);
    expect(JSON.parse(refused.out)).toMatchObject({
      outcome: 'not-editable',
      because: 'unsound-request',
    });
  });

  it('starts at no file that pypi2nix made', () => {
    const { code, out } = run([...PILLOW, ...INPUTS, '--format=json'], {
      '/p/default.nix':
        '# generated using pypi2nix tool (version: 2.0.4)\n{ pkgs ? import <nixpkgs> { } }:\n{ }\n',
    });
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'not-editable',
      because: 'no-place',
      files: {},
    });
  });

  it.each([
    ['--package', '${builtins.readFile "/etc/passwd"}', '--build-input', 'zlib'],
    ['--package', "''", '--build-input', 'zlib'],
    ['--package', 'foo', '--build-input', 'zlib ]; } // { x = ['],
    ['--package', 'foo', '--build-input', '${x}'],
    ['--package', 'foo', '--build-system', 'a"b'],
    ['--package', 'foo', '--env', 'A B=c'],
    ['--package', 'foo', '--dependency', 'a"b'],
    ['--package', 'foo', '--relax-dependency', "''${x}"],
    ['--package', 'foo', '--ignore-library', 'lib.so"; x = ${y}'],
  ])('writes nothing of %s %s %s %s', (...args) => {
    const { code, out } = run(['default.nix', '--target', 'poetry2nix', '--format=json', ...args]);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'not-editable', files: {} });
  });

  it.each([
    [[], /a Nix file is missing/],
    [['a.nix', 'b.nix', '--target', 'mkshell'], /one Nix file at a time/],
    [['default.nix'], /--target is missing/],
    [['default.nix', '--target', 'guix'], /--target takes poetry2nix, /],
    [['default.nix', '--target', 'uv2nix'], /--package is missing/],
    [['default.nix', '--target', 'mkshell', '--env', 'x'], /NAME=VALUE/],
    [['default.nix', '--target', 'mkshell', '--colour'], /--colour/],
    [['gone.nix', '--target', 'mkshell'], /does not exist/],
    [['nix', '--target', 'mkshell'], /is a directory/],
  ])('exits 2 on %j', (args, message) => {
    const { code, out, err } = run(args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });
});
