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
  defaults() {
    return { answer: 'not-provided', because: 'pypi2nix provides what its -E and -s flags name' };
  },
};
