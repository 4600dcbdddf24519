import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { DEEP, LONG, projectOf, type Growing } from '../support/growing-files.ts';
import { growthOfTime, SUPER_LINEAR } from '../support/growth.ts';
import { checkFolder, folderWith, removeFolder, serveFolder } from '../support/hostile-project.ts';

let folder = '';

afterEach(() => {
  removeFolder(folder);
});

/** How the time of `check` grows when the file does. */
function growthOf(one: Growing, n: number): number {
  // One folder for all runs of a size, so that writing it is no part of them.
  const folders = new Map(
    [n, 4 * n].map((size) => [size, folderWith(projectOf(one, size))] as const),
  );
  try {
    return growthOfTime((size) => {
      const { code, err } = checkFolder(folders.get(size) ?? '');
      expect(code, err).toBeLessThan(2);
    }, n);
  } finally {
    for (const made of folders.values()) removeFolder(made);
  }
}

describe('nesting of 100,000 levels', () => {
  it.each(DEEP)('takes time by its size: $what', (one) => {
    expect(growthOf(one, 25_000)).toBeLessThan(SUPER_LINEAR);
  });

  it.each(DEEP)('leaves a server that answers: $what', async (one) => {
    const files = projectOf(one, 100_000);
    folder = folderWith(files);
    const names = Object.keys(files).filter((name) => name !== 'flake.lock');
    const documents = names.map((name): [string, string] => {
      const file = join(folder, name);
      return [file, readFileSync(file, 'utf8')];
    });
    const { faults } = await serveFolder(folder, new Map(documents));
    expect(faults).toEqual([]);
  });
});

describe('lines of a million characters', () => {
  it.each(LONG)('take time by their length: $what', (one) => {
    expect(growthOf(one, 250_000)).toBeLessThan(SUPER_LINEAR);
  });
});
