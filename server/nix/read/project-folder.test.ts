import { describe, expect, it } from 'vitest';
import { readProject } from '../../../test/nix/reading.ts';

const UV = `uv2nix.lib.workspace.loadWorkspace { workspaceRoot = root; }`;

/** The folders of the uses, or why they are not known. */
function folders(files: Readonly<Record<string, string>>): readonly string[] {
  return readProject(files).uses.map(({ projectDir }) =>
    projectDir.known ? projectDir.value : projectDir.why,
  );
}

describe('the folder of a project', () => {
  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'the argument of an imported function',
      {
        'default.nix': '{ uv2nix }: import ./nix/workspace.nix { inherit uv2nix; root = ./.; }',
        'nix/workspace.nix': `{ uv2nix, root }: ${UV}`,
      },
    ],
    [
      'an argument of callPackage',
      {
        'default.nix': '{ pkgs }: pkgs.callPackage ./nix/workspace.nix { root = ./.; }',
        'nix/workspace.nix': `{ uv2nix, root }: ${UV}`,
      },
    ],
    [
      'an argument of callPackage, before the default of the formal',
      {
        'default.nix': '{ pkgs }: pkgs.callPackage ./nix/app.nix { src = ./.; }',
        'nix/app.nix':
          '{ poetry2nix, src ? ./sub }: poetry2nix.mkPoetryApplication { projectDir = src; }',
      },
    ],
    [
      'an argument that goes through two files',
      {
        'default.nix': '{ pkgs }: import ./nix/a.nix { inherit pkgs; dir = ./.; }',
        'nix/a.nix': '{ pkgs, dir }: pkgs.callPackage ./b.nix { projectDir = dir; }',
        'nix/b.nix':
          '{ poetry2nix, projectDir }: poetry2nix.mkPoetryApplication { inherit projectDir; }',
      },
    ],
    [
      'self of a flake, as an argument',
      {
        'flake.nix':
          '{ outputs = { self, uv2nix }: { x = import ./nix/w.nix { inherit uv2nix; root = self; }; }; }',
        'nix/w.nix': `{ uv2nix, root }: ${UV}`,
      },
    ],
    [
      'the argument of a function that fix ties',
      {
        'default.nix': `{ uv2nix, lib }: lib.fix (self: { root = ./.; workspace = ${UV.replace('root;', 'self.root;')}; })`,
      },
    ],
  ])('is %s', (_name, files) => {
    expect(folders(files)).toEqual(['/p']);
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    [
      'two callers give two',
      {
        'default.nix':
          '{ uv2nix }: let f = import ./w.nix; in [ (f { inherit uv2nix; root = ./.; }) (f { inherit uv2nix; root = ./sub; }) ]',
        'w.nix': `{ uv2nix, root }: ${UV}`,
      },
    ],
    ['nobody gives it', { 'default.nix': `{ uv2nix, root }: ${UV}` }],
  ])('is not known where %s', (_name, files) => {
    expect(folders(files)).toEqual(['which folder it is, is decided elsewhere']);
  });
});
