import { chooseFile, chosen, isWithoutFiles } from './files.ts';
import type { Distribution, Target } from './model.ts';

/**
 * pypi2nix builds sdists and nothing else (it downloads with `--no-binary :all:`); native inputs
 * are its `-E` flags, build systems its `-s` flags.
 */
export const pypi2nix: Target = {
  id: 'pypi2nix',
  label: 'pypi2nix',
  defaultsAreKnown: false,
  projectInputsAreKnown: true,
  minds: { installerRules: false, uvSettings: false },
  distribution(locked, _use, builds) {
    const why = 'pypi2nix builds sdists';
    const choice = chooseFile(locked, 'sdist', why, builds);
    if (choice.kind === 'sdist') return choice;
    return isWithoutFiles(locked) ? chosen('sdist', null, why) : NONE;
  },
  builtIn: () => null,
  defaults(_facts, { need }) {
    return need.kind === 'build-system' && DETECTED.has(need.attr)
      ? { answer: 'provided', because: 'pypi2nix brings or detects it' }
      : { answer: 'not-provided', because: 'pypi2nix provides what its -E and -s flags name' };
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
