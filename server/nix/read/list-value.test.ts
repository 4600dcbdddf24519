import { describe, expect, it } from 'vitest';
import { parseNix } from '../parse.ts';
import { FileLoader } from '../resolve/files.ts';
import { Resolver } from '../resolve/resolver.ts';
import type { ListValue } from './list-value.ts';
import { holds, readListValue } from './list-value.ts';

function read(text: string): ListValue {
  const tree = parseNix(text);
  if (tree.root === null) throw new Error('no expression');
  const file = { start: '/', path: '/p/default.nix', tree };
  const scope = { kind: 'file', file, parent: null } as const;
  return readListValue({ expr: tree.root, scope }, new Resolver(new FileLoader(new Map())));
}

describe('readListValue', () => {
  it.each([
    ['[ pkgs.zlib ]', ['pkgs.zlib']],
    ['(old.x or [ a ]) ++ [ b ]', ['b']],
    ['old.x or [ ] ++ (with pkgs; [ zlib xorg.libX11 ])', ['zlib', 'xorg.libX11']],
    ['with pkgs; old.x ++ [ zlib ]', ['zlib']],
    ['old.x ++ final.resolveBuildSystem { a = [ ]; b = [ "x" ]; }', ['a', 'b']],
    ['[ (lib.getDev pkgs.zlib) (f x) ]', ['pkgs.zlib']],
    ['old.x ++ lib.optionals c [ pkgs.zlib ]', []],
    ['if c then [ a ] else [ b ]', []],
    ['[ "setuptools" ]', ['setuptools']],
  ])('finds what is surely in %s', (text, names) => {
    expect(read(text).names.map((path) => path.join('.'))).toEqual(names);
  });

  it('finds the list that takes one more, and the set of build systems', () => {
    expect(read('[ a ] ++ f [ b ]').list?.expr.elements).toHaveLength(1);
    expect(read('f [ b ]').list).toBeNull();
    expect(read('old ++ resolveBuildSystem { a = [ ]; }').resolved?.expr.bindings).toHaveLength(1);
    expect(read('old ++ resolveBuildSystem spec').resolved).toBeNull();
  });
});

describe('holds', () => {
  const names = [
    ['pkgs', 'zlib'],
    ['pkgs', 'openssl', 'dev'],
    ['xorg', 'libX11'],
    ['final', 'setuptools_scm'],
  ];

  it.each(['zlib', 'openssl', 'xorg.libX11', 'libX11'])('has %s', (attr) => {
    expect(holds(names, { from: 'nixpkgs', attr })).toBe(true);
  });

  it.each(['zli', 'pkgs', 'xorg', 'openssl.bin', 'libX11.dev'])('lacks %s', (attr) => {
    expect(holds(names, { from: 'nixpkgs', attr })).toBe(false);
  });

  it('normalises names of the Python set', () => {
    expect(holds(names, { from: 'python', attr: 'setuptools-scm' })).toBe(true);
    expect(holds(names, { from: 'python', attr: 'setuptools' })).toBe(false);
  });
});
