import { describe, expect, it } from 'vitest';
import { sameAttr, sameNeed } from './needs.ts';

describe('sameAttr', () => {
  it.each([
    ['zlib', 'zlib'],
    ['zlib', 'zlib.dev'],
    ['libjpeg', 'libjpeg_turbo'],
    ['postgresql', 'libpq.pg_config'],
    ['xorg.libxcb', 'libxcb'],
  ])('%s is %s', (a, b) => {
    expect(sameAttr(a, b)).toBe(true);
    expect(sameAttr(b, a)).toBe(true);
  });

  it.each([
    ['zlib', 'zlib-ng'],
    ['libpq', 'libmysqlclient'],
    ['xorg.libX11', 'xorg.libXft'],
  ])('%s is not %s', (a, b) => {
    expect(sameAttr(a, b)).toBe(false);
  });
});

describe('sameNeed', () => {
  const input = { kind: 'native-input', attr: 'zlib', as: 'buildInputs' } as const;

  it('does not ask for the list', () => {
    expect(sameNeed(input, { ...input, as: 'nativeBuildInputs' })).toBe(true);
  });

  it('takes an input for a library of a wheel, and not for a build system', () => {
    expect(sameNeed(input, { kind: 'wheel-library', attr: 'zlib' })).toBe(true);
    expect(sameNeed(input, { kind: 'build-system', attr: 'zlib' })).toBe(false);
  });
});
