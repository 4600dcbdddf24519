import { chosen } from './files.ts';
import type { Target } from './model.ts';

/** Plain nixpkgs: the versions and their inputs are nixpkgs' own expressions, not the lock's. */
export const nixpkgs: Target = {
  id: 'nixpkgs',
  label: 'nixpkgs',
  defaultsAreKnown: false,
  distribution() {
    return chosen('sdist', null, "nixpkgs builds its own version of it, not the lock's");
  },
  defaults(_facts, { need }) {
    return need.kind === 'build-system'
      ? { answer: 'provided', because: "nixpkgs' own expression has its build system" }
      : { answer: 'unknown', because: "nixpkgs' own expression decides" };
  },
};
