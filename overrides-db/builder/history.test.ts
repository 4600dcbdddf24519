import { describe, expect, it } from 'vitest';
import { buildSystemEntries, historyWord, overrideThings, spansOf, type State } from './history.ts';

const states = (...texts: string[]): State[] =>
  texts.map((text, index) => ({ position: 10 * index, text }));

describe('spansOf', () => {
  it('tells from which state to which each thing was there', () => {
    expect(spansOf(states('a', 'ab', 'b', 'ab'), (text) => text)).toEqual(
      new Map([
        ['a', [{ from: 0, until: 20 }, { from: 30 }]],
        ['b', [{ from: 10 }]],
      ]),
    );
  });

  it('has nothing of no state', () => {
    expect(spansOf([], (text) => text).size).toBe(0);
  });
});

describe('buildSystemEntries', () => {
  it('keeps ranges, and takes a state that is no JSON for empty', () => {
    const text = '{"foo":["setuptools",{"buildSystem":"flit-core","from":"2"}],"bar":"poetry"}';
    expect(buildSystemEntries(text)).toEqual([
      'foo\tsetuptools\t\t',
      'foo\tflit-core\t2\t',
      'bar\tpoetry\t\t',
    ]);
    expect(buildSystemEntries('{ "foo": [')).toEqual([]);
  });
});

describe('overrideThings', () => {
  it('takes the words of each package, with those of the helpers that it names', () => {
    const things = overrideThings(`self: super: let common = { buildInputs = [ pkgs.zlib ]; }; in {
      foo = super.foo.overridePythonAttrs (old: common // { a = [ pkgs.openssl_3 ]; });
      bar = super.bar.overridePythonAttrs (old: { b = [ pkgs.curl ]; });
    }`);
    expect(things).toContain('foo\tword zlib');
    expect(things).toContain(`foo\tword ${historyWord('openssl_1_1')}`);
    expect(things).toContain('bar\tword curl');
    expect(things).not.toContain('foo\tword curl');
    expect(things).not.toContain('bar\tword zlib');
  });

  it('takes the versions that are compared with, and those that have a hash', () => {
    const things = overrideThings(`final: prev: {
      foo = prev.foo.overridePythonAttrs (old: lib.optionalAttrs (lib.versionAtLeast old.version "3.5") {
        cargoDeps = fetch { sha256 = { "3.5.1" = "sha256-x"; "3.6" = "sha256-y"; }.\${old.version}; };
      });
    }`);
    expect(things).toContain('foo\tbounds 3.5');
    expect(things.filter((one) => one.includes('cargo '))).toEqual([
      'foo\tcargo 3.5.1',
      'foo\tcargo 3.6',
    ]);
  });

  it('has nothing of a text that binds nothing', () => {
    expect(overrideThings('self: super: super')).toEqual([]);
  });
});
