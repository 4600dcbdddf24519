import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseToml } from './parse.ts';
import { plainTree, wholeTree, type Plain } from './testing.ts';

const EXAMPLES = new URL('../../examples/', import.meta.url);
const CORPUS = new URL('../../../shared/corpus/', import.meta.url);

function filesIn(folder: URL, names: RegExp): readonly URL[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => names.test(path))
    .map((path) => new URL(path, folder));
}

function packagesOf(tree: Plain): readonly (readonly [unknown, unknown])[] {
  const packages = tree instanceof Map ? tree.get('package') : undefined;
  if (!Array.isArray(packages)) return [];
  return packages.map((item) =>
    item instanceof Map ? [item.get('name') ?? null, item.get('version') ?? null] : [null, null],
  );
}

describe.each([
  ['the examples', EXAMPLES],
  ['the corpus', CORPUS],
])('%s', (name, folder) => {
  const projects = filesIn(folder, /(?:^|\/)pyproject\.toml$/);
  const locks = filesIn(folder, /(?:^|\/)(?:poetry|uv|pdm)\.lock$/);
  const files = [...projects, ...locks];

  it.skipIf(files.length === 0)('reads each file as the library reads it whole', () => {
    for (const file of files) {
      const text = readFileSync(file, 'utf8');
      const { root, errors } = parseToml(text);
      const whole = wholeTree(text);
      expect(errors.length === 0, file.pathname).toBe(whole !== null);
      if (whole) expect(plainTree(root), file.pathname).toEqual(whole);
    }
    console.log(`${name}: ${projects.length} projects and ${locks.length} locks judged`);
    expect(files.length).toBeGreaterThan(0);
  });

  it.skipIf(locks.length === 0)('finds the packages of each lock without parsing it', () => {
    let judged = 0;
    for (const file of locks) {
      const text = readFileSync(file, 'utf8');
      const found = parseToml(text)
        .sections.filter(
          ({ path, isArrayElement }) => isArrayElement && path?.join('.') === 'package',
        )
        .map((section) => [section.peekString('name'), section.peekString('version')]);
      expect(found, file.pathname).toEqual(packagesOf(wholeTree(text) ?? new Map()));
      judged += found.length;
    }
    console.log(`${name}: ${judged} packages of ${locks.length} locks judged`);
    expect(judged).toBeGreaterThan(0);
  });
});
