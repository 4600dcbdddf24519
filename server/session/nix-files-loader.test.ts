import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
