import type { Span } from '../text.ts';
import { ofConflict } from './diagnose.ts';
import type { TomlError } from './model.ts';

/** The line with a merge-conflict marker: `<<<<<<<`, `|||||||`, `=======` or `>>>>>>>`. */
export interface Marker {
  readonly offset: number;
  readonly mark: string;
  readonly error: TomlError;
}

/** Which part of a merge conflict a place is in: outside of any, before its first divider, or behind it. */
export type Side = 'none' | 'ours' | 'theirs';

/** A text as its conflict markers divide it. */
export interface Conflicts {
  /** One for each conflict, and for each marker that belongs to none. */
  readonly errors: readonly TomlError[];
  /** Behind the first divider: what is wrong there, defined twice above all, is the conflict's fault. */
  readonly theirs: readonly Span[];
  /** Where the end of the text is. */
  readonly after: Side;
}

const NO_CONFLICTS: Conflicts = { errors: [], theirs: [], after: 'none' };

/** The marker on the line at `offset` of `text`. */
export function markerAt(text: string, offset: number): Marker {
  return { offset, mark: text.charAt(offset), error: ofConflict(text, offset) };
}

/** Follows the `markers` of a text of `length` that starts on side `before`. */
export function readConflicts(markers: readonly Marker[], before: Side, length: number): Conflicts {
  if (markers.length === 0 && before === 'none') return NO_CONFLICTS;
  const errors: TomlError[] = [];
  const theirs: Span[] = [];
  let side = before;
  let since = 0;
  for (const { offset, mark, error } of markers) {
    if (mark === '<' || side === 'none') errors.push(error);
    const next = sideBehind(mark, side);
    if (side === 'theirs' && next !== 'theirs') theirs.push({ start: since, end: offset });
    if (side !== 'theirs') since = offset;
    side = next;
  }
  if (side === 'theirs') theirs.push({ start: since, end: length });
  return { errors, theirs, after: side };
}

/** The errors that are not in one of the spans, which are in order. */
export function errorsOutside(
  errors: readonly TomlError[],
  spans: readonly Span[],
): readonly TomlError[] {
  return spans.length === 0 ? errors : errors.filter(({ span }) => !isWithin(spans, span.start));
}

function isWithin(spans: readonly Span[], offset: number): boolean {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.end ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  const span = spans[low];
  return span !== undefined && span.start <= offset;
}

function sideBehind(mark: string, side: Side): Side {
  if (mark === '<') return 'ours';
  if (mark === '>' || side === 'none') return 'none';
  return 'theirs';
}
