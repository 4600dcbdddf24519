import { expect, it } from 'vitest';
import { parseToml } from './parse.ts';

it('keeps all but the broken statement', () => {
  const document = parseToml('[a]\nb = 1\nc = \nd = 2\n[e]\nf = 3\n');
  expect(document.errors).toEqual([
    { message: 'A value is missing after `=`', span: { start: 10, end: 13 } },
  ]);
  expect(document.root.entries.has('e')).toBe(true);
});
