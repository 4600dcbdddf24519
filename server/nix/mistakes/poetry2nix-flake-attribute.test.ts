import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake } from '../../../test/nix/mistakes.ts';
import type { Find } from '../../../test/nix/mistakes.ts';
import { findPoetry2nixFlakeAttribute } from './poetry2nix-flake-attribute.ts';

const find: Find = (analysis) => findPoetry2nixFlakeAttribute(analysis, {});

function flake(
  body: string,
  url = 'github:nix-community/poetry2nix',
  formals = '{ nixpkgs, poetry2nix, ... }',
): string {
  return `{
  inputs.poetry2nix.url = "${url}";
  outputs = ${formals}: let pkgs = nixpkgs.legacyPackages.x; system = "x"; in ${body};
}`;
}

/** With a revision of that day. */
function at(date: string | null): Find {
  const pins = { poetry2nix: { revision: 'a', date, file: '/p/flake.lock' } };
  return (analysis) => findPoetry2nixFlakeAttribute(analysis, pins);
}

describe('poetry2nix-flake-attribute', () => {
  it.each([
    [
      'poetry2nix.mkPoetryEnv { }',
      'mkPoetryEnv',
      '(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryEnv { }',
    ],
    [
      'poetry2nix.overrides.withDefaults',
      'overrides',
      '(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).overrides.withDefaults',
    ],
    [
      'poetry2nix.legacyPackages.${system}.mkPoetryEnv',
      'legacyPackages',
      '(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryEnv',
    ],
    [
      'let inherit (poetry2nix) defaultPoetryOverrides; in 1',
      'defaultPoetryOverrides',
      'inherit ((poetry2nix.lib.mkPoetry2Nix { inherit pkgs; })) defaultPoetryOverrides;',
    ],
    [
      'let inherit (poetry2nix.legacyPackages.${system}) mkPoetryEnv; in 1',
      'legacyPackages',
      'inherit ((poetry2nix.lib.mkPoetry2Nix { inherit pkgs; })) mkPoetryEnv;',
    ],
  ])('%s', (body, on, fixed) => {
    const found = onlyMistake(find, flake(body));
    expect(found.on).toBe(on);
    expect(found.fixed).toContain(fixed);
  });

  it('of all inputs in one argument', () => {
    const { on, fixed } = onlyMistake(
      find,
      flake('inputs.poetry2nix.mkPoetryEnv { }', undefined, 'inputs@{ nixpkgs, ... }'),
    );
    expect(on).toBe('mkPoetryEnv');
    expect(fixed).toContain('(inputs.poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryEnv');
  });

  it.each([
    ['an instance', flake('(poetry2nix.lib.mkPoetry2Nix { inherit pkgs; }).mkPoetryEnv { }')],
    ['a local instance', flake('let poetry2nix = pkgs.poetry2nix; in poetry2nix.mkPoetryEnv { }')],
    [
      'what its folder makes',
      flake('let p2n = import poetry2nix { inherit pkgs; }; in p2n.mkPoetryEnv { }'),
    ],
    [
      'what its folder makes, inherited',
      flake('let inherit (import poetry2nix { inherit pkgs; }) mkPoetryEnv; in 1'),
    ],
    [
      'what its overlay makes',
      flake('(pkgs.extend poetry2nix.overlays.default).poetry2nix.mkPoetryEnv { }'),
    ],
    ['its overlay', flake('poetry2nix.overlays.default')],
    ['what it may have', flake('poetry2nix.legacyPackages or { }')],
    ['another repository', flake('poetry2nix.mkPoetryEnv { }', 'github:somebody/else')],
    ['a file that is no flake', '{ poetry2nix }: poetry2nix.mkPoetryEnv { }'],
  ])('not of %s', (_name, text) => {
    expect(mistakesIn(find, text)).toEqual([]);
  });

  it('not of a revision that had other outputs', () => {
    const text = flake('poetry2nix.legacyPackages.${system}.mkPoetryEnv { }');
    expect(mistakesIn(at('2023-08-01T00:00:00Z'), text)).toEqual([]);
    expect(mistakesIn(at('2024-08-01T00:00:00Z'), text)).toHaveLength(1);
    expect(mistakesIn(at(null), text)).toHaveLength(1);
  });
});
