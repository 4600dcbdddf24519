import { describe, expect, it } from 'vitest';
import { externalToAttrs } from './external.ts';
import { MOVES, movesOf } from './renames.ts';

describe('externalToAttrs', () => {
  it.each([
    ['dep:generic/zlib', ['zlib']],
    ['dep:generic/zlib@>=1.2', ['zlib']],
    ['dep:generic/lcms2', ['lcms2']],
    ['dep:generic/libpq', ['libpq', 'libpq.pg_config']],
    ['dep:virtual/compiler/rust', ['cargo', 'rustc']],
    ['dep:virtual/compiler/c', []],
    ['dep:virtual/interface/blas', ['blas']],
    ['dep:generic/cmake?repository_url=https://gitlab.kitware.com/cmake/cmake', ['cmake']],
    ['dep:github/Kitware/CMake', ['cmake']],
    ['dep:generic/libxcb', ['xorg.libxcb']],
  ])('%s', (identifier, attrs) => {
    expect(externalToAttrs(identifier)?.inputs.map(({ attr }) => attr)).toEqual(attrs);
  });

  it.each(['dep:generic/unheard-of', '$schema', '__proto__', '', 'zlib', 'x'.repeat(10_000)])(
    'does not know %s',
    (identifier) => {
      expect(externalToAttrs(identifier)).toBeNull();
    },
  );

  it('puts tools among the build tools', () => {
    expect(externalToAttrs('dep:generic/ninja')?.inputs[0]?.as).toBe('nativeBuildInputs');
    expect(externalToAttrs('dep:generic/openssl')?.inputs[0]?.as).toBe('buildInputs');
  });
});

describe('movesOf', () => {
  it('finds what an attribute is part of, and nothing of another name', () => {
    expect(movesOf('darwin.apple_sdk.frameworks.Security')[0]?.nixpkgsFrom).toBe('25.11');
    expect(movesOf('darwin.apple_sdk_11_0')).toEqual([]);
    expect(movesOf('zlib')).toEqual([]);
    expect(MOVES.length).toBeGreaterThan(0);
  });
});
