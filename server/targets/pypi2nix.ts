import type { RequestedNeed } from '../nix/api.ts';
import { nameInPypi2nixTime } from './pypi2nix-nixpkgs.ts';
import { namedGroups } from './groups.ts';
import { NOT_KNOWN } from './project-build.ts';
import { PLAIN_ASKS, requestedNeed } from './asks.ts';
import { chooseFile, chosen, isWithoutFiles } from './files.ts';
import type { Distribution, Target } from './model.ts';

/**
 * pypi2nix builds sdists and nothing else (it downloads with `--no-binary :all:`); native inputs
 * are its `-E` flags, build systems its `-s` flags.
 */
export const pypi2nix: Target = {
  id: 'pypi2nix',
  label: 'pypi2nix',
  pinned: null,
  failsOverWheels: () => null,
  reads: {
    files: { manifest: 'requirements', lock: 'requirements' },
    tomlInNix: false,
    needsLock: false,
    needsFilesInLock: false,
    projectTable: true,
    asInstaller: false,
    uvSettings: false,
    takesByName: false,
  },
  distribution(locked, _use, builds) {
    const why = 'pypi2nix builds sdists';
    const choice = chooseFile(locked, 'sdist', why, builds);
    if (choice.kind === 'sdist') return choice;
    return isWithoutFiles(locked) ? chosen('sdist', null, why) : NONE;
  },
  takenGroups: namedGroups,
  project: {
    built: () => NOT_KNOWN,
    inputsAreKnown: true,
    takesRuntimeInputs: true,
  },
  provides: {
    noBuildSystem: () => false,
    propagates: false,
    dependenciesAreInputs: true,
    builtIn: () => null,
    defaults(_facts, { need }) {
      return need.kind === 'build-system' && DETECTED.has(need.attr)
        ? { answer: 'provided', because: 'pypi2nix brings or detects it' }
        : { answer: 'not-provided', because: 'pypi2nix provides what its -E and -s flags name' };
    },
    defaultsAreKnown: false,
    byOverlays: false,
    ownSource: null,
    buildSystemsOf: null,
  },
  asks: {
    ...PLAIN_ASKS,
    needs: (of, needs) => needs.flatMap((need) => inItsTime(requestedNeed(need, of))),
  },
};

/** The index may have one all the same: pypi2nix asks it, and not the lock. */
const NONE: Distribution = {
  kind: 'unknown',
  why: 'pypi2nix builds sdists, and the lock has none',
};

/**
 * nixpkgs' `buildPythonPackage` brings setuptools and wheel. Other backends need a `pyproject.toml`,
 * of which pypi2nix reads the requirements (its README, `--setup-requires`); what is left are
 * requirements of a `setup.py`.
 */
const DETECTED: ReadonlySet<string> = new Set([
  'setuptools',
  'wheel',
  'flit',
  'flit-core',
  'hatchling',
  'maturin',
  'meson-python',
  'pdm-backend',
  'pdm-pep517',
  'poetry',
  'poetry-core',
  'scikit-build-core',
]);

/** By the names of its nixpkgs, which can vendor no crates either; none where that has nothing like it. */
function inItsTime(need: RequestedNeed): readonly RequestedNeed[] {
  if (need.kind === 'cargo-hash') return [];
  if (need.kind !== 'input') return [need];
  const attr = nameInPypi2nixTime(need.attr);
  return attr === null ? [] : [{ ...need, attr }];
}
