import table from './poetry2nix-revisions.json' with { type: 'json' };

/** Revisions of poetry2nix's main line by their position, oldest first: `from` inclusive, `until` exclusive; without one, to the last that is known. */
export type Run = readonly [from: number, until?: number];

/** The positions that a pinned revision may stand at, both inclusive. */
export interface Place {
  readonly first: number;
  readonly last: number;
  /** Whether the revision itself, or each that may be meant, is of the main line. */
  readonly exact: boolean;
}

/** How many digits of a commit tell it from all others of the line. */
export const COMMIT_DIGITS = 10;

/** The position of a commit; null for one that is not of the main line. At least seven digits. */
export function positionOf(commit: string): number | null {
  if (commit.length < 7) return null;
  const digits = commit.slice(0, COMMIT_DIGITS).toLowerCase();
  if (digits.length === COMMIT_DIGITS) return positions().get(digits) ?? null;
  const found = COMMITS.findIndex((row) => row.startsWith(digits, DATE_LENGTH + 1));
  return found === -1 ? null : found;
}

/** ISO 8601 day of the revision at a position. */
export function dayAt(position: number): string {
  return (COMMITS[position] ?? '').slice(0, DATE_LENGTH);
}

/**
 * Where a pin stands. A revision of the main line has its one position. A fork or a branch is known by its date alone,
 * and by how much it lags behind is not: it may be any state of the year before. Without a date, or without any pin, it
 * may be any of the last two years. Of several that may be meant it is any from the first of them to the last.
 */
export function placeOf(pin: PinnedLine | null): Place {
  const { others = [], ...own } = pin ?? { revision: '', date: null };
  const places = [own, ...others.map((revision) => ({ ...own, revision }))].map(placeOfOne);
  return {
    first: Math.min(...places.map(({ first }) => first)),
    last: Math.max(...places.map(({ last }) => last)),
    exact: places.every(({ exact }) => exact),
  };
}

/** A revision that is pinned, with further ones where it is not known which is meant. */
interface PinnedLine {
  readonly revision: string;
  readonly date: string | null;
  readonly others?: readonly string[];
}

function placeOfOne(pin: Omit<PinnedLine, 'others'>): Place {
  const position = positionOf(pin.revision);
  if (position !== null) return { first: position, last: position, exact: true };
  const date = pin.date?.slice(0, DATE_LENGTH) ?? null;
  const last = date === null ? COMMITS.length - 1 : lastUntil(date);
  const day = date ?? dayAt(last);
  const first = lastUntil(yearsBefore(day, date === null ? 2 : 1));
  return { first: Math.min(first, last), last, exact: false };
}

/** Whether the runs hold at every position of the place, at none, or at some. */
export function holdsAt(runs: readonly Run[], { first, last }: Place): 'yes' | 'no' | 'some' {
  const touching = runs.filter(
    ([from, until]) => from <= last && (until === undefined || until > first),
  );
  if (touching.length === 0) return 'no';
  const covers = touching.some(
    ([from, until]) => from <= first && (until === undefined || until > last),
  );
  return covers ? 'yes' : 'some';
}

/** Runs as the facts write them, `from..until` in commits: `from` is of it, `until` is not. What is not of the line is left out. */
export function parseRuns(texts: readonly string[]): Run[] {
  const runs: Run[] = [];
  for (const text of texts) {
    const [start = '', end = ''] = text.split('..');
    const from = positionOf(start);
    const until = end === '' ? undefined : positionOf(end);
    if (from === null || until === null) continue;
    runs.push(until === undefined ? [from] : [from, until]);
  }
  return runs;
}

const DATE_LENGTH = 10;

/** `YYYY-MM-DD commit`. */
const COMMITS: readonly string[] = table.commits;

let byCommit: Map<string, number> | null = null;

/** Made when a pin is first asked for. */
function positions(): ReadonlyMap<string, number> {
  byCommit ??= new Map(COMMITS.map((row, index) => [row.slice(DATE_LENGTH + 1), index]));
  return byCommit;
}

/** The last position of that day or before; days are not quite in order, where branches were rebased. */
function lastUntil(day: string): number {
  return Math.max(
    0,
    COMMITS.findLastIndex((row) => row.slice(0, DATE_LENGTH) <= day),
  );
}

function yearsBefore(day: string, years: number): string {
  return `${String(Number(day.slice(0, 4)) - years).padStart(4, '0')}${day.slice(4)}`;
}
