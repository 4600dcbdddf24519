import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { TomlDocument } from './model.ts';
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

/** Reading real locks whole takes a while on a busy machine. */
const TIMEOUT = 300_000;

describe.each([
  ['the examples', EXAMPLES],
  ['the corpus', CORPUS],
])('%s', (name, folder) => {
  const projects = filesIn(folder, /(?:^|\/)pyproject\.toml$/);
  const locks = filesIn(folder, /(?:^|\/)(?:poetry|uv|pdm)\.lock$/);
  const files = [...projects, ...locks];

  it.skipIf(files.length === 0)(
    'is read as the library reads it whole, and its packages are found without parsing',
    () => {
      let packages = 0;
      for (const file of files) {
        const text = readFileSync(file, 'utf8');
        const document = parseToml(text);
        const found = packagesFound(document);
        const whole = wholeTree(text);
        expect(document.errors.length === 0, file.pathname).toBe(whole !== null);
        if (!whole) continue;
        expect(found, file.pathname).toEqual(packagesOf(whole));
        expect(plainTree(document.root), file.pathname).toEqual(whole);
        packages += found.length;
      }
      console.log(
        `${name}: ${projects.length} projects and ${locks.length} locks with ${packages} packages judged`,
      );
      expect(packages).toBeGreaterThan(0);
    },
    TIMEOUT,
  );
});

function packagesFound({ sections }: TomlDocument): readonly (readonly [unknown, unknown])[] {
  return sections
    .filter(({ path, isArrayElement }) => isArrayElement && path?.join('.') === 'package')
    .map((section) => [section.peekString('name'), section.peekString('version')]);
}
