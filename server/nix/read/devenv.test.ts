import { describe, expect, it } from 'vitest';
import { readProject, useOf } from '../../../test/nix/reading.ts';

function shellOf(text: string, file = 'devenv.nix'): ReturnType<typeof useOf>['shell'] {
  return useOf(text, file).shell;
}

function moduleOf(python: string): string {
  return `{ ... }: { languages.python = { ${python} }; }`;
}

describe('devenv', () => {
  it('reads its module: what is compiled with, and what is loaded', () => {
    const text = `{ pkgs, ... }: {
      packages = [ pkgs.git pkgs.zlib ];
      languages.python.enable = true;
      languages.python.version = "3.11.4";
      languages.python.uv = { enable = true; sync.enable = true; };
    }`;
    expect(useOf(text, 'devenv.nix')).toMatchObject({
      target: 'devenv',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python311' },
      shell: {
        packages: ['git', 'zlib'],
        libraryPath: ['stdenv.cc.cc.lib', 'git', 'zlib'],
        complete: true,
      },
    });
  });

  it('has the libraries alone on the path where they are given', () => {
    const text =
      '{ pkgs, lib, ... }: { packages = [ pkgs.git ]; languages.python = { enable = true; libraries = with pkgs; [ zlib ]; }; env.LD_LIBRARY_PATH = lib.makeLibraryPath [ pkgs.cups ]; }';
    expect(shellOf(text)).toMatchObject({
      libraryPath: ['stdenv.cc.cc.lib', 'zlib', 'cups'],
      complete: true,
    });
  });

  it.each([
    ['uv.sync = { enable = true; groups = [ "docs" ]; extras = [ "a" ]; };', ['docs'], ['a']],
    ['uv.sync = { enable = true; allGroups = true; allExtras = true; };', ['*'], ['*']],
    ['poetry = { install.enable = true; install.groups = [ "docs" ]; };', ['docs'], []],
    // What is not turned on installs nothing.
    ['uv.sync = { groups = [ "docs" ]; };', [], []],
    ['uv.enable = true;', [], []],
  ])('is told what to install by %s', (python, groups, extras) => {
    const { groups: read, extras: taken } = useOf(
      moduleOf(`enable = true; ${python}`),
      'devenv.nix',
    );
    expect([read, taken]).toEqual([
      { known: true, value: groups },
      { known: true, value: extras },
    ]);
  });

  it('does not know what it is told by lists that are made', () => {
    const { groups } = useOf(
      moduleOf('enable = true; uv.sync = { enable = true; groups = names; };'),
      'devenv.nix',
    );
    expect(groups.known).toBe(false);
  });

  it.each([
    ['imports', 'imports = [ ./x.nix ];'],
    ['a list that is made', 'packages = map (n: pkgs.${n}) names;'],
    ['manylinux', 'languages.python.manylinux.enable = true;'],
    ['a path that is not a list', 'env.LD_LIBRARY_PATH = "${x}/lib";'],
  ])('is not read whole with %s', (_what, more) => {
    expect(shellOf(`{ pkgs, ... }: { languages.python.enable = true; ${more} }`)?.complete).toBe(
      false,
    );
  });

  it('is a module of a flake, which may have others beside it', () => {
    const flake = `{ outputs = { devenv, nixpkgs, ... }@inputs: let pkgs = nixpkgs.legacyPackages.x86_64-linux; in {
      devShells.x86_64-linux.default = devenv.lib.mkShell { inherit inputs pkgs; modules = [ { languages.python.enable = true; packages = [ pkgs.zlib ]; } ]; };
    }; }`;
    expect(readProject({ 'flake.nix': flake }).uses).toMatchObject([
      { target: 'devenv', shell: { packages: ['zlib'], complete: false } },
    ]);
  });

  it('is for the folder that it names, and nothing where Python is off', () => {
    const { uses } = readProject({ 'devenv.nix': moduleOf('enable = true; directory = "./api";') });
    expect(uses.map(({ projectDir }) => projectDir)).toEqual([{ known: true, value: '/p/api' }]);
    for (const off of ['', 'enable = false;', 'venv.enable = true;'])
      expect(readProject({ 'devenv.nix': moduleOf(off) }).uses).toEqual([]);
  });

  it('builds with uv2nix what it imports', () => {
    const text =
      '{ config, ... }: { languages.python.enable = true; packages = [ (config.languages.python.import ./. { }) ]; }';
    expect(readProject({ 'devenv.nix': text }).uses).toMatchObject([
      {
        target: 'uv2nix',
        callee: 'languages.python.import',
        projectDir: { known: true, value: '/p' },
        preferWheels: { known: true, value: true },
        overrides: { understood: true, entries: [] },
      },
    ]);
  });
});
