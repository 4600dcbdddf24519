import { describe, expect, it } from 'vitest';
import { readProject } from '../../../test/nix/reading.ts';

/** The folders of the uses, `?` for one that is not known. */
function rootsOf(files: Record<string, string>): readonly string[] {
  const { uses } = readProject(files);
  return uses.map(({ projectDir }) => (projectDir.known ? projectDir.value : '?'));
}

const ENV = '{ pkgs, inputs ? null, root ? null, isDev ? false }: pkgs.poetry2nix.mkPoetryEnv';

describe('the folder of a project', () => {
  it('is that of a flake whose `self` a caller gives', () => {
    const files = {
      'flake.nix': '{ outputs = { self, nixpkgs }: import ./nix/env.nix { root = self; }; }',
      'nix/env.nix': `${ENV} { projectDir = root; }`,
    };
    expect(rootsOf(files)).toEqual(['/p']);
  });

  it('is what all callers give, whoever else is in between', () => {
    const files = {
      'flake.nix': `{ outputs = { self, nixpkgs }@inputs: {
        app = import ./nix/app.nix { pkgs = 1; inputs.app = self; };
        dev = import ./nix/app.nix { pkgs = 1; inputs.app = self; isDev = true; };
        shell = import ./nix/shell.nix { pkgs = 1; inputs.app = self; };
        other = { app ? import ./nix/app.nix { } }: app;
      }; }`,
      'nix/app.nix':
        '{ pkgs, inputs ? null, isDev ? false }: import ./env.nix { inherit pkgs inputs isDev; }',
      'nix/shell.nix': '{ pkgs, inputs ? null }: import ./env.nix { inherit pkgs inputs; }',
      'nix/env.nix': `${ENV} { projectDir = inputs.app; }`,
    };
    expect(rootsOf(files)).toEqual(['/p']);
  });

  it('is not known where callers give different ones, or one that is not known', () => {
    const env = { 'env.nix': `${ENV} { projectDir = root; }` };
    const both = (other: string): Record<string, string> => ({
      'default.nix': `{ pkgs, src }: [
        (import ./env.nix { inherit pkgs; root = ./.; })
        (import ./env.nix { inherit pkgs; root = ${other}; })
      ]`,
      ...env,
    });
    expect(rootsOf(both('./.'))).toEqual(['/p']);
    expect(rootsOf(both('./sub'))).toEqual(['?']);
    expect(rootsOf(both('src'))).toEqual(['?']);
  });
});
