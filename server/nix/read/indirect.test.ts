import { describe, expect, it } from 'vitest';
import { readProject } from '../../../test/nix/reading.ts';

const OVERLAY =
  '(final: prev: { foo = prev.foo.overridePythonAttrs (old: { buildInputs = [ pkgs.zlib ]; }); })';

function usesOf(nix: string, more: Readonly<Record<string, string>> = {}) {
  return readProject({ 'default.nix': nix, ...more }).uses;
}

/** The packages that the overrides of the only use name, and whether they are all understood. */
function overridesOf(nix: string): readonly [readonly string[], boolean] {
  const [use, ...more] = usesOf(nix);
  if (use === undefined || more.length > 0) throw new Error('one use is wanted');
  return [use.overrides.entries.map(({ name }) => name), use.overrides.understood];
}

function poetryWith(overrides: string): string {
  return `{ pkgs, lib, poetry2nix, mine }: poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = ${overrides}; }`;
}

describe('overlays that are folded', () => {
  it.each([
    `lib.foldr lib.composeExtensions (_: _: { }) [ ${OVERLAY} ]`,
    `lib.foldl' lib.composeExtensions (final: prev: { }) [ ${OVERLAY} ]`,
    `builtins.foldl' lib.composeExtensions (_: _: { }) [ ${OVERLAY} ]`,
    `lib.foldr lib.composeExtensions ${OVERLAY} [ ]`,
  ])('are read: %s', (overrides) => {
    expect(overridesOf(poetryWith(overrides))).toEqual([['foo'], true]);
  });

  it('are not known by another operator', () => {
    expect(overridesOf(poetryWith(`lib.foldl' mine (_: _: { }) [ ${OVERLAY} ]`))[1]).toBe(false);
  });
});

describe('overlays in a function of their own', () => {
  it('are those that it hands its arguments to', () => {
    const composed = `(final: prev: (lib.composeManyExtensions [ ${OVERLAY} ]) final prev)`;
    expect(overridesOf(poetryWith(composed))).toEqual([['foo'], true]);
  });

  it('are not where it hands on others, or the overlay is not known', () => {
    for (const one of ['prev final', 'final final', '{ } prev'])
      expect(
        overridesOf(
          poetryWith(`(final: prev: (lib.composeManyExtensions [ ${OVERLAY} ]) ${one})`),
        )[1],
      ).toBe(false);
    expect(overridesOf(poetryWith('(final: prev: mine final prev)'))[1]).toBe(false);
  });
});

describe('builders that are called by another name', () => {
  it('are both that a condition chooses', () => {
    const nix =
      '{ poetry2nix, dev }: (if dev then poetry2nix.mkPoetryEnv else poetry2nix.mkPoetryApplication) { projectDir = ./.; }';
    expect(usesOf(nix).map(({ callee, projectDir }) => [callee, projectDir])).toEqual([
      ['mkPoetryEnv', { known: true, value: '/p' }],
      ['mkPoetryApplication', { known: true, value: '/p' }],
    ]);
  });

  it('are called with each element of a list', () => {
    const nix =
      '{ poetry2nix }: builtins.map poetry2nix.mkPoetryApplication [ { projectDir = ./.; } { projectDir = ./b; preferWheels = true; } ]';
    expect(usesOf(nix).map(({ projectDir, preferWheels }) => [projectDir, preferWheels])).toEqual([
      [
        { known: true, value: '/p' },
        { known: true, value: false },
      ],
      [
        { known: true, value: '/p/b' },
        { known: true, value: true },
      ],
    ]);
  });

  it('are not where nothing says which they are', () => {
    expect(usesOf('{ f, poetry2nix }: (if f then f else f) { projectDir = ./.; }')).toEqual([]);
    expect(usesOf('{ f, l, poetry2nix }: map poetry2nix.mkPoetryEnv l')).toEqual([]);
  });

  it('may come out of a scope', () => {
    const scope = `{ pkgs, lib, poetry2nix }: lib.makeScope pkgs.newScope (self: {
      overlay = ${OVERLAY};
      app = poetry2nix.mkPoetryApplication { projectDir = ./.; overrides = [ self.overlay ]; };
      env = self.callPackage ./env.nix { };
    })`;
    const env = '{ poetry2nix }: poetry2nix.mkPoetryEnv { projectDir = ./.; }';
    const uses = usesOf(scope, { 'env.nix': env });
    expect(uses.map(({ callee }) => callee)).toEqual(['mkPoetryApplication', 'mkPoetryEnv']);
    expect(uses[0]?.overrides).toMatchObject({ understood: true, entries: [{ name: 'foo' }] });
  });
});
