import type { PinnedRevision } from './pins.ts';

/**
 * The day (ISO 8601) before which every change of nixpkgs' main branch is surely in what is pinned; null where too little
 * is known of the pin. A release's branch is cut in the last third of May or of November, whatever day a commit of it is
 * of, and supported for seven months. What follows the main branch is taken to be two months behind: changes that rebuild
 * much wait in a branch of their own, and are dated when they were written.
 */
export function changesUntil(pin: PinnedRevision | undefined): string | null {
  const ofBranch = pin?.branch === undefined ? null : cutOf(pin.branch);
  if (ofBranch !== null) return ofBranch;
  const day = pin?.date?.slice(0, 10) ?? null;
  if (day === null) return null;
  const ofDay = oldestCut(day);
  const isRolling = pin?.branch !== undefined && ROLLING.test(pin.branch);
  const behind = isRolling ? twoMonthsBefore(day) : ofDay;
  return behind > ofDay ? behind : ofDay;
}

const ROLLING = /^(?:master|(?:nixos|nixpkgs)-unstable(?:-small)?)$/;

function cutOf(branch: string): string | null {
  const [, year, month] =
    /^(?:nixos|nixpkgs|release)-(\d\d)\.(05|11)(?:-(?:small|darwin|aarch64))?$/.exec(branch) ?? [];
  return year === undefined || month === undefined ? null : `20${year}-${month}-20`;
}

/** When the oldest branch was cut that is still supported on a day, and for a fortnight behind its end. */
function oldestCut(day: string): string {
  const year = Number(day.slice(0, 4));
  const rest = day.slice(5);
  if (rest < '01-15') return `${year - 1}-05-20`;
  return rest < '07-15' ? `${year - 1}-11-20` : `${year}-05-20`;
}

/** The same day of two months before, which need not be one of the calendar to be compared. */
function twoMonthsBefore(day: string): string {
  const [year = 0, month = 0] = day.split('-').map(Number);
  const months = year * 12 + month - 1 - 2;
  const before = [Math.floor(months / 12), (months % 12) + 1];
  return `${before.map((part) => String(part).padStart(2, '0')).join('-')}${day.slice(7)}`;
}
