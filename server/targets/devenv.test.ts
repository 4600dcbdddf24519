import { describe, expect, it } from 'vitest';
import { useOf } from '../../test/nix/reading.ts';
import { devenv } from './devenv.ts';

/** The groups and the extras that are certainly installed. */
function taken(python: string, defaultGroups: readonly string[] = []): readonly unknown[] {
  const text = `{ ... }: { languages.python = { enable = true; ${python} }; }`;
  const asked = { name: 'app', defaultGroups, legacyGroups: [], members: [], pin: null };
  const { certain, possible } = devenv.takenGroups(useOf(text, 'devenv.nix'), asked);
  expect(possible).toBe('all');
  return [certain.groups, certain.extras].map((names) => (names === 'all' ? names : [...names]));
}

describe('what devenv installs', () => {
  it.each([
    ['', [['main', 'dev'], []]],
    [
      'uv.sync = { enable = true; groups = [ "Docs" ]; extras = [ "a" ]; };',
      [['main', 'dev', 'docs'], ['a']],
    ],
    ['uv.sync = { enable = true; allExtras = true; };', [['main', 'dev'], 'all']],
    ['uv.sync = { enable = true; groups = names; };', [['main', 'dev'], []]],
  ])('with %s', (python, expected) => {
    expect(taken(python)).toEqual(expected);
  });

  it('is what the project names as default', () => {
    expect(taken('uv.sync.enable = true;', ['test'])).toEqual([['main', 'test'], []]);
  });
});
