import { describe, expect, it } from 'vitest';
import type { TargetUse } from '../model.ts';
import { readNix } from './read.ts';

const GENERATED = `# generated using pypi2nix tool (version: 2.0.4)
{ pkgs ? import <nixpkgs> {},
  overrides ? ({ pkgs, python }: self: super: {})
}:
let
  inherit (pkgs.stdenv.lib) fix' extends;
  pythonPackages = import "\${toString pkgs.path}/pkgs/top-level/python-packages.nix" {
    inherit pkgs;
    inherit (pkgs) stdenv;
    python = pkgs.python37;
  };
  commonBuildInputs = with pkgs; [ openssl xorg.libxcb ];
  commonDoCheck = false;
  withPackages = pkgs': {
    mkDerivation = args: pythonPackages.buildPythonPackage (args // {
      nativeBuildInputs = (args.nativeBuildInputs or []) ++ args.buildInputs;
    });
    overrideDerivation = drv: f: pythonPackages.buildPythonPackage (drv.drvAttrs // f drv.drvAttrs);
  };
  python = withPackages {};
  generated = self: {
    "Foo_Bar" = python.mkDerivation {
      name = "foo-bar-1.0";
      doCheck = commonDoCheck;
      buildInputs = commonBuildInputs ++ [
        self."setuptools-scm"
      ];
      propagatedBuildInputs = [ ];
    };
    "setuptools-scm" = python.mkDerivation {
      name = "setuptools-scm-3.0";
      buildInputs = commonBuildInputs ++ [ ];
    };
  };
  localOverridesFile = ./requirements_override.nix;
  localOverrides = import localOverridesFile { inherit pkgs python; };
in python.withPackages (fix' (extends localOverrides generated))
`;

const OVERRIDE = `{ pkgs, python }:

self: super: {
  "foo" = python.overrideDerivation super."foo" (old: {
    buildInputs = old.buildInputs ++ [ pkgs.zlib ];
  });
}
`;

function usesOf(files: Readonly<Record<string, string>>): readonly TargetUse[] {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  return readNix(texts, [...texts.keys()], '/p').uses;
}

describe('a set that pypi2nix has made', () => {
  it('says interpreter, common inputs, and what each package is built with', () => {
    const [use, ...others] = usesOf({ 'requirements.nix': GENERATED });
    expect(others).toEqual([]);
    expect(use).toMatchObject({
      target: 'pypi2nix',
      file: '/p/requirements_override.nix',
      projectDir: { known: true, value: '/p' },
      python: { known: true, value: 'python37' },
      overrides: { understood: true, entries: [] },
      generated: {
        file: '/p/requirements.nix',
        inputs: ['openssl', 'xorg.libxcb'],
        complete: true,
        packages: new Map([
          ['foo-bar', { name: 'Foo_Bar', buildInputs: ['setuptools-scm'] }],
          ['setuptools-scm', { name: 'setuptools-scm', buildInputs: [] }],
        ]),
      },
    });
  });

  it('does not show through in overrides that it calls', () => {
    const files = { 'requirements.nix': GENERATED, 'requirements_override.nix': OVERRIDE };
    expect(usesOf(files)[0]?.overrides.entries).toMatchObject([{ name: 'foo', opaque: false }]);
  });

  it('is one use with the overrides beside it, under any name', () => {
    const uses = usesOf({ 'env.nix': GENERATED, 'env_override.nix': OVERRIDE });
    expect(uses.map(({ file }) => file)).toEqual(['/p/env_override.nix']);
    expect(uses[0]?.overrides.entries).toMatchObject([
      { name: 'foo', opaque: false, lists: [{ list: 'buildInputs', attrs: ['zlib'] }] },
    ]);
    expect(uses[0]?.generated?.file).toBe('/p/env.nix');
  });

  it.each([
    ['pkgs.python35Packages', 'python35'],
    ['pkgs.python37.pkgs', 'python37'],
  ])('may have its packages from %s', (packages, python) => {
    const text = GENERATED.replace(
      /pythonPackages = import[^;]*\{[^}]*\};/,
      `pythonPackages = ${packages};`,
    );
    expect(text).toContain(packages);
    expect(usesOf({ 'requirements.nix': text })[0]?.python).toEqual({ known: true, value: python });
  });

  it('is not complete with a list that is made elsewhere', () => {
    const text = GENERATED.replace('with pkgs; [ openssl xorg.libxcb ]', 'import ./inputs.nix');
    expect(usesOf({ 'requirements.nix': text })[0]?.generated?.complete).toBe(false);
  });

  it.each([
    ['something else', '{ pkgs }: let generated = 1; in generated'],
    ['no function', 'let commonBuildInputs = [ ]; generated = 1; pythonPackages = 1; in 1'],
    ['nothing', ''],
  ])('is not %s', (_name, text) => {
    expect(usesOf({ 'requirements.nix': text })).toEqual([]);
  });
});

describe('requirements_override.nix alone', () => {
  it('is read, of an interpreter that is not known', () => {
    const [use] = usesOf({ 'requirements_override.nix': OVERRIDE });
    expect(use).toMatchObject({ callee: 'requirements_override', python: { known: false } });
    expect(use?.overrides).toMatchObject({ understood: true });
    expect(use?.generated).toBeUndefined();
  });

  it.each([['{ a = 1; }'], ['{ pkgs, python }: self: super: {']])(
    'says nothing of what it lacks where it is %s',
    (text) => {
      const [use] = usesOf({ 'requirements_override.nix': text });
      expect(use?.overrides.understood).toBe(false);
    },
  );
});
