import { describe, expect, it } from 'vitest';
import { besideFetched } from './fetched-pins.ts';
import type { Pins } from './pins.ts';

const PINNED = 'a'.repeat(40);
const OTHER = 'b'.repeat(40);
const PINS: Pins = {
  nixpkgs: { revision: PINNED, date: '2026-02-03T00:00:00Z', file: '/p/flake.lock' },
};

function fetching(revision: string, repository = 'NixOS/nixpkgs'): string {
  return `{ pkgs ? import (fetchTarball "https://github.com/${repository}/archive/${revision}.tar.gz") { } }: pkgs`;
}

function beside(pins: Pins, ...texts: readonly string[]): Pins {
  return besideFetched(pins, new Map(texts.map((text, at) => [`/p/${at}.nix`, text])));
}

describe('what Nix files fetch beside what is pinned', () => {
  it('leaves open which revision is used where they disagree', () => {
    for (const pins of [
      beside(PINS, fetching(OTHER)),
      beside({}, fetching(PINNED), fetching(OTHER)),
    ]) {
      expect(pins.nixpkgs).toBeUndefined();
      const revisions = pins.disagreeing?.nixpkgs?.map(({ revision }) => revision);
      expect(revisions).toEqual([PINNED, OTHER]);
    }
  });

  it.each([
    [
      'fetchGit { url = "https://github.com/nix-community/poetry2nix.git"; ref = "master"; rev = "REV"; }',
    ],
    [
      'pkgs.fetchFromGitHub { owner = "nix-community"; repo = "poetry2nix";\n  rev = "REV"; hash = ""; }',
    ],
  ])('is what %s takes', (text) => {
    expect(beside({}, text.replace('REV', OTHER)).poetry2nix?.revision).toBe(OTHER);
    expect(beside({}, text.replace('REV', 'v1.42'))).toEqual({});
    expect(beside({}, text.replace('REV', OTHER).replaceAll('poetry2nix', 'pystarport'))).toEqual(
      {},
    );
  });

  it('is the same revision', () => {
    expect(beside(PINS, fetching(PINNED))).toEqual(PINS);
  });

  it('is a pin where no other is', () => {
    const { poetry2nix } = beside(PINS, fetching(OTHER, 'nix-community/poetry2nix'));
    expect(poetry2nix).toEqual({ revision: OTHER, date: null, file: '/p/0.nix' });
  });

  it.each([
    ['in a comment', `# ${fetching(OTHER)}\n{ }`],
    ['of another repository', fetching(OTHER, 'edolstra/flake-compat')],
    ['of a branch', fetching('master')],
  ])('passes over an address %s', (_, text) => {
    expect(beside(PINS, text)).toEqual(PINS);
  });
});
