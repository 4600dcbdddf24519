import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { TARGET_IDS } from '../server/targets/registry.ts';

/**
 * What is said of one target stands in the record of its layer, or in a file that is about it and has its name: so the
 * compiler names every place that a new target must fill. No other file asks which target it has before it.
 */
const RECORDS: ReadonlySet<string> = new Set([
  'nix/model.ts',
  'nix/by-target/registry.ts',
  'nix/plan/dialect.ts',
  'targets/registry.ts',
  'move/targets.ts',
  'project/overrides/targets.ts',
  'features/targets.ts',
  'cli/targets.ts',
]);

/** Where such a word means something else, by the beginning of the path: a repository, a set of packages, a name in Nix. */
const OTHER_MEANINGS: readonly (readonly [path: string, words: readonly string[]])[] = [
  ['build-log/evaluation-place.ts', ['poetry2nix', 'uv2nix', 'pyproject-nix']],
  ['features/hover/external.ts', ['nixpkgs']],
  ['nix/pins.ts', ['poetry2nix', 'uv2nix', 'pyproject-nix', 'nixpkgs']],
  ['nix/move/from-poetry2nix/', ['poetry2nix', 'uv2nix', 'pyproject-nix', 'nixpkgs']],
  ['nix/plan/overrides-argument.ts', ['poetry2nix']],
  ['nix/plan/dream2nix-deps.ts', ['nixpkgs']],
  ['nix/plan/dream2nix.ts', ['nixpkgs']],
  ['nix/plan/entry.ts', ['nixpkgs']],
  ['nix/plan/mkshell.ts', ['nixpkgs']],
  ['nix/plan/needed.ts', ['nixpkgs']],
  ['nix/plan/own-wheels.ts', ['nixpkgs']],
  ['nix/plan/place-row.ts', ['nixpkgs']],
  ['nix/plan/references.ts', ['nixpkgs']],
  ['nix/read/list-value.ts', ['nixpkgs']],
  ['nix/read/package-sets.ts', ['nixpkgs']],
  ['project/verdicts/outgrown-bounds.ts', ['nixpkgs']],
  ['targets/poetry2nix.ts', ['nixpkgs']],
];

const SERVER = fileURLToPath(new URL('../server', import.meta.url));
const LITERAL = new RegExp(`(['"\`])(${TARGET_IDS.join('|')})\\1`, 'g');

/** `file: target` for each literal id outside of the records, in code. */
function strayLiterals(file: string, text: string): readonly string[] {
  if (RECORDS.has(file)) return [];
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const found = [...code.matchAll(LITERAL)].map(([, , target = '']) => target);
  const allowed = OTHER_MEANINGS.flatMap(([path, words]) => (file.startsWith(path) ? words : []));
  return [...new Set(found)]
    .filter((target) => !file.includes(target) && !allowed.includes(target))
    .map((target) => `${file}: ${target}`);
}

const FILES = readdirSync(SERVER, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
);

describe('the id of a target', () => {
  it('stands in the records of the layers, and in files of its name', () => {
    const stray = FILES.flatMap((file) =>
      strayLiterals(file, readFileSync(join(SERVER, file), 'utf8')),
    );
    expect(stray).toEqual([]);
  });

  it('is seen where it stands elsewhere', () => {
    expect(strayLiterals('rules/a.ts', `if (target === 'uv2nix') return;`)).toEqual([
      'rules/a.ts: uv2nix',
    ]);
    expect(strayLiterals('rules/a.ts', `// of 'uv2nix'\n`)).toEqual([]);
    expect(strayLiterals('cli/uv2nix.ts', `'uv2nix'`)).toEqual([]);
    expect(strayLiterals('cli/uv2nix.ts', `'mkshell'`)).toEqual(['cli/uv2nix.ts: mkshell']);
  });
});
