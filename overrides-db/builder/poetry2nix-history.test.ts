import { describe, expect, it } from 'vitest';
import type { SourceFact } from '../source-text.ts';
import type { MainLine, Span } from './history.ts';
import { cargoVersions, datedFacts, inputsByWord, written } from './poetry2nix-history.ts';

const line: MainLine = Array.from({ length: 10 }, (_, index) => ({
  commit: `c${index}`,
  date: `2024-01-0${index}`,
}));

const zlib: SourceFact = { kind: 'native-input', attr: 'zlib', as: 'buildInputs' };
const curl: SourceFact = { kind: 'native-input', attr: 'curl', as: 'buildInputs' };
const foo = { name: 'foo', evaluated: true };
const dated = (
  facts: readonly SourceFact[],
  things: Record<string, readonly Span[]>,
  of = foo,
): unknown => datedFacts(facts, of, new Map(Object.entries(things)), inputsByWord([curl]), line);

describe('datedFacts', () => {
  it('says of which revisions a fact is', () => {
    expect(dated([zlib], { 'word zlib': [{ from: 2, until: 4 }, { from: 5 }] })).toEqual([
      { ...zlib, during: ['c2..c4', 'c5..'] },
    ]);
  });

  it('knows bounds only where the override compared with them', () => {
    const when = { versions: [{ from: '2.0' }] };
    const things = { 'word zlib': [{ from: 1 }], 'bounds 2.0 3.0': [{ from: 6 }] };
    expect(dated([{ ...zlib, when }], things)).toEqual([
      { ...zlib, when, during: ['c6..'] },
      { ...zlib, named: true, during: ['c1..c6'] },
    ]);
  });

  it('keeps what an override named once, and nothing that the evaluated state names in vain', () => {
    expect(dated([], { 'word curl': [{ from: 1, until: 3 }] })).toEqual([
      { ...curl, named: true, during: ['c1..c3'] },
    ]);
    expect(dated([], { 'word curl': [{ from: 1 }] })).toEqual([]);
    expect(dated([], { 'word unheard-of': [{ from: 1, until: 3 }] })).toEqual([]);
  });
});

describe('cargoVersions', () => {
  it('says which revisions have the hash of a version', () => {
    const things = new Map([
      ['cargo 10.0', [{ from: 3 }]],
      ['cargo 9.0', [{ from: 1, until: 2 }]],
      ['word zlib', [{ from: 0 }]],
    ]);
    expect(cargoVersions(things, line)).toEqual({ '9.0': ['c1..c2'], '10.0': ['c3..'] });
  });
});

it('writes an open end as one', () => {
  expect(written([{ from: 0 }], line)).toEqual(['c0..']);
});
