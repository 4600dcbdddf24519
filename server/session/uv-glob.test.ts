import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import { excludes, leadsTo, parseUvGlob } from './uv-glob.ts';

/** What the crate glob 0.3.1 answers, seen through `uv lock --check` of uv 0.13.9. */
describe('a glob of members', () => {
  it.each([
    ['parts/*', 'parts/a', true],
    ['parts/*', 'parts/a/b', false],
    ['parts/*', 'parts/.a', true],
    ['./parts/./*/', 'parts/a', true],
    ['libs/../parts/*', 'parts/a', true],
    ['parts/**', 'parts/a/b', true],
    ['parts/**', 'parts', false],
    ['**/a', 'a', true],
    ['parts/**/b', 'parts/b', true],
    ['libs/[ab]*', 'libs/b2', true],
    ['libs/[ab]*', 'libs/c2', false],
    ['libs/[a-c]?', 'libs/c2', true],
    ['libs/[!a]*', 'libs/a1', false],
    ['libs/[]x]', 'libs/]', true],
    ['libs/{a,b}', 'libs/a', false],
    ['libs/[AB]*', 'libs/a1', false],
  ])('%s and %s: %s', (glob, path, expected) => {
    const parsed = parseUvGlob(glob);
    expect(parsed !== null && leadsTo(parsed, path.split('/'))).toBe(expected);
  });

  it.each(['libs/[ab', 'libs/***', 'libs/a**', '../other', '/abs'])(
    'is not read where uv refuses it, or it leads out: %s',
    (glob) => {
      expect(parseUvGlob(glob)).toBeNull();
    },
  );
});

describe('a glob of exclude', () => {
  it.each([
    ['libs/a', 'libs/a', true],
    ['libs/*', 'libs/a/b', true],
    ['l*', 'libs/a', true],
    ['libs', 'libs/a', false],
    ['libs/**', 'libs/a/b', true],
    ['**/a', 'libs/a', true],
    ['**/a', 'libs/ba', false],
    ['libs?a', 'libs/a', true],
    ['*/d*', 'libs/deep/inner', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    const parsed = parseUvGlob(glob);
    expect(parsed !== null && excludes(parsed, path)).toBe(expected);
  });

  it('is matched in time that grows with it', () => {
    const path = 'a'.repeat(2000);
    const growth = growthOfTime((size) => {
      const glob = parseUvGlob(`${'*a'.repeat(size)}b`);
      expect(glob !== null && excludes(glob, path)).toBe(false);
    }, 500);
    expect(growth).toBeLessThan(SUPER_LINEAR);
  });
});
