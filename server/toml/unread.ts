import type { DraftTable } from './draft.ts';

/**
 * Marks as incomplete every table of `root` that one of the headers at `positions`, in ascending
 * order, could extend: all that have no braces, but of an array of tables only the element that was
 * the last one at that place.
 */
export function markUnread(root: DraftTable, positions: readonly number[]): void {
  mark(root, positions, { start: 0, end: Infinity });
}

/** From where to where a header would add to a table. */
interface Reach {
  readonly start: number;
  readonly end: number;
}

function mark(table: DraftTable, positions: readonly number[], reach: Reach): void {
  const next = positions[firstFrom(positions, reach.start)];
  if (next === undefined || next >= reach.end) return;
  table.complete = false;
  for (const child of table.children()) {
    if (child.kind === 'draft-table') {
      mark(child, positions, reach);
      continue;
    }
    for (const [index, { start, table: element }] of child.items.entries())
      mark(element, positions, { start, end: child.items[index + 1]?.start ?? reach.end });
  }
}

/** The index of the first position that is not before `offset`. */
function firstFrom(positions: readonly number[], offset: number): number {
  let low = 0;
  let high = positions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((positions[middle] ?? Infinity) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
