import { closestMatch } from 'leven';

/** `; did you mean “check”?`: the known name that was likely meant; empty where none is near. */
export function didYouMean(given: string, known: Iterable<string>): string {
  const found = nearest(given, known);
  return found === null ? '' : `; did you mean ${found}?`;
}

/** The known name that is one slip of the fingers in three letters away at most; null where there is none. */
export function nearest(given: string, known: Iterable<string>): string | null {
  const swapped = [...known].find((name) => isSwapped(given, name));
  if (swapped !== undefined) return swapped;
  const most = Math.max(1, Math.floor(given.length / 3));
  const near = [...known].filter((name) => Math.abs(name.length - given.length) <= most);
  return closestMatch(given, near, { maxDistance: most }) ?? null;
}

/** Whether two neighbours have changed places: one slip, though two letters are another. */
function isSwapped(given: string, name: string): boolean {
  if (given === name || given.length !== name.length) return false;
  let at = 0;
  while (given[at] === name[at]) at += 1;
  return (
    given[at] === name[at + 1] &&
    given[at + 1] === name[at] &&
    given.slice(at + 2) === name.slice(at + 2)
  );
}
