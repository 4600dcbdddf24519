import { describe, expect, it } from 'vitest';
import { canonicalAttr } from './attributes.ts';
import { certainSince, nameAt, removedAt, renamedAttributes } from './nixpkgs-names.ts';

describe('nameAt', () => {
  it.each([
    ['xorg.libX11', '2025-11-30', 'xorg.libX11'],
    ['xorg.libX11', '2027-02-01', 'libx11'],
    ['xorg.libX11.dev', '2027-02-01', 'libx11.dev'],
    ['unixODBC', '2026-03-01', 'unixODBC'],
    ['unixODBC', '2026-08-01', 'unixodbc'],
    ['krb5Full', '2026-01-15', 'krb5'],
    ['qt6.full', '2026-08-01', 'qt6.full'],
    ['zlib', '2026-08-01', 'zlib'],
  ])('of %s on %s: %s', (attr, day, name) => {
    expect(nameAt(attr, day)).toBe(name);
  });

  it('keeps the name where the day is not known', () => {
    expect(nameAt('unixODBC', null)).toBe('unixODBC');
  });
});

describe('removedAt', () => {
  it('is certain only when no supported branch may have it', () => {
    expect(removedAt('qt6.full', '2025-12-01')).toBeNull();
    expect(removedAt('qt6.full', '2026-01-15')).toEqual({ now: null });
    expect(removedAt('alsaLib.dev', '2025-02-01')).toEqual({ now: 'alsa-lib.dev' });
  });

  it('says nothing of what warns, and of what stays', () => {
    expect(removedAt('unixODBC', '2027-08-01')).toBeNull();
    expect(removedAt('zlib', '2027-08-01')).toBeNull();
  });
});

describe('certainSince', () => {
  it.each([
    ['2026-02-12', '2026-07-15'],
    ['2026-07-01', '2027-01-15'],
    ['2025-12-03', '2026-07-15'],
  ])('%s: %s', (day, certain) => {
    expect(certainSince(day)).toBe(certain);
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
