import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BrokenInvariant, requireSpansInside } from './invariants.ts';

const here = import.meta.dirname;
const targets = readdirSync(join(here, 'targets')).map((name) => basename(name, '.ts'));

async function targetOf(name: string): Promise<(data: Uint8Array) => void> {
  const module = (await import(`./targets/${name}.ts`)) as { fuzz: (data: Uint8Array) => void };
  return module.fuzz;
}

describe.each(targets)('what the fuzzer found: %s', (name) => {
  const folder = join(here, 'seeds', name);
  const seeds = existsSync(folder) ? readdirSync(folder).toSorted() : [];

  it.each([...seeds, 'nothing'])('%s', async (seed) => {
    const fuzz = await targetOf(name);
    const data = seed === 'nothing' ? Buffer.alloc(0) : readFileSync(join(folder, seed));
    expect(() => fuzz(data)).not.toThrow();
  });
});

describe('a broken invariant', () => {
  it('is told', () => {
    expect(() => requireSpansInside([{ a: { start: 2, end: 7 } }], 6, 'a')).toThrow(
      BrokenInvariant,
    );
    expect(() => requireSpansInside([{ a: { start: 2, end: 6 } }], 6, 'a')).not.toThrow();
  });
});
