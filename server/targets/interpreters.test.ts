import { describe, expect, it } from 'vitest';
import { projectOf, manifestText } from '../../test/support/project.ts';
import { parsePoetryConstraint } from '../python/poetry-constraint.ts';
import { candidateInterpreters } from './interpreters.ts';

function useOf(argument: string) {
  const nix = `{ pkgs }: pkgs.poetry2nix.mkPoetryApplication { projectDir = ./.; ${argument} }`;
  return projectOf({ manifest: manifestText([]), nix }).uses[0] ?? null;
}

function range(text: string) {
  const parsed = parsePoetryConstraint(text);
  return 'problem' in parsed ? null : parsed;
}

describe('candidateInterpreters', () => {
  it('is the one that the call names', () => {
    expect(candidateInterpreters(useOf('python = pkgs.python310;'), range('^3.8'), null)).toEqual([
      '3.10',
    ]);
  });

  it('is a PyPy where the call names one', () => {
    expect(candidateInterpreters(useOf('python = pkgs.pypy310;'), null, null)).toEqual([
      'pypy3.10',
    ]);
  });

  it('is the one that the user states where the call leaves it open', () => {
    expect(candidateInterpreters(useOf('python = pkgs.python310;'), null, '3.12')).toEqual([
      '3.10',
    ]);
    expect(candidateInterpreters(useOf('python = pkgs.python3;'), null, '3.12')).toEqual(['3.12']);
    expect(candidateInterpreters(useOf('python = choose pkgs;'), null, 'pypy3.10')).toEqual([
      'pypy3.10',
    ]);
    expect(candidateInterpreters(null, range('^3.8'), '3.12')).toEqual(['3.12']);
  });

  it("is every minor of the project's range where the call leaves it to nixpkgs", () => {
    expect(candidateInterpreters(useOf(''), range('>=3.10,<3.13'), null)).toEqual([
      '3.10',
      '3.11',
      '3.12',
    ]);
    expect(candidateInterpreters(null, range('~3.9.5'), null)).toEqual(['3.9']);
  });

  it('is none for a range that leaves out all of them', () => {
    expect(candidateInterpreters(null, range('<3'), null)).toEqual([]);
  });
});
