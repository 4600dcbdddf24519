import { groupBy } from './group.ts';
import table from './nixpkgs-names.json' with { type: 'json' };

/** A nixpkgs attribute that has another name, or none, from a day on. */
interface NameChange {
  readonly attr: string;
  readonly now: string | null;
  /** ISO 8601 day, on nixpkgs' main branch. */
  readonly from: string;
  /** The old name throws; else it warns. */
  readonly fails?: boolean;
}

/**
 * The name to write for an attribute with a nixpkgs of that day, `pkgs.` taken off: the new one from the day on which every
 * supported branch has it. Without a day the name as it is, which at worst warns.
 *
 * @param day ISO 8601; null where it is not known.
 */
export function nameAt(attr: string, day: string | null): string {
  const change = day === null ? null : changeOf(attr);
  if (change?.now == null || day === null || day < certainSince(change.from)) return attr;
  return change.now + attr.slice(change.attr.length);
}

/** What became of an attribute that surely throws in a nixpkgs of that day; null for one that may be there. */
export function removedAt(attr: string, day: string): { readonly now: string | null } | null {
  const change = changeOf(attr);
  if (change?.fails !== true || day < certainSince(change.from)) return null;
  return { now: change.now === null ? null : change.now + attr.slice(change.attr.length) };
}

/** The names that one attribute had one after the other, the last one first; what stands in `xorg` comes last. */
export function renamedAttributes(): readonly (readonly string[])[] {
  const renamed = CHANGES.flatMap(({ attr, now, fails }) =>
    now === null || fails === true ? [] : [{ attr, now }],
  );
  return [...groupBy(renamed, ({ now }) => now)].map(([now, all]) => [
    now,
    ...all.map(({ attr }) => attr).toSorted((a, b) => (a < b ? -1 : 1)),
  ]);
}

/**
 * The day from which on every supported branch of nixpkgs has a change of that day, and a fortnight more. Releases are cut
 * in the last third of May and of November and supported for seven months; a commit of one may be younger than the
 * change and lack it.
 */
export function certainSince(day: string): string {
  const year = Number(day.slice(0, 4));
  const rest = day.slice(5);
  if (rest < '05-20') return `${year}-07-15`;
  return rest < '11-20' ? `${year + 1}-01-15` : `${year + 1}-07-15`;
}

const CHANGES: readonly NameChange[] = table.names;

const BY_ATTR: ReadonlyMap<string, NameChange> = new Map(CHANGES.map((one) => [one.attr, one]));

/** Of the attribute itself, or of the nearest one that it is part of. */
function changeOf(attr: string): NameChange | null {
  for (let name = attr; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const change = BY_ATTR.get(name);
    if (change !== undefined) return change;
  }
  return null;
}
