import { expect, it } from 'vitest';
import type { Fact, PackageFacts } from '../model.ts';
import { differenceOf, reportOf } from './knowledge-difference.ts';

const library = (attr: string, more: Partial<Fact> = {}): Fact => ({
  need: { kind: 'native-input', attr, as: 'buildInputs' },
  required: true,
  when: {},
  sources: [{ id: 'sdist' }],
  ...more,
});

function packageOf(name: string, ...facts: readonly Fact[]): PackageFacts {
  return { name, facts, poetry2nix: null, unmapped: [], notes: [] };
}

it('names what is required now and what no longer, and packages that came or went', () => {
  const before = [packageOf('a', library('zlib')), packageOf('b'), packageOf('same')];
  const after = [packageOf('a', library('pq')), packageOf('c'), packageOf('same')];
  const differences = differenceOf(before, after);
  expect(differences).toEqual([
    { name: 'a', required: ['pq'], dropped: ['zlib'], only: null },
    { name: 'b', required: [], dropped: [], only: 'before' },
    { name: 'c', required: [], dropped: [], only: 'after' },
  ]);
  expect(reportOf(differences)).toContain('## Required now (1)\n\n- a: pq\n');
});

it('tells what is likely or optional now from what is required', () => {
  const [one] = differenceOf(
    [packageOf('a', library('cmake'))],
    [packageOf('a', library('cmake', { likely: true }))],
  );
  expect(one).toMatchObject({ required: [], dropped: ['cmake'] });
});

it('says so where nothing changed', () => {
  expect(reportOf(differenceOf([packageOf('a')], [packageOf('a')]))).toBe(
    '# What changed\n\nNothing.\n',
  );
});
