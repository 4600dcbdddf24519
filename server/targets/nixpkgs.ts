import { namedGroups } from './groups.ts';
import { BUILT, NOT_KNOWN } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chosen } from './files.ts';
import type { Target } from './model.ts';

/** Plain nixpkgs: the versions and their inputs are nixpkgs' own expressions, not the lock's. */
export const nixpkgs: Target = {
  id: 'nixpkgs',
  label: 'nixpkgs',
  pinned: null,
  failsOverWheels: () => null,
  reads: {
    files: null,
    tomlInNix: false,
    needsLock: false,
    needsFilesInLock: false,
    projectTable: true,
    asInstaller: false,
    uvSettings: false,
    takesByName: false,
  },
  distribution() {
    return chosen('sdist', null, "nixpkgs builds its own version of it, not the lock's");
  },
  takenGroups: namedGroups,
  project: {
    built: (use) => (use === null || use.own !== undefined ? BUILT : NOT_KNOWN),
    inputsAreKnown: true,
    takesRuntimeInputs: true,
  },
  provides: {
    noBuildSystem: () => false,
    propagates: false,
    dependenciesAreInputs: true,
    builtIn: () => null,
    defaults(_facts, { need }) {
      switch (need.kind) {
        case 'build-system':
          return { answer: 'provided', because: "nixpkgs' own expression has its build system" };
        case 'cargo-hash':
          return { answer: 'provided', because: "nixpkgs' own expression vendors its crates" };
        default:
          return { answer: 'unknown', because: "nixpkgs' own expression decides" };
      }
    },
    defaultsAreKnown: false,
    byOverlays: false,
    ownSource: null,
    buildSystemsOf: null,
  },
  asks: PLAIN_ASKS,
};
