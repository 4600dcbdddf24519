import { describe, expect, it } from 'vitest';
import { leastVersion, olderVersions } from './build-system-versions.ts';

describe('leastVersion', () => {
  it.each([
    ['nixpkgs', 'cython', '2024-05-20', undefined],
    ['nixpkgs', 'cython', '2024-11-20', '3.0.10'],
    ['nixpkgs', 'cython', '2026-11-20', '3.1.2'],
    ['nixpkgs', 'setuptools-scm', '2026-11-20', undefined],
    // Nothing is older than the first revision.
    ['build-system-pkgs', 'cython', '2024-11-20', '3.0.11'],
    ['build-system-pkgs', 'cython', '2024-11-19', undefined],
    ['build-system-pkgs', 'setuptools', '2026-08-17', '82.0.0'],
    ['build-system-pkgs', 'cython', null, undefined],
  ] as const)('%s, %s until %s: %s', (set, name, until, least) => {
    expect(leastVersion(set, name, until)?.least).toBe(least);
  });
});

function attrs(...of: Parameters<typeof olderVersions>): string[] {
  return olderVersions(...of).map(({ attr }) => attr);
}

describe('olderVersions', () => {
  it('are there for the Pythons that they are built for alone', () => {
    expect(attrs('cython', '2025-05-20', '3.12')).toEqual(['cython_0']);
    expect(attrs('cython', '2025-05-20', '3.13')).toEqual([]);
    expect(attrs('cython', '2025-05-20', null)).toEqual([]);
    expect(attrs('setuptools', '2025-05-20', '3.12')).toEqual([]);
    expect(attrs('cython', null, '3.12')).toEqual([]);
  });
});
