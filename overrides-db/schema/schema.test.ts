import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';
import { readRows } from '../lab/rows.ts';

const base = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): unknown => JSON.parse(readFileSync(join(base, path), 'utf8'));
const compile = (name: string): ValidateFunction =>
  new Ajv({ allErrors: true }).compile(read(`schema/${name}.schema.json`) as object);

describe('reviewable text', () => {
  it.each([
    ['corrections', 'corrections.json'],
    ['libraries', 'libraries.json'],
    ['external', 'external.json'],
    ['poetry2nix-defaults', 'poetry2nix-defaults.json'],
    ['poetry2nix-revisions', 'poetry2nix-revisions.json'],
    ['nixpkgs-renames', 'nixpkgs-renames.json'],
    ['nixpkgs-names', 'nixpkgs-names.json'],
    ['build-system-versions', 'build-system-versions.json'],
    ['build-names', 'build-names.json'],
  ])('%s fits its schema', (name, file) => {
    const validate = compile(name);
    const value = read(file) as { $schema?: string };
    delete value.$schema;
    validate(value);
    expect(validate.errors).toBeNull();
  });

  it.each([
    ['facts', false, 100],
    ['readings', true, 20],
  ] as const)('fits the %s schema, every file', (name, isReading, least) => {
    const validate = compile(name);
    const files = readdirSync(join(base, 'facts'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.json') && /^(?:sdist|wheel)\//.test(path) === isReading)
      .map((path) => join('facts', path));
    expect(files.length).toBeGreaterThan(least);
    for (const file of files) {
      validate(read(file));
      expect({ file, errors: validate.errors }).toEqual({ file, errors: null });
    }
  });
});

describe('what builds proved', () => {
  const rows = readRows(join(base, 'lab/rows'));

  it('fits its schema, every row, and stands where its name and version say', () => {
    const validate = compile('lab-row');
    const paths = readdirSync(join(base, 'lab/rows'), { recursive: true, encoding: 'utf8' });
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) {
      validate(row);
      expect({ name: row.name, errors: validate.errors }).toEqual({ name: row.name, errors: null });
      expect(paths).toContain(join(row.name, `${row.version}.json`));
    }
  });

  it('has the excerpt of every failure that it names, by its hash, and no other', () => {
    const named = rows.flatMap(({ builds, needs }) =>
      [...builds, ...needs].flatMap(({ log }) => log ?? []),
    );
    const kept = readdirSync(join(base, 'lab/logs')).toSorted();
    expect(kept).toStrictEqual([...new Set(named)].toSorted().map((name) => `${name}.txt`));
    for (const file of kept) {
      const hash = createHash('sha256').update(readFileSync(join(base, 'lab/logs', file)));
      expect(file).toBe(`${hash.digest('hex').slice(0, 16)}.txt`);
    }
  });
});

describe('the facts schema', () => {
  const head = { source: 'spack', revision: 'r', date: '2026-01-01', ref: 'x', role: 'recipe' };
  it.each([
    [{ kind: 'native-input', library: 'zlib' }, true],
    [{ kind: 'native-input', attr: 'zlib', as: 'buildInputs', optional: true }, true],
    [{ kind: 'native-input', attr: 'zlib' }, false],
    [{ kind: 'native-input', attr: 'zlib', as: 'inputs' }, false],
    [{ kind: 'build-system', attr: 'setuptools', during: ['be0b7ea885..'] }, true],
    [{ kind: 'build-system', attr: 'setuptools', during: ['yesterday'] }, false],
    [{ kind: 'native-input', library: 'zlib', when: { systems: ['windows'] } }, false],
    [{ kind: 'cargo-hash', colour: 'red' }, false],
  ])('%j: %s', (fact, fits) => {
    expect(compile('facts')({ ...head, packages: { foo: [fact] } })).toBe(fits);
  });

  it('takes normalised names alone', () => {
    expect(compile('facts')({ ...head, packages: { Foo_Bar: [] } })).toBe(false);
  });
});
