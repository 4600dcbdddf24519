import { describe, expect, it } from 'vitest';
import type { Find } from '../../../test/nix/mistakes.ts';
import { mistakesIn, onlyMistake } from '../../../test/nix/mistakes.ts';
import { findPoetry2nixNoProject } from './poetry2nix-no-project.ts';

const PINS = { poetry2nix: { revision: 'a', date: '2024-10-01T00:00:00Z', file: '/p/flake.lock' } };
const find: Find = (analysis) => findPoetry2nixNoProject(analysis, PINS);
const unpinned: Find = (analysis) => findPoetry2nixNoProject(analysis, {});

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
    const { on, fixed } = onlyMistake(find, call(text));
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
    expect(mistakesIn(find, call(text))).toEqual([]);
  });

  it('not a function of the package set', () => {
    expect(mistakesIn(find, '{ pkgs }: pkgs.mkPoetryEnv { }')).toEqual([]);
  });

  it('not with a lock, where an early revision may be meant', () => {
    expect(mistakesIn(unpinned, call('mkPoetryEnv { poetrylock = ./poetry.lock; }'))).toEqual([]);
    expect(mistakesIn(find, call('mkPoetryEnv { poetrylock = ./poetry.lock; }'))).toHaveLength(1);
    expect(mistakesIn(unpinned, call('mkPoetryEnv { }'))).toHaveLength(1);
  });
});
