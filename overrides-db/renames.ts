import table from './nixpkgs-renames.json' with { type: 'json' };

/** A nixpkgs attribute that was renamed, moved or removed. */
export interface Move {
  readonly attr: string;
  /** What to write instead; null where there is nothing. */
  readonly now: string | null;
  /** The first release in which the old name fails or lacks what it had, `YY.MM`. */
  readonly nixpkgsFrom: string;
  readonly message: string;
}

/** What became of an attribute or of one that it is part of: none for a name that stays. */
export function movesOf(attr: string): readonly Move[] {
  return MOVES.filter((move) => attr === move.attr || attr.startsWith(`${move.attr}.`));
}

/** Every known move, in the table's order. */
export const MOVES: readonly Move[] = table.moves.map(({ attr, now, nixpkgsFrom, message }) => ({
  attr,
  now,
  nixpkgsFrom,
  message,
}));
