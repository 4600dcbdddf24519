import { describe, expect, it } from 'vitest';
import { mistakesIn, onlyMistake } from '../../../test/nix/mistakes.ts';
import { findPoetry2nixNoProject } from './poetry2nix-no-project.ts';

function call(text: string): string {
  return `{ pkgs, args }: pkgs.poetry2nix.${text}`;
}

describe('poetry2nix-no-project', () => {
  it.each([
    'mkPoetryEnv { }',
    'mkPoetryEnv { python = pkgs.python312; }',
    'mkPoetryEnv { pyproject = ./pyproject.toml; }',
    'mkPoetryApplication { pyproject = ./pyproject.toml; poetrylock = ./poetry.lock; }',
  ])('%s', (text) => {
    const { on, fixed } = onlyMistake(findPoetry2nixNoProject, call(text));
    expect(on).toContain('mkPoetry');
    expect(fixed).toContain('{ projectDir = ./.;');
  });

  it.each([
    'mkPoetryEnv { projectDir = ./.; }',
    'mkPoetryEnv { inherit (args) projectDir; }',
    'mkPoetryEnv { pyproject = ./pyproject.toml; poetrylock = ./poetry.lock; }',
    'mkPoetryApplication { pyproject = ./a.toml; poetrylock = ./poetry.lock; src = ./.; }',
    'mkPoetryEnv args',
    'mkPoetryEnv (args // { })',
  ])('not %s', (text) => {
    expect(mistakesIn(findPoetry2nixNoProject, call(text))).toEqual([]);
  });

  it('not a function of the package set', () => {
    expect(mistakesIn(findPoetry2nixNoProject, '{ pkgs }: pkgs.mkPoetryEnv { }')).toEqual([]);
  });
});
