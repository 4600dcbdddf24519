import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { describeWithNix } from './support/nix.ts';

const root = join(import.meta.dirname, '..');

/** Stands for nixpkgs: a flake of its own, in a folder. */
const nixpkgs = join(root, 'test/nix/nixpkgs');

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

describeWithNix('flake.nix in real Nix', { least: '2.8' }, (nix) => {
  let outputs: Outputs;
  beforeAll(() => {
    outputs = evaluate(
      nix,
      `
    let
      outputs = (import ${root}/flake.nix).outputs { inherit nixpkgs; self = outputs; };
      nixpkgs = (import ${nixpkgs}/flake.nix).outputs { self = nixpkgs; };
      package = outputs.packages.x86_64-linux.default;
    in {
      names = builtins.attrNames outputs;
      systems = builtins.attrNames outputs.packages;
      inherit (package) pname version;
      inherit (package.meta) mainProgram;
      program = outputs.apps.aarch64-darwin.default.program;
      lock = package.npmDeps.packageLock.packages;
      overlay = builtins.attrNames (outputs.overlays.default nixpkgs.legacyPackages.x86_64-linux { });
      shell = map (package: package.name) outputs.devShells.x86_64-linux.default.packages;
    }`,
    );
  });

  it('has a package, an app, an overlay and a shell, on four systems', () => {
    expect(outputs.names).toEqual(['apps', 'devShells', 'overlays', 'packages']);
    expect(outputs.systems).toHaveLength(4);
    expect(outputs.overlay).toEqual(['pyproject-nix-ls']);
    expect(outputs.shell).toContain('nodejs');
    expect(outputs.program).toMatch(/^\/nix\/store\/[^/]+\/bin\/pyproject-nix-ls$/);
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

// 2.8 has no --all-systems.
describeWithNix('nix flake check', { program: 'nix', least: '2.26' }, (nix) => {
  it('has no objection, with a stand-in for nixpkgs', () => {
    // As much of the checkout as the flake reads: Nix copies the whole of a folder.
    const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-flake-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    for (const file of ['flake.nix', 'package.nix', 'package.json', 'package-lock.json'])
      cpSync(join(root, file), join(folder, file));
    for (const file of [
      'LICENSE',
      'README.md',
      'overrides-db',
      'scripts',
      'server',
      'tsconfig.json',
    ])
      writeFileSync(join(folder, file), '');
    const features = ['--extra-experimental-features', 'nix-command flakes'];
    const what = ['--no-build', '--all-systems', '--no-write-lock-file'];
    const inputs = ['--override-input', 'nixpkgs', `path:${nixpkgs}`];
    const args = [...features, 'flake', 'check', ...what, ...inputs, `path:${folder}`];
    const { status, stderr } = spawnSync(nix, args, { encoding: 'utf8' });
    expect(stderr).toContain("checking app 'apps.aarch64-darwin.default'");
    expect(status, stderr).toBe(0);
  });
});

function evaluate(nix: string, expression: string): Outputs {
  const output = execFileSync(nix, ['--eval', '--strict', '--json', '-'], {
    input: expression,
    encoding: 'utf8',
  });
  return JSON.parse(output);
}
