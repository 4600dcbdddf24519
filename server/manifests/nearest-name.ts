/** Longer names are compared with none: nobody mistypes one letter of a hostile one. */
const MAX_LENGTH = 60;

/**
 * The one candidate that `name` may be a misspelling of: at most two letters inserted, removed,
 * changed or swapped with their neighbour (one in names of up to four letters), and no other as near.
 */
export function nearestName(name: string, candidates: Iterable<string>): string | null {
  if (name.length > MAX_LENGTH) return null;
  let best: string | null = null;
  let bestDistance = name.length <= 4 ? 2 : 3;
  let isTied = false;
  for (const candidate of candidates) {
    if (candidate === best || candidate.length > MAX_LENGTH) continue;
    if (Math.abs(candidate.length - name.length) >= bestDistance + (isTied ? 1 : 0)) continue;
    const distance = editDistance(name, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
      isTied = false;
    } else if (distance === bestDistance && best !== null) isTied = true;
  }
  return isTied ? null : best;
}

/** Damerau's and Levenshtein's distance, of adjacent swaps only; time is the product of the lengths. */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const changed = (last[column - 1] ?? 0) + (same ? 0 : 1);
      let least = Math.min(changed, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
