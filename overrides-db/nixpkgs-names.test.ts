import { describe, expect, it } from 'vitest';
import { canonicalAttr } from './attributes.ts';
import { nameAt, removedAt, renamedAttributes, renamingsOf } from './nixpkgs-names.ts';
import table from './nixpkgs-names.json' with { type: 'json' };

describe('nameAt', () => {
  it.each([
    ['xorg.libX11', '2025-05-20', 'xorg.libX11'],
    ['xorg.libX11', '2026-11-20', 'libx11'],
    ['xorg.libX11.dev', '2026-11-20', 'libx11.dev'],
    ['unixODBC', '2025-11-20', 'unixODBC'],
    ['unixODBC', '2026-05-20', 'unixodbc'],
    ['krb5Full', '2025-11-20', 'krb5'],
    ['utillinux', '2026-05-20', 'util-linux'],
    ['qt6.full', '2026-05-20', 'qt6.full'],
    ['xorg.libX11', '2026-05-20', 'libx11'],
    ['openssl_1_1', '2026-05-20', 'openssl_1_1'],
    ['openssl_1_1', '2026-11-20', 'openssl'],
    ['webkitgtk', '2025-05-20', 'webkitgtk'],
    ['webkitgtk', '2025-11-20', 'webkitgtk_4_1'],
    ['mac', '2025-11-20', 'monkeysAudio'],
    ['mac', '2026-05-20', 'monkeys-audio'],
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

  it('names nothing that is gone as well', () => {
    expect(removedAt('goocanvas_1', '2026-11-20')).toEqual({ now: null });
    expect(removedAt('goocanvas', '2026-11-20')).toBeNull();
  });

  it.each([
    ['python3Packages.Babel', 'python3Packages.babel'],
    ['python311Packages.PyGithub', 'python311Packages.pygithub'],
    ['python312.pkgs.scikitlearn', 'python312.pkgs.scikit-learn'],
    ['python3Packages.typed-ast', null],
  ])('knows the packages of whichever Python 3: %s', (attr, now) => {
    expect(removedAt(attr, '2025-05-20')).toBeNull();
    expect(removedAt(attr, '2025-11-20')).toEqual({ now });
  });

  it('takes no other set for that of a Python', () => {
    expect(removedAt('perlPackages.Babel', '2027-05-20')).toBeNull();
    expect(removedAt('Babel', '2027-05-20')).toBeNull();
  });

  it('says nothing of what warns, and of what stays', () => {
    expect(removedAt('utillinux', '2026-05-20')).toBeNull();
    expect(removedAt('python3Packages.babel', '2027-05-20')).toBeNull();
    expect(removedAt('unixODBC', '2027-05-20')).toBeNull();
    expect(removedAt('zlib', '2027-05-20')).toBeNull();
  });
});

it('renames nothing in a circle, and nothing to what it is a part of', () => {
  const names = table.names.map(({ attr }) => attr);
  expect(new Set(names).size).toBe(names.length);
  for (const { attr, now } of table.names) {
    expect(`${now ?? ''}.`.startsWith(`${attr}.`)).toBe(false);
    expect(nameAt(nameAt(attr, '2030-01-01'), '2030-01-01')).toBe(nameAt(attr, '2030-01-01'));
  }
});

it('leaves the names of Python’s packages out where a name alone is asked for', () => {
  expect(renamingsOf('Babel')).toEqual([]);
  expect(renamingsOf('alsaLib').map(({ now }) => now)).toEqual(['alsa-lib']);
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
  expect(canonicalAttr('curl')).toBe('curl');
  expect(canonicalAttr('util-linux')).toBe('util-linux');
});
