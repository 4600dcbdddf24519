import { Scanner } from './scan.ts';
import { Section, SectionCache } from './section.ts';
import { sectionStarts, type SectionStart } from './split.ts';

/** The sections of one version of a text, in order; the first has no header. */
export interface Sections {
  readonly list: readonly Section[];
  /** Whether a multi-line string is left open somewhere, so that the text had to be split warily. */
  readonly wary: boolean;
}

/** A replacement of `[start, end)`, which moved what stands behind it by `delta`. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly delta: number;
}

/** Splits `text` at its table headers. */
export function splitAll(text: string): Sections {
  return splitAnew(text, () => null);
}

/**
 * Splits `text`, which `change` made of a text with the sections `before`: anew around the change
 * only, up to the first header behind it that was one before. Whatever is the same text as before
 * keeps what was parsed of it.
 */
export function splitChanged(text: string, before: Sections, change: Change): Sections {
  const known = (start: number, end: number): SectionCache | null =>
    knownCache(before.list, change, start, end);
  if (before.wary) return splitAnew(text, known, true);
  const first = Math.max(0, lastStartingUpTo(before.list, change.start) - 1);
  const from = before.list[first];
  const scanner = new Scanner(text, false);
  const starts: SectionStart[] = [];
  let rest = before.list.length;
  for (const found of sectionStarts(scanner, first === 0 || !from ? null : from.span.start)) {
    const same = found.header && indexBehind(before.list, change, found.start);
    if (same !== null) {
      rest = same;
      break;
    }
    starts.push(found);
  }
  if (scanner.unclosed !== null) return splitAnew(text, () => null);
  const behind = before.list.slice(rest);
  const end = behind[0] ? behind[0].span.start + change.delta : text.length;
  const list = [
    ...before.list.slice(0, first).map((section) => section.movedTo(text, 0)),
    ...toSections(text, starts, end, false, known),
    ...behind.map((section) => section.movedTo(text, change.delta)),
  ];
  return { list, wary: false };
}

type KnownCache = (start: number, end: number) => SectionCache | null;

/** @param wasWary Whether what `known` knows was read warily: then it holds for such a text alone. */
function splitAnew(text: string, known: KnownCache, wasWary = false): Sections {
  const calm = new Scanner(text, false);
  let starts = [...sectionStarts(calm, null)];
  const wary = calm.unclosed !== null;
  if (wary) starts = [...sectionStarts(new Scanner(text, true), null)];
  const list = toSections(text, starts, text.length, wary, wary === wasWary ? known : () => null);
  return { list, wary };
}

function toSections(
  text: string,
  starts: readonly SectionStart[],
  end: number,
  wary: boolean,
  known: KnownCache,
): Section[] {
  return starts.map(({ start, header, plain }, index) => {
    const span = { start, end: starts[index + 1]?.start ?? end };
    // An empty section shares its start with the one behind it, and has nothing worth keeping.
    const cache = (header && known(start, span.end)) ?? new SectionCache(plain);
    return new Section(text, span, header, wary, cache);
  });
}

/** What is known of the section from `start` to `end`, if the same section was there before the change. */
function knownCache(
  before: readonly Section[],
  change: Change,
  start: number,
  end: number,
): SectionCache | null {
  const isBehind = start >= change.end + change.delta;
  if (!isBehind && end > change.start) return null;
  const by = isBehind ? change.delta : 0;
  const section = before[lastStartingUpTo(before, start - by)];
  const isSame =
    section?.header && section.span.start === start - by && section.span.end === end - by;
  return isSame ? section.cache : null;
}

/** The index of the section that was at `start` before the change, if it is behind the change. */
function indexBehind(before: readonly Section[], change: Change, start: number): number | null {
  if (start < change.end + change.delta) return null;
  const index = lastStartingUpTo(before, start - change.delta);
  const section = before[index];
  return section?.header && section.span.start === start - change.delta ? index : null;
}

/** The index of the last section that starts at or before `offset`. */
function lastStartingUpTo(sections: readonly Section[], offset: number): number {
  let low = 0;
  let high = sections.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sections[middle]?.span.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
