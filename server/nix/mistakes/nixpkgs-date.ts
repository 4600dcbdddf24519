import type { Pins } from '../pins.ts';

/**
 * Days from which on every supported branch of nixpkgs has a change: when support ended for the last release without
 * it (NixOS releases are supported for seven months). A commit of an older branch may be younger than the change and
 * lack it.
 */
export const CHANGES = {
  /** Removed on 2023-10-26, in 23.11. */
  poetry2nixRemoved: '2024-01-15',
  /** NixOS/nixpkgs#394012, in 25.05. */
  fetchCargoTarballRemoved: '2025-07-15',
  /** NixOS/nixpkgs#388807, in 25.05. */
  pgConfigMoved: '2025-07-15',
  /** NixOS/nixpkgs#429387, in 25.11. */
  darwinFrameworksRemoved: '2026-01-15',
  /** NixOS/nixpkgs#285779, in 24.05; older ones before. */
  python38Removed: '2024-07-15',
  /** NixOS/nixpkgs#397258, in 25.05. */
  python39Removed: '2025-07-15',
  /** `lib.licenses` has functions since 2026-04-19, in 26.05. */
  licensesHoldFunctions: '2026-07-15',
  /** NixOS/nixpkgs#421660, in 25.11. */
  pythonFormatRequired: '2026-01-15',
  /** In 26.05. */
  pytestFlagsArrayRemoved: '2026-07-15',
} as const;

/** Whether the pinned nixpkgs certainly has a change; false where its date is not known. */
export function hasChange({ nixpkgs }: Pins, change: keyof typeof CHANGES): boolean {
  const date = nixpkgs?.date ?? null;
  return date !== null && date.slice(0, 10) >= CHANGES[change];
}

/** For messages: `the pinned nixpkgs is of 2025-11-03`. */
export function pinnedOn({ nixpkgs }: Pins): string {
  return `the pinned nixpkgs is of ${nixpkgs?.date?.slice(0, 10) ?? 'an unknown day'}`;
}
