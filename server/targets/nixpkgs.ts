import { chosen } from './files.ts';
import type { Target } from './model.ts';

/** Plain nixpkgs: the versions and their inputs are nixpkgs' own expressions, not the lock's. */
export const nixpkgs: Target = {
  id: 'nixpkgs',
  label: 'nixpkgs',
  defaultsAreKnown: false,
  projectInputsAreKnown: true,
  minds: { installerRules: false, uvSettings: false },
  distribution() {
    return chosen('sdist', null, "nixpkgs builds its own version of it, not the lock's");
  },
  builtIn: () => null,
  defaults(_facts, { need }) {
    return need.kind === 'build-system'
      ? { answer: 'provided', because: "nixpkgs' own expression has its build system" }
      : { answer: 'unknown', because: "nixpkgs' own expression decides" };
  },
};
