import { namedGroups } from './groups.ts';
import { BUILT, NOT_KNOWN } from './project-build.ts';
import { PLAIN_ASKS } from './asks.ts';
import { chooseFile, EITHER, isWithoutFiles } from './files.ts';
import type { Target } from './model.ts';

/** Why a file is taken whose package has a `sourceSelector` of its own. */
const OVERRIDDEN = 'its sourceSelector says so';

/** dream2nix's modules of pip and PDM: wheels first, and setuptools is there for every sdist. */
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
    const own = use?.overrides.entries.find(
      ({ normalized, preferWheel }) => normalized === locked.name && preferWheel !== null,
    );
    if (own !== undefined)
      return chooseFile(locked, own.preferWheel === true ? 'wheel' : 'sdist', OVERRIDDEN, builds);
    const flagged = use?.lockedFormats?.get(locked.name);
    if (flagged !== undefined) return chooseFile(locked, flagged, 'pip.pipFlags name it', builds);
    if (use?.preferWheels.known === true && !use.preferWheels.value)
      return chooseFile(
        locked,
        'sdist',
        use.callee.endsWith('pdm')
          ? 'pdm.sourceSelector takes no wheels'
          : 'pip.pipFlags take no wheels',
        builds,
      );
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
