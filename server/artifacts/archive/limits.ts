/** What an archive may cost before its reading stops; all in bytes but `entries`. */
export interface ArchiveLimits {
  /** How many entries are looked at. */
  readonly entries: number;
  /** What all entries together unpack to, whether they are kept or passed over. */
  readonly unpacked: number;
  /** What the entries that are kept hold together. */
  readonly kept: number;
  /** The longest entry that is kept. */
  readonly entry: number;
}

/** Above every release that was met on PyPI; a bomb ends here after a few seconds. */
export const SDIST_LIMITS: ArchiveLimits = {
  entries: 200_000,
  unpacked: 2 ** 30,
  kept: 2 ** 27,
  entry: 2 ** 22,
};

/** A wheel's libraries are read one by one, so that `entry` is the most that is held at a time. */
export const WHEEL_LIMITS: ArchiveLimits = {
  entries: 200_000,
  unpacked: 2 ** 33,
  kept: 2 ** 29,
  entry: 2 ** 29,
};
