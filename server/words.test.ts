import { describe, expect, it } from 'vitest';
import { enumeration, readSize, sizeText } from './words.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'a', 'c'], 'a, b and c'],
])('an enumeration of %j is %j', (labels, text) => {
  expect(enumeration(labels)).toBe(text);
});

describe('a size', () => {
  it.each([
    [0, '0 bytes'],
    [999, '999 bytes'],
    [1500, '1.5 kB'],
    [12_345_678, '12 MB'],
    [2_500_000_000, '2.5 GB'],
  ])('of %d bytes is %s', (bytes, text) => expect(sizeText(bytes)).toBe(text));

  it.each([
    ['50M', 50_000_000],
    ['1.5 GB', 1_500_000_000],
    ['1000', 1000],
    ['2k', 2000],
    ['much', null],
    ['-1', null],
    ['', null],
  ])('written %j is %j bytes', (text, bytes) => expect(readSize(text)).toBe(bytes));
});
