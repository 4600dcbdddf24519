import { expect, it } from 'vitest';
import { isValidName, normalizeName } from './names.ts';

it.each([
  ['Flask', 'flask'],
  ['zope.interface', 'zope-interface'],
  ['ruamel_yaml--clib', 'ruamel-yaml-clib'],
  ['A._.B', 'a-b'],
  ['_x_', '-x-'],
  ['', ''],
])('normalises %s', (name, normalized) => {
  expect(normalizeName(name)).toBe(normalized);
});

it.each(['a', '7', 'Flask', 'zope.interface', 'a--b', 'x_1'])('takes %s for a name', (name) => {
  expect(isValidName(name)).toBe(true);
});

it.each(['', '-a', 'a-', 'a_', '.a', 'a b', 'grün', 'a\n', 'a[b]', 'a>=1'])(
  'takes %j for none',
  (name) => {
    expect(isValidName(name)).toBe(false);
  },
);
