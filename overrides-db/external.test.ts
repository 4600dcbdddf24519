import { describe, expect, it } from 'vitest';
import { attrToExternal, externalIdentifiers, externalToAttrs } from './external.ts';
import { MOVES, movesOf } from './renames.ts';

function attrsOf(identifier: string): readonly string[] | undefined {
  return externalToAttrs(identifier)?.inputs.map(({ attr }) => attr);
}

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

  it('looks for other generic names among those that builds ask for', () => {
    expect(attrsOf('dep:generic/cairo@>=1.16')).toEqual(['cairo']);
    expect(attrsOf('dep:generic/libX11')).toEqual(['xorg.libX11']);
    expect(attrsOf('dep:generic/git')).toEqual(['git']);
    expect(externalToAttrs('dep:generic/cairo')?.source).toBe('build-names');
    expect(externalToAttrs('dep:generic/zlib')?.source).toBe('registry');
    expect(externalToAttrs('dep:github/cairo')).toBeNull();
  });

  it('puts tools among the build tools', () => {
    expect(externalToAttrs('dep:generic/ninja')?.inputs[0]?.as).toBe('nativeBuildInputs');
    expect(externalToAttrs('dep:generic/openssl')?.inputs[0]?.as).toBe('buildInputs');
  });
});

describe('attrToExternal', () => {
  it.each([
    ['zlib', 'dep:generic/zlib'],
    ['xorg.libxcb', 'dep:generic/libxcb'],
    ['libpq', 'dep:generic/libpq'],
    ['libjpeg_turbo', 'dep:generic/libjpeg'],
    ['cargo', 'dep:virtual/compiler/rust'],
    ['cairo', 'dep:generic/cairo'],
    ['unheard-of', null],
    ['__proto__', null],
  ])('%s', (attr, identifier) => {
    expect(attrToExternal(attr)).toBe(identifier);
  });

  it('leads back', () => {
    const identifiers = externalIdentifiers();
    expect(identifiers.length).toBeGreaterThan(100);
    expect(identifiers.filter((id) => externalToAttrs(id) === null)).toEqual([]);
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
