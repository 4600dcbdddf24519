import { describe, expect, it } from 'vitest';
import { holdsInterpreters, wrapsPoetry2nix } from './package-sets.ts';

describe('the names of a package set', () => {
  it.each(['pkgs', 'nixpkgs', 'final'])(
    '%s holds interpreters, and wrappers of poetry2nix',
    (name) => {
      expect(holdsInterpreters(name)).toBe(true);
      expect(wrapsPoetry2nix(name)).toBe(true);
    },
  );

  it('are also systems, which poetry2nix has in its own flake too', () => {
    expect(holdsInterpreters('x86_64-linux')).toBe(true);
    expect(wrapsPoetry2nix('x86_64-linux')).toBe(false);
  });

  it('are not the names of other things', () => {
    expect(holdsInterpreters('poetry2nix')).toBe(false);
    expect(wrapsPoetry2nix('poetry2nix')).toBe(false);
  });
});
