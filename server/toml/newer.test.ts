import { describe, expect, it } from 'vitest';
import { olderToml } from './older.ts';
import { parseToml } from './parse.ts';
import { plainTree } from './testing.ts';

/** A statement of TOML 1.1, what of it is marked, and the same in TOML 1.0; null where it has comments to lose. */
const NEWER: readonly (readonly [text: string, marked: string, older: string | null])[] = [
  ['a = {\n  b = 1,\n  c = 2\n}', '{', 'a = { b = 1, c = 2 }'],
  ['a = {\n  b = 1,\n  c = 2,\n}', '{', 'a = { b = 1, c = 2 }'],
  ['a = {\n  b = 1\n  , c = 2}', '{', 'a = { b = 1 , c = 2}'],
  ['a = { b = 1,\r\n c = 2 }', '{', 'a = { b = 1, c = 2 }'],
  ['a = { b = 1, }', ',', 'a = { b = 1 }'],
  ['a = {\n  b = [\n    "x",\n  ],\n  c = { d = 1 },\n}', '{', null],
  ['a = [\n  { b = 1 },\n  {\n    c = 2,\n  },\n]', '{', null],
  ['a = { # why\n  b = 1\n}', '{', null],
  ['a = {\n  b = 1,\n  # c = 2\n}', '{', null],
  ['a = "\\e[0m"', '\\e', 'a = "\\u001B[0m"'],
  ['a = "\\\\e\\x41"', '\\x41', 'a = "\\\\e\\u0041"'],
  ['a = """\n\\e"""', '\\e', 'a = """\n\\u001B"""'],
  ['a."\\x41" = 1', '\\x41', 'a."\\u0041" = 1'],
  ['["\\x41"]', '\\x41', '["\\u0041"]'],
  ['a = 07:32', '07:32', 'a = 07:32:00'],
  ['a = 1979-05-27T07:32Z', '1979-05-27T07:32Z', 'a = 1979-05-27T07:32:00Z'],
  ['a = [1979-05-27 07:32-07:00]', '1979-05-27 07:32-07:00', 'a = [1979-05-27 07:32:00-07:00]'],
];

/** All values of a text; of times and dates what differs is their spelling. */
function valuesOf(text: string): unknown {
  const { errors, root } = parseToml(text);
  return [errors, JSON.stringify(plainTree(root), entriesOf).replaceAll(/(?<=07:32):00/g, '')];
}

function entriesOf(_: string, value: unknown): unknown {
  if (value instanceof Map) return [...value];
  return typeof value === 'bigint' ? Number(value) : value;
}

describe('TOML 1.1', () => {
  it.each(NEWER)('is read in %j', (text, marked, older) => {
    const before = 'first = 1\n';
    const { errors, newer, text: whole } = parseToml(`${before}${text}\nlast = 2\n`);
    expect(errors).toEqual([]);
    expect(newer.map(({ span }) => whole.slice(span.start, span.end))).toEqual([marked]);
    expect(newer.map(({ statement }) => whole.slice(statement.start, statement.end))).toEqual([
      text,
    ]);
    const written = olderToml(text);
    if (older !== null) expect(written).toBe(older);
    if (text.includes('#')) expect(written).toBeNull();
    else expect(valuesOf(`${before}${written}\nlast = 2\n`)).toEqual(valuesOf(whole));
  });

  it('is told apart in an array of any length', () => {
    const items = Array.from({ length: 4000 }, (_, index) => `  { name = "n${index}" },\n`);
    const { errors, newer } = parseToml(`a = [\n${items.join('')}  {\n    b = 1,\n  },\n]`);
    expect([errors, newer.map(({ kind }) => kind)]).toEqual([[], ['lines']]);
  });

  it.each(['a = { b = 1 }', 'a = { b = [\n  1,\n] }', 'a = "\\\\e"', "a = '\\e'", 'a = 07:32:00'])(
    'is not seen in %j',
    (text) => {
      const { errors, newer } = parseToml(text);
      expect([errors, newer]).toEqual([[], []]);
    },
  );

  it.each([
    'a = { é = 1 }',
    'é = 1',
    'a = {,}',
    'a = {\n  b = 1\n  c = 2\n}',
    'a = { b = 1,, }',
    'a = "\\x4"',
    'a = 7:32',
    'a = 07:3',
    'a = {\n  # \x01\n}',
  ])('has no room for %j', (text) => {
    expect(parseToml(text).errors).not.toEqual([]);
  });
});
