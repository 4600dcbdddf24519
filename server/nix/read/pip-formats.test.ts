import { expect, it } from 'vitest';
import { pipFormats } from './pip-formats.ts';

// Each as pip 24.0 answers (`pip._internal.models.format_control`).
it.each([
  [[], null, []],
  [['--upgrade', '--no-binary-of-mine', 'a'], null, []],
  [['--no-binary', ':all:'], 'sdist', []],
  [['--no-binary=:all:', '--only-binary', 'A_b,c'], 'sdist', ['a-b wheel', 'c wheel']],
  [['--only-binary', 'a', '--no-binary', ':all:'], 'sdist', []],
  [['--no-binary', 'a', '--only-binary', 'a'], null, ['a wheel']],
  [['--no-binary=a', '--no-binary', ':none:'], null, []],
  [['--no-binary'], null, []],
] as const)('reads what pip takes: %s', (flags, all, byName) => {
  const formats = pipFormats(flags);
  expect(formats.all).toBe(all);
  expect([...formats.byName].map((entry) => entry.join(' '))).toEqual(byName);
});
