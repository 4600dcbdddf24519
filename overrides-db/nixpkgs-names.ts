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
  /** The new name was there before, and not surely for the same. */
  readonly nowIsOlder?: boolean;
}

/**
 * The name to write for an attribute with a nixpkgs that has all changes before a day, `pkgs.` taken off. Without a day the
 * name as it is, which at worst warns.
 *
 * @param until ISO 8601; null where it is not known.
 */
export function nameAt(attr: string, until: string | null): string {
  if (until === null) return attr;
  let name = attr;
  // A new name may have been renamed in its turn; none leads back.
  for (let change = changeBefore(name, until); change?.now != null;) {
    name = change.now + name.slice(change.attr.length);
    change = changeBefore(name, until);
  }
  return name;
}

/** What became of an attribute that surely throws in a nixpkgs that has all changes before a day; null for one that may be there. */
export function removedAt(attr: string, until: string): { readonly now: string | null } | null {
  const [, set = '', dot = ''] = PYTHON_SET.exec(attr) ?? [];
  const known = set === '' ? attr : `${PYTHON}${attr.slice(set.length + dot.length)}`;
  if (changeBefore(known, until)?.fails !== true) return null;
  const now = nameAt(known, until);
  // Nothing took its place, or what did is gone as well.
  if (changeBefore(now, until)?.fails === true) return { now: null };
  return {
    now: now.startsWith(PYTHON) && set !== '' ? `${set}${dot}${now.slice(PYTHON.length)}` : now,
  };
}

/** Packages of whichever Python 3 are in the table as those of `python3Packages`. */
const PYTHON = 'python3Packages.';

const PYTHON_SET = /^(python3\d*(?:Packages|\.pkgs))(\.)/;

/** An attribute that has another name from a day (ISO 8601) on. */
export interface Renaming {
  readonly before: string;
  readonly now: string | null;
  readonly from: string;
}

/**
 * The renamings that end in an attribute, or begin with it, whose last part is `name`: what is asked by one of its names
 * alone, which may be that of a library. Those of Python's packages are left out.
 */
export function renamingsOf(name: string): readonly Renaming[] {
  return CHANGES.filter(({ attr, now, fails }) =>
    attr.startsWith(PYTHON)
      ? false
      : now !== null && lastOf(now) === name
        ? lastOf(attr) !== name
        : fails === true && lastOf(attr) === name,
  ).map(({ attr, now, from }) => ({ before: attr, now, from }));
}

function lastOf(attr: string): string {
  return attr.slice(attr.lastIndexOf('.') + 1);
}

/** The names that one attribute had one after the other, the last one first; what stands in `xorg` comes last. */
export function renamedAttributes(): readonly (readonly string[])[] {
  const renamed = CHANGES.flatMap(({ attr, now, fails, nowIsOlder }) =>
    now === null || fails === true || nowIsOlder === true ? [] : [{ attr, now }],
  );
  return [...groupBy(renamed, ({ now }) => now)].map(([now, all]) => [
    now,
    ...all.map(({ attr }) => attr).toSorted((a, b) => (a < b ? -1 : 1)),
  ]);
}

const CHANGES: readonly NameChange[] = table.names;

const BY_ATTR: ReadonlyMap<string, NameChange> = new Map(CHANGES.map((one) => [one.attr, one]));

/** What changed before a day of the attribute itself, or of the nearest one that it is part of. */
function changeBefore(attr: string, until: string): NameChange | null {
  const change = changeOf(attr);
  return change === null || change.from >= until ? null : change;
}

/** Of the attribute itself, or of the nearest one that it is part of. */
function changeOf(attr: string): NameChange | null {
  for (let name = attr; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('.')))) {
    const change = BY_ATTR.get(name);
    if (change !== undefined) return change;
  }
  return null;
}
