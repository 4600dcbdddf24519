import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { describe, expect, it } from 'vitest';

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
