import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../text.ts';
import { readNix } from '../read/read.ts';
import type { HashMismatch } from './hash.ts';
import { planHash } from './hash.ts';

const FAKE = `sha256-${'A'.repeat(43)}=`;
const GOT = 'sha256-q8VnQ0kRzPzZpYXu0d1vJmJv7mF9sYJzY8wK3l9oT2c=';

/** The files after the hash was written; null where it was not. */
function written(
  files: Readonly<Record<string, string>>,
  mismatch: Partial<HashMismatch>,
): Readonly<Record<string, string>> | null {
  const texts = new Map(Object.entries(files).map(([name, text]) => [`/p/${name}`, text]));
  const { uses } = readNix(texts, [...texts.keys()], '/p');
  const overrides = uses.flatMap((use) => use.overrides.entries);
  const plan = planHash(texts, overrides, {
    package: 'foo',
    specified: FAKE,
    got: GOT,
    ...mismatch,
  });
  if (plan === null) return null;
  const after = applyEdits(texts.get(plan.file) ?? '', [plan.edit]);
  return { ...files, [plan.file.slice('/p/'.length)]: after };
}

/** A call with these entries in its overlay. */
function calling(entries: string): string {
  return `{ pkgs, lib }: pkgs.poetry2nix.mkPoetryEnv {
  projectDir = ./.;
  overrides = pkgs.poetry2nix.defaultPoetryOverrides.extend (final: prev: {
    ${entries}
  });
}
`;
}

function crates(name: string, hash: string): string {
  return `${name} = prev.${name}.overridePythonAttrs (old: {
      cargoDeps = pkgs.rustPlatform.fetchCargoVendor {
        inherit (old) src;
        hash = ${hash};
      };
    });`;
}

describe('planHash', () => {
  it.each(['lib.fakeHash', 'pkgs.lib.fakeHash', 'lib.fakeSha256', '""', `"${FAKE}"`])(
    'takes the place of %s in the override of the package',
    (hash) => {
      const before = calling(crates('foo', hash) + crates('bar', hash));
      const after = calling(crates('foo', `"${GOT}"`) + crates('bar', hash));
      expect(written({ 'default.nix': before }, {})).toEqual({ 'default.nix': after });
    },
  );

  it('finds a fakeHash that a ‘with’ brings', () => {
    const before = calling(crates('foo', 'fakeHash'));
    expect(written({ 'default.nix': before }, {})?.['default.nix']).toContain(`hash = "${GOT}"`);
  });

  it('takes the comment with it that asks for the hash', () => {
    const before = calling(
      crates('foo', 'lib.fakeHash').replace(
        'hash =',
        '# Build once: Nix fails and says which hash it got. Put that one here.\n        hash =',
      ),
    );
    expect(written({ 'default.nix': before }, {})).toEqual({
      'default.nix': calling(crates('foo', `"${GOT}"`)),
    });
  });

  it('replaces a hash of something else, wherever it stands', () => {
    const old = 'sha256-wrongwrongwrongwrongwrongwrongwrongwrongwr=';
    const files = { 'default.nix': calling(''), 'source.nix': `{ hash = "${old}"; }` };
    expect(written(files, { package: null, specified: old })).toEqual({
      ...files,
      'source.nix': `{ hash = "${GOT}"; }`,
    });
  });

  it.each([
    ['two places in one override', crates('foo', 'lib.fakeHash; sha256 = lib.fakeHash')],
    ['the override of another package alone', crates('bar', 'lib.fakeHash')],
    ['no fake hash', crates('foo', '"sha256-someoneelse"')],
    ['the name of an attribute', 'foo = prev.foo.overridePythonAttrs (old: { fakeHash = 1; });'],
    ['an empty string that is no hash', 'foo = prev.foo.overridePythonAttrs (old: { x = ""; });'],
  ])('does nothing for %s', (_name, entries) => {
    expect(written({ 'default.nix': calling(entries) }, {})).toBeNull();
  });
});
