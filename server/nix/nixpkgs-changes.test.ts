import { expect, it } from 'vitest';
import { changesUntil } from './nixpkgs-changes.ts';

it.each([
  // Of an unknown branch: the oldest that is supported that day.
  ['2026-07-14', undefined, '2025-11-20'],
  ['2026-07-15', undefined, '2026-05-20'],
  ['2027-01-14', undefined, '2026-05-20'],
  ['2027-01-15', undefined, '2026-11-20'],
  ['2026-09-20', 'nixos-unstable', '2026-07-20'],
  ['2026-09-20', 'master', '2026-07-20'],
  // What lags more than the oldest branch does not.
  ['2026-07-16', 'nixpkgs-unstable', '2026-05-20'],
  ['2026-09-20', 'nixos-25.05', '2025-05-20'],
  ['2026-09-20', 'nixpkgs-26.05-darwin', '2026-05-20'],
  ['2026-09-20', 'pull/12345/merge', '2026-05-20'],
  ['2027-01-31', 'master', '2026-11-31'],
  [null, 'release-25.11', '2025-11-20'],
  [null, 'nixos-unstable', null],
  [null, undefined, null],
])('of %s on %s: %s', (date, branch, day) => {
  const pin = { revision: 'abc', date, file: '/p/flake.lock' };
  expect(changesUntil(branch === undefined ? pin : { ...pin, branch })).toBe(day);
});

it('says nothing without a pin', () => {
  expect(changesUntil(undefined)).toBeNull();
});
