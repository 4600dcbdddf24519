import { chooseFile } from './files.ts';
import type { Target } from './model.ts';

/** pypi2nix builds sdists; native inputs are its `-E` flags, build systems its `-s` flags. */
export const pypi2nix: Target = {
  id: 'pypi2nix',
  label: 'pypi2nix',
  defaultsAreKnown: false,
  distribution(locked, _use, builds) {
    return chooseFile(locked, 'sdist', 'pypi2nix builds sdists', builds);
  },
  defaults(_facts, { need }) {
    return need.kind === 'build-system' && DETECTED.has(need.attr)
      ? { answer: 'provided', because: 'pypi2nix brings or detects it' }
      : { answer: 'not-provided', because: 'pypi2nix provides what its -E and -s flags name' };
  },
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
