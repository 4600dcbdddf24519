import { describe, expect, it } from 'vitest';
import { nameInPypi2nixTime } from './pypi2nix-nixpkgs.ts';

describe('nameInPypi2nixTime', () => {
  it.each([
    ['zlib', 'zlib'],
    ['xorg.libxcb', 'xorg.libxcb'],
    ['pkg-config', 'pkgconfig'],
    ['libpq', 'postgresql'],
    ['libpq.pg_config', 'postgresql'],
    ['libmysqlclient', 'libmysqlclient'],
    ['llvmPackages_7.llvm', 'llvmPackages_7.llvm'],
    ['something.of.our.own', 'something.of.our.own'],
  ])('knows %s as %s', (attr, name) => {
    expect(nameInPypi2nixTime(attr)).toBe(name);
  });

  it.each([['libavif'], ['qt6.qtbase'], ['rustPlatform.cargoSetupHook'], ['llvmPackages_14.llvm']])(
    'does not know %s yet',
    (attr) => {
      expect(nameInPypi2nixTime(attr)).toBeNull();
    },
  );
});
