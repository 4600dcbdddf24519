import { namedGroups } from './groups.ts';
import { BUILT, NOT_KNOWN } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chooseFile, EITHER, isWithoutFiles } from './files.ts';
import type { Target } from './model.ts';

/** dream2nix's pip module: wheels first, and setuptools is there for every sdist. */
export const dream2nix: Target = {
  id: 'dream2nix',
  label: 'dream2nix',
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
  distribution(locked, use, builds) {
    if (isWithoutFiles(locked)) return EITHER;
    if (use?.preferWheels.known === true && !use.preferWheels.value)
      return chooseFile(locked, 'sdist', 'pip.pipFlags take no wheels', builds);
    return chooseFile(locked, 'wheel', 'dream2nix locks wheels where there are any', builds);
  },
  takenGroups: namedGroups,
  project: {
    built: (use) => (use?.own === undefined ? NOT_KNOWN : BUILT),
    inputsAreKnown: true,
    takesRuntimeInputs: true,
  },
  provides: {
    noBuildSystem: () => false,
    propagates: false,
    dependenciesAreInputs: true,
    builtIn: () => null,
    defaults(_facts, { need }) {
      return need.kind === 'build-system' && (need.attr === 'setuptools' || need.attr === 'wheel')
        ? { answer: 'provided', because: 'dream2nix provides it to every sdist' }
        : { answer: 'not-provided', because: 'dream2nix provides nothing else by default' };
    },
    defaultsAreKnown: false,
    byOverlays: false,
    ownSource: null,
    buildSystemsOf: null,
  },
  asks: PLAIN_ASKS,
};
