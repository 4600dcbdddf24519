import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';

const ARGS = ['overrides', '--target', 'mkshell'];
const HASH = `sha256:${'0'.repeat(64)}`;

const PROJECTS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['requirements.txt', { '/p/requirements.txt': `printing==2.0.1 \\\n    --hash=${HASH}\n` }],
  [
    'Pipfile',
    {
      '/p/Pipfile': '[packages]\nprinting = "*"\n',
      '/p/Pipfile.lock': JSON.stringify({
        _meta: { hash: { sha256: '00' }, 'pipfile-spec': 6, requires: {}, sources: [] },
        default: { printing: { hashes: [HASH], version: '==2.0.1' } },
        develop: {},
      }),
    },
  ],
];

describe.each(PROJECTS)('a shell for pip with a %s', (_name, files) => {
  it('is printed whole where there is none', () => {
    const { code, out } = runCli(new MemoryFileSystem(files), ARGS);
    expect(code).toBe(0);
    expect(out).toMatch(/^\{\n {2}pkgs \? import <nixpkgs> \{ \},\n\}:\npkgs\.mkShell \{\n/);
    expect(out).toContain('pkgs.stdenv.cc.cc.lib');
    expect(out).toContain('pkgs.cups');
  });

  it('is extended where it is there, and has it then', () => {
    const fileSystem = new MemoryFileSystem({
      ...files,
      '/p/shell.nix':
        '{ pkgs ? import <nixpkgs> { } }:\n\npkgs.mkShell {\n  # for pip\n  packages = [ pkgs.python3 ];\n}\n',
    });
    expect(runCli(fileSystem, [...ARGS, '--write']).code).toBe(0);
    const text = fileSystem.text('/p/shell.nix');
    expect(text).toContain('  # for pip\n');
    expect(text).toMatch(/LD_LIBRARY_PATH = [^;]*pkgs\.cups/);
    expect(runCli(fileSystem, ARGS)).toMatchObject({ code: 0, out: '' });
  });

  it('is never warned of: no file names, so no word on what can be used', () => {
    const fileSystem = new MemoryFileSystem({
      ...files,
      '/p/shell.nix': '{ pkgs }: pkgs.mkShell { packages = [ pkgs.python3 ]; }\n',
    });
    const { out } = runCli(fileSystem, ['check', '--format', 'json']);
    expect(out).not.toMatch(/missing-|no-usable-distribution/);
  });
});
