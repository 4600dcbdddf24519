import { changesUntil } from '../nixpkgs-changes.ts';
import type { Pins } from '../pins.ts';

/** Days of changes on nixpkgs' main branch; where a change is known by its release alone, the last before that was cut. */
export const CHANGES = {
  /** Removed in 23.11. */
  poetry2nixRemoved: '2023-10-26',
  /** NixOS/nixpkgs#394012, in 25.05. */
  fetchCargoTarballRemoved: '2025-05-19',
  /** NixOS/nixpkgs#388807, in 25.05. */
  pgConfigMoved: '2025-05-19',
  /** NixOS/nixpkgs#429387, in 25.11. */
  darwinFrameworksRemoved: '2025-11-19',
  /** NixOS/nixpkgs#285779, in 24.05; older ones before. */
  python38Removed: '2024-05-19',
  /** NixOS/nixpkgs#397258, in 25.05. */
  python39Removed: '2025-05-19',
  /** `lib.licenses` has functions, in 26.05. */
  licensesHoldFunctions: '2026-04-19',
  /** NixOS/nixpkgs#421660, in 25.11. */
  pythonFormatRequired: '2025-11-19',
  /** In 26.05. */
  pytestFlagsArrayRemoved: '2026-05-19',
  /** NixOS/nixpkgs#493096, before 26.11: the day on which a pin of the main branch was seen to have it. */
  intelMacsDropped: '2026-07-12',
} as const;

/** Whether the pinned nixpkgs certainly has a change; false where its date is not known. */
export function hasChange({ nixpkgs }: Pins, change: keyof typeof CHANGES): boolean {
  const until = changesUntil(nixpkgs);
  return until !== null && CHANGES[change] < until;
}

/** For messages: `the pinned nixpkgs is of 2025-11-03`; `the pinned nixpkgs is nixos-25.11` where no day is known. */
export function pinnedOn({ nixpkgs }: Pins): string {
  const day = nixpkgs?.date?.slice(0, 10);
  return `the pinned nixpkgs is ${day === undefined ? (nixpkgs?.branch ?? 'of an unknown day') : `of ${day}`}`;
}
