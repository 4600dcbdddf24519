import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { findTool } from './support/tools.ts';

const root = join(import.meta.dirname, '..');
const nix = findTool('nix-instantiate', 'NIX_INSTANTIATE');

/** As much of nixpkgs as the flake asks for, saying what it was given. */
const nixpkgs = `rec {
  lib = {
    genAttrs = names: make: builtins.listToAttrs (map (name: { inherit name; value = make name; }) names);
    last = list: builtins.elemAt list (builtins.length list - 1);
    splitString = separator: text: builtins.filter builtins.isString (builtins.split separator text);
    fileset = { unions = paths: assert builtins.all builtins.pathExists paths; paths; toSource = { root, fileset }: root; };
    licenses.mit = "mit";
    platforms.unix = [ ];
  };
  legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ] (system: rec {
    inherit lib;
    stdenv.hostPlatform = { inherit system; };
    nodejs = "nodejs"; git = "git"; tmux = "tmux";
    mkShell = arguments: arguments;
    buildNpmPackage = arguments: arguments // { outPath = "/nix/store/x"; };
    importNpmLock = { __functor = _: arguments: arguments; npmConfigHook = "hook"; };
    callPackage = file: _: import file {
      inherit lib buildNpmPackage importNpmLock nodejs;
      npmDefaults = ${root}/test/nix/npm-defaults.txt;
    };
  });
}`;

interface LockEntry {
  readonly resolved?: string;
  readonly integrity?: string;
}

interface Outputs {
  readonly names: string[];
  readonly systems: string[];
  readonly overlay: string[];
  readonly shell: string[];
  readonly program: string;
  readonly lock: Record<string, LockEntry>;
}

describe.skipIf(nix === null)('flake.nix in real Nix', () => {
  let outputs: Outputs;
  beforeAll(() => {
    outputs = evaluate(`
    let
      outputs = (import ${root}/flake.nix).outputs { inherit nixpkgs; self = outputs; };
      nixpkgs = ${nixpkgs};
      package = outputs.packages.x86_64-linux.default;
    in {
      names = builtins.attrNames outputs;
      systems = builtins.attrNames outputs.packages;
      inherit (package) pname version;
      inherit (package.meta) mainProgram;
      program = outputs.apps.aarch64-darwin.default.program;
      lock = package.npmDeps.packageLock.packages;
      overlay = builtins.attrNames (outputs.overlays.default nixpkgs.legacyPackages.x86_64-linux { });
      shell = outputs.devShells.x86_64-linux.default.packages;
    }`);
  });

  it('has a package, an app, an overlay and a shell, on four systems', () => {
    expect(outputs.names).toEqual(['apps', 'devShells', 'overlays', 'packages']);
    expect(outputs.systems).toHaveLength(4);
    expect(outputs.overlay).toEqual(['pyproject-nix-ls']);
    expect(outputs.shell).toContain('nodejs');
    expect(outputs.program).toBe('/nix/store/x/bin/pyproject-nix-ls');
  });

  it('takes name and version from package.json', () => {
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      name: string;
      version: string;
    };
    expect(outputs).toMatchObject({ pname: name, version, mainProgram: name });
  });

  it('gives every locked package an address and a hash', () => {
    const { '': project, ...entries } = outputs.lock;
    expect(project?.resolved).toBeUndefined();
    expect(Object.keys(entries).length).toBeGreaterThan(50);
    for (const [path, { resolved, integrity }] of Object.entries(entries)) {
      expect(integrity, path).toMatch(/^sha512-/);
      const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
      expect(resolved, path).toMatch(/^https:\/\/registry\.example\.org\//);
      expect(new URL(resolved ?? '').pathname, path).toMatch(
        new RegExp(String.raw`^/${name}/-/${name.split('/').at(-1)}-\d[^/]*\.tgz$`),
      );
    }
  });
});

function evaluate(expression: string): Outputs {
  if (nix === null) throw new Error('there is no Nix');
  const output = execFileSync(nix, ['--eval', '--strict', '--json', '-'], {
    input: expression,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}
