import { expect, it } from 'vitest';
import { enumeration } from './words.ts';

it.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'a', 'c'], 'a, b and c'],
])('an enumeration of %j is %j', (labels, text) => {
  expect(enumeration(labels)).toBe(text);
});
