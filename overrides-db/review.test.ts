import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { PackageFacts } from './model.ts';
import { bundledKnowledge } from './testing.ts';

/** One row of the tables of REVIEW.md; a star marks an input of some versions alone. */
interface ReviewedPackage {
  readonly name: string;
  readonly required: readonly string[];
  readonly seen: string;
}

const text = readFileSync(new URL('REVIEW.md', import.meta.url), 'utf8');
const rows = text
  .slice(text.indexOf('## The 200 most used'))
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, name, projects]) => name !== undefined && /^\d+$/.test(projects ?? ''))
  .map(([, name = '', , required = '', , seen = '']): ReviewedPackage => ({
    name,
    required: [...required.matchAll(/`([^`]+)`/g)].map(([, attr = '']) => attr),
    seen,
  }));

describe('REVIEW.md', () => {
  const kb = bundledKnowledge();

  it('has the 200 packages and more', () => {
    expect(rows.length).toBeGreaterThan(240);
  });

  it.each(rows)('says of $name what a look-up says', ({ name, required }) => {
    expect(requiredOnLinux(kb.lookup(name))).toEqual(required.toSorted());
  });

  it('finds nothing required of a package with a pure wheel', () => {
    const pure = rows.filter(({ seen }) => seen === 'pure wheel');
    expect(pure.length).toBeGreaterThan(50);
    expect(pure.flatMap(({ required }) => required)).toEqual([]);
  });
});

function requiredOnLinux(found: PackageFacts | null): string[] {
  const result = new Map<string, boolean>();
  for (const { need, required, likely, when } of found?.facts ?? []) {
    if (!required || likely === true || need.kind !== 'native-input') continue;
    if (when.systems !== undefined && !when.systems.includes('x86_64-linux')) continue;
    result.set(need.attr, (result.get(need.attr) ?? false) || when.versions !== undefined);
  }
  return [...result].map(([attr, partly]) => (partly ? `${attr}*` : attr)).toSorted();
}
