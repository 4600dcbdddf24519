import { describe, expect, it } from 'vitest';
import { useOf } from '../../test/nix/reading.ts';
import { pyprojectNix } from './pyproject-nix.ts';

/** The groups and the extras that a renderer takes with these arguments, and whether nothing else may be. */
function taken(args: string): readonly unknown[] {
  const text = `{ python, pyproject-nix }: let project = pyproject-nix.lib.project.loadPyproject { projectRoot = ./.; }; in python.withPackages (project.renderers.withPackages { inherit python; ${args} })`;
  const asked = { name: 'app', defaultGroups: [], legacyGroups: [], members: [], pin: null };
  const { certain, possible } = pyprojectNix.takenGroups(useOf(text), asked);
  const names = [certain.groups, certain.extras].map((each) => (each === 'all' ? each : [...each]));
  return [...names, possible !== 'all'];
}

describe('what a renderer of pyproject.nix takes', () => {
  it.each([
    ['', [['main'], [], true]],
    ['groups = [ "dev" ]; extras = [ "Bright" ];', [['dev', 'main'], ['bright'], true]],
    ['groups = given;', [['main'], [], false]],
  ])('with %s', (args, expected) => {
    expect(taken(args)).toEqual(expected);
  });
});
