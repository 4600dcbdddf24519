import { describe, expect, it } from 'vitest';
import { carries, isBuildSystem, meets } from './needs.ts';

describe('carries', () => {
  it.each([
    ['zlib', 'zlib'],
    ['zlib.dev', 'zlib'],
    ['libjpeg_turbo', 'libjpeg'],
    ['postgresql', 'libpq.pg_config'],
    ['postgresql_16', 'libpq'],
    ['libxcb', 'xorg.libxcb'],
    ['openblas', 'blas'],
    ['libxml2', 'libxml2'],
  ])('%s carries %s', (provided, needed) => {
    expect(carries(provided, needed)).toBe(true);
  });

  it.each([
    ['zlib', 'zlib-ng'],
    ['libpq', 'libmysqlclient'],
    ['xorg.libX11', 'xorg.libXft'],
    ['blas', 'openblas'],
  ])('%s does not carry %s', (provided, needed) => {
    expect(carries(provided, needed)).toBe(false);
  });
});

describe('isBuildSystem', () => {
  it.each([
    ['cython_0', 'cython', true],
    ['flit', 'flit-core', true],
    ['poetry', 'poetry-core', true],
    ['poetry-core', 'poetry', false],
    ['pdm', 'pdm-backend', false],
    ['setuptools', 'setuptools-scm', false],
  ])('%s for %s', (provided, needed, expected) => {
    expect(isBuildSystem(provided, needed)).toBe(expected);
  });
});

describe('meets', () => {
  const input = { kind: 'native-input', attr: 'zlib', as: 'buildInputs' } as const;

  it('does not ask for the list', () => {
    expect(meets({ ...input, as: 'nativeBuildInputs' }, input)).toBe(true);
  });

  it('takes an input for a library of a wheel, and not for a build system', () => {
    expect(meets(input, { kind: 'wheel-library', attr: 'zlib' })).toBe(true);
    expect(meets(input, { kind: 'build-system', attr: 'zlib' })).toBe(false);
  });
});
