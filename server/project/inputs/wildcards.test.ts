import { expect, it } from 'vitest';
import { isMatch } from './wildcards.ts';

it.each([
  ['libcuda.so.1', 'libcuda.so.1', true],
  ['libcuda.so.1', 'libcuda.so.12', false],
  ['libcuda*', 'libcuda.so.1', true],
  ['*', 'libtorch.so', true],
  ['lib*.so.?', 'libcublas.so.1', true],
  ['lib*.so.?', 'libcublas.so.12', false],
  ['libcublas.so.1[12]', 'libcublas.so.12', true],
  ['*a*a*b', 'aaaaaaaa', false],
  ['', '', true],
  ['lib', 'library', false],
  ['library', 'lib', false],
])('%s, %s: %s', (pattern, name, matches) => {
  expect(isMatch(pattern, name)).toBe(matches);
});
