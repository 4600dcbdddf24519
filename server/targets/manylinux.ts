import type { Need } from '../../overrides-db/model.ts';
import type { LockedPackage } from '../locks/model.ts';

/**
 * Why a library is an input of every wheel that is patched: poetry2nix and uv2nix give one of manylinux the list of nixpkgs'
 * `pythonManylinuxPackages` for its tag. It has whole packages, so that a wheel finds more in them than its tag promises.
 * Null for all else, and where the lock has a wheel for Linux without such a tag, which is given nothing.
 */
export function givenToManylinux(need: Need, locked: LockedPackage | null): string | null {
  if (need.kind !== 'wheel-library' || !PACKAGES.has(need.attr)) return null;
  const platforms = locked?.files.map(({ name }) => platformOf(name)) ?? [];
  const linux = platforms.filter((tags) => tags.includes('linux') && !tags.startsWith('musl'));
  return linux.length > 0 && linux.every((tags) => tags.includes('manylinux'))
    ? 'a manylinux wheel is given it'
    : null;
}

/** The last of a wheel's tags: `manylinux_2_17_x86_64.manylinux2014_x86_64`; empty for what is no wheel. */
function platformOf(file: string): string {
  return file.endsWith('.whl') ? file.slice(file.lastIndexOf('-') + 1) : '';
}

/** What all of its lists have (nixpkgs, pkgs/development/interpreters/python/manylinux). */
const PACKAGES: ReadonlySet<string> = new Set([
  'expat',
  'glib',
  'glibc',
  'libGL',
  'stdenv.cc.cc.lib',
  'xorg.libICE',
  'xorg.libSM',
  'xorg.libX11',
  'xorg.libXext',
  'xorg.libXrender',
  'zlib',
]);
