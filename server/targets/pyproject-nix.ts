import { normalizeName } from '../python/names.ts';
import { nixpkgs } from './nixpkgs.ts';
import type { Target } from './model.ts';
import { BUILT, NOT_KNOWN } from './project-build.ts';

/**
 * pyproject.nix's renderers (its lib/renderers.nix, 7af23cf): dependencies become nixpkgs' own Python packages of the
 * same names, whatever version these have. No lock is read.
 */
export const pyprojectNix: Target = {
  ...nixpkgs,
  id: 'pyproject-nix',
  label: 'pyproject.nix',
  reads: { ...nixpkgs.reads, tomlInNix: true, takesByName: true },
  takenGroups({ groups, extras }) {
    const named = new Set(groups.known ? (groups.value ?? []) : []);
    const certain = {
      groups: named.add('main'),
      extras: new Set((extras.known ? (extras.value ?? []) : []).map(normalizeName)),
      packages: [],
    };
    return { certain, possible: groups.known && extras.known ? certain : 'all' };
  },
  project: {
    built(use) {
      if (use === null) return NOT_KNOWN;
      return use.callee === 'withPackages'
        ? { state: 'no', why: 'the environment has its dependencies alone' }
        : BUILT;
    },
    // What the renderer answers may be extended by whatever is written behind it.
    inputsAreKnown: false,
    takesRuntimeInputs: true,
  },
};
