import { describe, expect, it } from 'vitest';
import { canonicalAttr } from './attributes.ts';
import { nameAt, removedAt, renamedAttributes } from './nixpkgs-names.ts';

describe('nameAt', () => {
  it.each([
    ['xorg.libX11', '2025-05-20', 'xorg.libX11'],
    ['xorg.libX11', '2026-11-20', 'libx11'],
    ['xorg.libX11.dev', '2026-11-20', 'libx11.dev'],
    ['unixODBC', '2025-11-20', 'unixODBC'],
    ['unixODBC', '2026-05-20', 'unixodbc'],
    ['krb5Full', '2025-11-20', 'krb5'],
    ['qt6.full', '2026-05-20', 'qt6.full'],
    ['zlib', '2026-05-20', 'zlib'],
  ])('of %s on %s: %s', (attr, day, name) => {
    expect(nameAt(attr, day)).toBe(name);
  });

  it('keeps the name where the day is not known', () => {
    expect(nameAt('unixODBC', null)).toBe('unixODBC');
  });
});

describe('removedAt', () => {
  it('is certain of changes before the day alone', () => {
    expect(removedAt('qt6.full', '2025-05-20')).toBeNull();
    expect(removedAt('qt6.full', '2025-11-20')).toEqual({ now: null });
    expect(removedAt('alsaLib.dev', '2024-11-20')).toEqual({ now: 'alsa-lib.dev' });
  });

  it('says nothing of what warns, and of what stays', () => {
    expect(removedAt('unixODBC', '2027-05-20')).toBeNull();
    expect(removedAt('zlib', '2027-05-20')).toBeNull();
  });
});

it('has all names of a renamed attribute for the same', () => {
  const differ = renamedAttributes().filter(
    (names) => new Set(names.map((name) => canonicalAttr(name))).size > 1,
  );
  expect(differ).toEqual([]);
  expect(canonicalAttr('libX11')).toBe(canonicalAttr('xorg.libX11'));
  // A name that was there before it took another's place is itself.
  expect(canonicalAttr('flint')).toBe('flint');
  expect(canonicalAttr('openbabel')).toBe('openbabel');
});
