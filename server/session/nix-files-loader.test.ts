import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { boundaryAround } from './boundary.ts';
import { Buffers } from './buffers.ts';
import { NixFilesLoader } from './nix-files-loader.ts';
import { nodeFileSystem } from './node-file-system.ts';
import { Texts } from './texts.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nix-files-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function problems(): readonly string[] {
  const texts = new Texts(nodeFileSystem, new Buffers(), () => {});
  const sides = new NixFilesLoader(texts, (root) =>
    boundaryAround(root, folder, { allowed: [], named: [] }, texts),
  );
  const { problems: found } = sides.around(folder, folder);
  return found.map(({ code, file }) => `${code} ${file.slice(folder.length)}`);
}

describe('the Nix files around a folder', () => {
  it('says nothing of an import of a folder whose name ends in .nix', () => {
    const caller =
      'let lamp = import ./vendor/lamp.nix { }; in poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = lamp; }\n';
    writeFileSync(join(folder, 'default.nix'), caller);
    mkdirSync(join(folder, 'vendor', 'lamp.nix'), { recursive: true });
    writeFileSync(join(folder, 'vendor', 'lamp.nix', 'default.nix'), '{ }: _: _: { }\n');
    expect(problems()).toEqual([]);
    rmSync(join(folder, 'vendor', 'lamp.nix'), { recursive: true });
    writeFileSync(join(folder, 'vendor', 'lamp.nix'), Buffer.from([0x7b, 0xe9, 0x7d]));
    expect(problems()).toEqual(['unreadable-file /vendor/lamp.nix']);
  });
});

describe('the files that are called because of where they stand', () => {
  const USE = 'p: p.poetry2nix.mkPoetryApplication { projectDir = ./.; }\n';

  /** The files that are read of a folder with this flake and these further files, relative to it. */
  function filesRead(flake: string, others: readonly string[]): readonly string[] {
    writeFileSync(join(folder, 'flake.nix'), flake);
    for (const name of others) {
      mkdirSync(join(folder, dirname(name)), { recursive: true });
      writeFileSync(join(folder, name), USE);
    }
    const texts = new Texts(nodeFileSystem, new Buffers(), () => {});
    const sides = new NixFilesLoader(texts, (root) =>
      boundaryAround(root, folder, { allowed: [], named: [] }, texts),
    );
    const { nixFiles } = sides.around(folder, folder);
    return [...nixFiles.keys()].map((file) => file.slice(folder.length + 1)).toSorted();
  }

  it.each([
    [
      'blueprint',
      '{ outputs = inputs: inputs.blueprint { inherit inputs; prefix = "nix/"; }; }',
      ['nix/lib/default.nix', 'nix/packages/app/default.nix'],
    ],
    [
      'blueprint without a prefix',
      '{ outputs = inputs: inputs.blueprint { inherit inputs; }; }',
      ['lib/default.nix', 'packages/app.nix'],
    ],
    [
      'import-tree',
      '{ outputs = i: i.flake-parts.lib.mkFlake { inputs = i; } (i.import-tree ./modules); }',
      ['modules/a/b.nix', 'modules/c.nix'],
    ],
    [
      'import-tree among the modules of flake-parts',
      '{ outputs = i: i.flake-parts.lib.mkFlake { inputs = i; } { imports = [ (i.import-tree [ ./a ./b ]) ]; }; }',
      ['a/x.nix', 'b/y.nix'],
    ],
    [
      'flakelight',
      '{ outputs = { flakelight, ... }: flakelight ./. { }; }',
      ['nix/packages/app.nix'],
    ],
    [
      'flakelight with a folder of its own',
      '{ outputs = { flakelight, ... }: flakelight ./. { nixDir = ./parts; }; }',
      ['parts/app.nix'],
    ],
    [
      'haumea',
      '{ outputs = { haumea, ... }: haumea.lib.load { src = ./src; inputs = { }; }; }',
      ['src/a/default.nix'],
    ],
    [
      'nixpkgs',
      '{ outputs = { nixpkgs, ... }: nixpkgs.lib.packagesFromDirectoryRecursive { directory = ./pkgs; callPackage = x; }; }',
      ['pkgs/app/package.nix'],
    ],
  ])('are read with %s', (_name, flake, others) => {
    expect(filesRead(flake, others)).toEqual(['flake.nix', ...others].toSorted());
  });

  it('are not where nothing calls them, and none of hidden folders', () => {
    expect(filesRead('{ outputs = _: { }; }', ['nix/packages/app.nix'])).toEqual(['flake.nix']);
    const flake = '{ outputs = i: (i.import-tree ./modules); }';
    expect(filesRead(flake, ['modules/.old/a.nix'])).toEqual(['flake.nix']);
  });

  it('are no more than 64 of a folder', () => {
    const names = Array.from({ length: 70 }, (_, index) => `modules/m${index}.nix`);
    const flake = '{ outputs = i: (i.import-tree ./modules); }';
    expect(filesRead(flake, names)).toHaveLength(65);
  });
});
