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

  it.each([
    [
      'an inherited renderer',
      `let ${PROJECT} inherit (project.renderers) withPackages; in withPackages { inherit python; }`,
    ],
    [
      'a name for the renderers',
      `let ${PROJECT} r = project.renderers; in r.withPackages { inherit python; }`,
    ],
    [
      'a with of the renderers',
      `let ${PROJECT} in with project.renderers; withPackages { inherit python; }`,
    ],
    [
      'a with of a name for the renderers, around another one',
      `let ${PROJECT} r = project.renderers; in with pkgs; with r; withPackages { inherit python; }`,
    ],
    [
      'a loader of somebody’s own',
      'let load = root: pyproject-nix.lib.project.loadPyproject { projectRoot = root; }; in (load ./.).renderers.withPackages { inherit python; }',
    ],
    [
      'what is merged with it',
      `let ${PROJECT} in python.pkgs.buildPythonPackage (lib.recursiveUpdate (project.renderers.buildPythonPackage { inherit python; }) { doCheck = false; })`,
    ],
    [
      'a project in a set',
      `let projects = { app = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; }; }; in projects.app.renderers.withPackages { inherit python; }`,
    ],
    [
      'a function of the project',
      `let ${PROJECT} env = p: python.withPackages (p.renderers.withPackages { inherit python; }); in env project`,
    ],
    [
      'fix',
      `(lib.fix (self: { ${PROJECT} env = self.project.renderers.withPackages { inherit python; }; })).env`,
    ],
  ])('reads %s', (_name, body) => {
    const { uses } = readProject({ 'default.nix': `{ lib, python, pyproject-nix }: ${body}` });
    expect(uses.map((use) => [use.target, use.manifest])).toEqual([
      ['pyproject-nix', '/p/pyproject.toml'],
    ]);
  });

  it('takes the project as an argument, and nothing else of that name for a renderer', () => {
    const given = `{ python, pyproject-nix }: let ${PROJECT} in pyproject-nix.lib.renderers.withPackages { inherit project python; }`;
    expect(useOf(given)).toMatchObject({ target: 'pyproject-nix', manifest: '/p/pyproject.toml' });
    const other = '{ python }: python.withPackages (ps: [ ps.requests ])';
    expect(readProject({ 'default.nix': other }).uses).toEqual([]);
    const inner = `{ python, pyproject-nix }: let ${PROJECT} in with project.renderers; with python; withPackages (ps: [ ])`;
    expect(readProject({ 'default.nix': inner }).uses).toEqual([]);
  });
});
