import { describe, expect, it } from 'vitest';
import { canonicalAttr, carriedBy } from './attributes.ts';

describe('what an attribute brings to a build', () => {
  it.each([
    ['libmemcached', 'cyrus_sasl'],
    ['pango', 'xorg.libX11'],
    ['autoreconfHook', 'libtool'],
    ['cudatoolkit', 'cudaPackages.libcublas'],
    ['cudaPackages_12_4.libcusolver.lib', 'cudaPackages.libnvjitlink'],
    ['cuda_cudart', 'cudaPackages.cuda_cudart'],
  ])('%s brings %s', (attr, brought) => {
    expect(carriedBy(attr)).toContain(brought);
  });

  it.each([
    ['cyrus_sasl', 'libmemcached'],
    ['cudaPackages.libnvjitlink', 'cudaPackages.libcusparse'],
    ['zlib', 'libpng'],
  ])('%s does not bring %s', (attr, other) => {
    expect(carriedBy(attr)).not.toContain(other);
  });

  it('has the name that facts have for what nixpkgs renamed, and for what took a name that it never had', () => {
    expect(['tbb', 'onetbb'].map(canonicalAttr)).toEqual(['tbb', 'tbb']);
    expect(['curl', 'curlHTTP3'].map(canonicalAttr)).toEqual(['curl', 'curl']);
  });

  it('has one name for the compiler and the tool of Rust', () => {
    expect(canonicalAttr('rustPlatform.rust.rustc')).toBe('rustc');
    expect(canonicalAttr('pkgs.rustPlatform.rust.cargo')).toBe('cargo');
    expect(canonicalAttr('rustPlatform.cargoSetupHook')).toBe('rustPlatform.cargoSetupHook');
  });

  it('has one name for what CUDA has', () => {
    const names = ['cudaPackages.cusparselt', 'libcusparse_lt', 'cudaPackages_13.libcusparse_lt'];
    expect(new Set(names.map(canonicalAttr)).size).toBe(1);
    expect(canonicalAttr('libcurl')).toBe('libcurl');
  });
});
