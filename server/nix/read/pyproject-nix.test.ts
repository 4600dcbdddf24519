import { describe, expect, it } from 'vitest';
import { readProject, summary, useOf } from '../../../test/nix/reading.ts';

const PROJECT = 'project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; };';

describe('pyproject.nix', () => {
  it('reads what a renderer is given, and the overlays of nixpkgs', () => {
    const use = useOf(`{ pkgs, pyproject-nix }: let
      ${PROJECT}
      python = pkgs.python312.override { packageOverrides = final: prev: { foo = prev.foo.overridePythonAttrs { buildInputs = [ pkgs.zlib ]; }; }; };
    in python.pkgs.buildPythonPackage (project.renderers.buildPythonPackage { inherit python; extras = [ "a" ]; groups = [ "dev" ]; } // { doCheck = false; })`);
    expect(use).toMatchObject({
      target: 'pyproject-nix',
      callee: 'buildPythonPackage',
      projectDir: { known: true, value: '/p' },
      manifest: '/p/pyproject.toml',
      python: { known: true, value: 'python312' },
      extras: { known: true, value: ['a'] },
      groups: { known: true, value: ['dev'] },
    });
    expect(use.overrides.understood).toBe(true);
    expect(use.overrides.entries.map(summary)).toEqual(['foo: buildInputs=zlib']);
  });

  it.each([
    ['loadUVPyproject { projectRoot = ./.; }', '/p/pyproject.toml'],
    ['loadPoetryPyproject { projectRoot = ./sub; }', '/p/sub/pyproject.toml'],
    ['loadPyproject { pyproject = lib.importTOML ./pyproject.toml; }', '/p/pyproject.toml'],
    ['loadRequirementsTxt { projectRoot = ./.; }', '/p/requirements.txt'],
    [
      'loadRequirementsTxt { requirements = builtins.readFile ./nix/reqs.txt; projectRoot = ./.; }',
      '/p/nix/reqs.txt',
    ],
    ['loadPyproject { projectRoot = src; }', undefined],
    ['loadPyproject { pyproject = x; projectRoot = ./.; }', undefined],
  ])('knows what %s reads', (loader, manifest) => {
    const text = `{ lib, src, x, python, pyproject-nix }: let project = pyproject-nix.lib.project.${loader}; in python.withPackages (project.renderers.withPackages { inherit python; })`;
    const { uses } = readProject({ 'default.nix': text });
    expect(uses.map((use) => use.manifest)).toEqual([manifest]);
  });

  it('takes the project as an argument, and nothing else of that name for a renderer', () => {
    const given = `{ python, pyproject-nix }: let ${PROJECT} in pyproject-nix.lib.renderers.withPackages { inherit project python; }`;
    expect(useOf(given)).toMatchObject({ target: 'pyproject-nix', manifest: '/p/pyproject.toml' });
    const other = '{ python }: python.withPackages (ps: [ ps.requests ])';
    expect(readProject({ 'default.nix': other }).uses).toEqual([]);
  });
});
