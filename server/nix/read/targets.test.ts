import { describe, expect, it } from 'vitest';
import { PROJECTS } from '../../../test/nix/projects.ts';
import { readProject, summary, useOf } from '../../../test/nix/reading.ts';
import { overrideEntryAt } from './read.ts';

describe('nixpkgs', () => {
  it('reads pythonPackagesExtensions', () => {
    const use = useOf(PROJECTS.get('nixpkgs') ?? '', 'overlay.nix');
    expect(use).toMatchObject({ target: 'nixpkgs', callee: 'pythonPackagesExtensions' });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual(['lxml: build-system+cython']);
  });

  it.each([
    ['python3.override { packageOverrides = f: p: { a = null; }; }'],
    [
      'let packageOverrides = f: p: { a = null; }; in pkgs.python3.override { inherit packageOverrides; }',
    ],
    [
      'python3.override (old: { packageOverrides = lib.composeExtensions (old.packageOverrides or (_: _: { })) (f: p: { a = null; }); })',
    ],
  ])('reads %s', (text) => {
    const use = useOf(text);
    expect(use).toMatchObject({
      target: 'nixpkgs',
      callee: 'packageOverrides',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python3' },
    });
    expect(use.overrides.entries.map(({ name }) => name)).toEqual(['a']);
    expect(use.overrides.understood).toBe(true);
  });

  it('reads a package that is built from this folder, and no other', () => {
    const text =
      'python311.pkgs.buildPythonApplication { pname = "x"; src = lib.cleanSource ./.; }';
    expect(useOf(text)).toMatchObject({
      target: 'nixpkgs',
      callee: 'buildPythonApplication',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python311' },
    });
    expect(
      readProject({ 'a.nix': text.replace('lib.cleanSource ./.', 'fetchPypi { }') }).uses,
    ).toEqual([]);
  });

  it('does not claim another folder’s overlay for the project', () => {
    const { uses } = readProject({ 'sub/overlay.nix': PROJECTS.get('nixpkgs') ?? '' });
    expect(uses.map(({ projectDir }) => projectDir.known)).toEqual([false]);
  });
});

describe('dream2nix', () => {
  it('reads a module', () => {
    const use = useOf(PROJECTS.get('dream2nix') ?? '');
    expect(use).toMatchObject({
      target: 'dream2nix',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python312' },
    });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual([
      'psycopg2: buildInputs+libpq nativeBuildInputs+libpq.pg_config',
    ]);
  });

  it.each([
    ['', true],
    ['pip.pipFlags = [ "--only-binary" "foo" ];', true],
    ['pip.pipFlags = [ "--no-binary" "foo" ];', true],
    ['pip.pipFlags = [ "--no-binary" ":all:" ];', false],
    ['pip = { pipFlags = [ "--no-binary=:all:" ]; };', false],
    ['pip.pipFlags = flags;', null],
  ])('reads from pip’s flags whether wheels are taken: %s', (flags, expected) => {
    const { preferWheels } = useOf(
      `{ config, dream2nix, flags, ... }: { imports = [ dream2nix.modules.dream2nix.pip ]; ${flags} }`,
    );
    expect(preferWheels.known ? preferWheels.value : null).toBe(expected);
  });

  it('does not read a module of another kind', () => {
    const text = '{ dream2nix, ... }: { imports = [ dream2nix.modules.dream2nix.mkDerivation ]; }';
    expect(readProject({ 'a.nix': text }).uses).toEqual([]);
  });
});

describe('shells', () => {
  const shell = PROJECTS.get('mkshell') ?? '';

  it('reads what a Python shell holds', () => {
    const use = useOf(shell, 'shell.nix');
    expect(use).toMatchObject({
      target: 'mkshell',
      python: { known: true, value: 'python312' },
      projectDir: { known: true, value: '/p' },
    });
    expect(use.shell).toEqual({
      packages: ['python312', 'poetry'],
      libraryPath: ['stdenv.cc.cc.lib', 'zlib'],
      complete: true,
    });
  });

  it('reads a path that a hook exports', () => {
    const use = useOf(`pkgs.mkShell { packages = [ pkgs.uv ];
      shellHook = ''export LD_LIBRARY_PATH=\${pkgs.lib.makeLibraryPath [ pkgs.zlib ]}:\${pkgs.glib}/lib''; }`);
    expect(use.shell?.libraryPath).toEqual(['zlib', 'glib']);
  });

  it('is not a use without Python, nor beside a build', () => {
    expect(
      readProject({ 'shell.nix': 'pkgs.mkShell { packages = [ pkgs.nodejs ]; }' }).uses,
    ).toEqual([]);
    const both = `{ a = poetry2nix.mkPoetryEnv { projectDir = ./.; }; b = pkgs.mkShell { packages = [ pkgs.poetry ]; }; }`;
    expect(readProject({ 'a.nix': both }).uses.map(({ target }) => target)).toEqual(['poetry2nix']);
  });
});

describe('files with an overlay alone', () => {
  it('are read, and nothing is concluded', () => {
    const use = useOf(
      '{ pkgs }: final: prev: { a = prev.a.overridePythonAttrs (o: { buildInputs = o.buildInputs ++ [ pkgs.zlib ]; }); }',
      'overrides.nix',
    );
    expect(use.target).toBe('poetry2nix');
    expect(use.projectDir.known).toBe(false);
    expect(use.overrides.understood).toBe(false);
    expect(use.overrides.entries.map(summary)).toEqual(['a: buildInputs+zlib']);
  });

  it('of pypi2nix belong to the project beside them', () => {
    const use = useOf(
      '{ pkgs, python }: self: super: { "a" = python.overrideDerivation super."a" (old: { buildInputs = old.buildInputs ++ [ pkgs.zlib ]; }); }',
      'requirements_override.nix',
    );
    expect(use).toMatchObject({ target: 'pypi2nix', projectDir: { known: true, value: '/p' } });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual(['a: buildInputs+zlib']);
  });

  it.each([
    ['final: prev: { hello = prev.hello.overrideScope (f: p: { }); }'],
    ['a: b: a + b'],
    ['{ lib }: lib.mapAttrs (name: value: value) { }'],
    ['self: super: { haskellPackages = super.haskellPackages.extend (f: p: { }); }'],
  ])('are not %s', (text) => {
    expect(readProject({ 'overlay.nix': text }).uses).toEqual([]);
  });
});

describe('overrideEntryAt', () => {
  it('finds the entry around an offset', () => {
    const text =
      'poetry2nix.mkPoetryEnv { projectDir = ./.; overrides = [ (f: p: { a = p.a; bb = p.bb; }) ]; }';
    const reading = readProject({ 'default.nix': text });
    expect(overrideEntryAt(reading, '/p/default.nix', text.indexOf('bb'))?.name).toBe('bb');
    expect(overrideEntryAt(reading, '/p/default.nix', text.indexOf('p.a;') + 1)?.name).toBe('a');
    expect(overrideEntryAt(reading, '/p/default.nix', 3)).toBeNull();
    expect(overrideEntryAt(reading, '/p/other.nix', text.indexOf('bb'))).toBeNull();
  });
});
