import { describe, expect, it } from 'vitest';
import {
  buildSystemEntries,
  historyWord,
  overrideWords,
  sinceWhen,
  type Revision,
} from './history.ts';

const revisions = (...texts: string[]): Revision[] =>
  texts.map((text, index) => ({ commit: `c${index}`, date: `2024-01-0${index + 1}`, text }));
const letters = (text: string): Set<string> => new Set(text);

describe('sinceWhen', () => {
  it('dates each thing by the first state of an unbroken run', () => {
    expect(sinceWhen(revisions('a', 'ab', 'b', 'ab'), letters, true)).toEqual(
      new Map([
        ['b', '2024-01-02 c1'],
        ['a', '2024-01-04 c3'],
      ]),
    );
  });

  it('does not claim that what the first state has is new', () => {
    expect(sinceWhen(revisions('a', 'ab'), letters, false)).toEqual(
      new Map([
        ['a', '2024-01-01 c0 or-earlier'],
        ['b', '2024-01-02 c1'],
      ]),
    );
  });

  it('forgets what the last state lacks', () => {
    expect(sinceWhen(revisions('ab', 'b'), letters, true).has('a')).toBe(false);
  });
});

describe('buildSystemEntries', () => {
  it('leaves ranges out, and takes a state that is no JSON for empty', () => {
    const text = '{"foo":["setuptools",{"buildSystem":"flit-core","from":"2"}],"bar":"poetry"}';
    expect([...buildSystemEntries(text)]).toEqual([
      'foo\tsetuptools',
      'foo\tflit-core',
      'bar\tpoetry',
    ]);
    expect(buildSystemEntries('{ "foo": [').size).toBe(0);
  });
});

describe('overrideWords', () => {
  it('takes the words of the bindings of the packages asked for', () => {
    const words = overrideWords(new Set(['foo']));
    const found = words(
      'self: super: { foo = super.foo.x { a = [ pkgs.zlib ]; }; bar = pkgs.curl; }',
    );
    expect(found.has('foo\tzlib')).toBe(true);
    expect([...found].some((one) => one.includes('curl'))).toBe(false);
  });

  it('takes other names of an attribute for the same word', () => {
    const words = overrideWords(new Set(['foo']));
    const states = revisions('{ foo = [ pkgs.openssl ]; }', '{ foo = [ pkgs.openssl_3 ]; }');
    expect(sinceWhen(states, words, true).get(`foo\t${historyWord('openssl_1_1')}`)).toBe(
      '2024-01-01 c0',
    );
    expect(historyWord('xorg.libxcb')).toBe('libxcb');
  });
});
