import { parseNix } from '../nix/api.ts';
import type { SourceText, Span } from '../text.ts';
import type { TomlDocument, TomlTable, TomlValue } from '../toml/model.ts';
import { parseToml } from '../toml/parse.ts';
import { memoize, memoryByObject } from '../memoize.ts';
import { tomlOf } from './inputs/text-file.ts';

/** Where the comments of one text may be: a `#` in a string starts none. */
export interface CommentPlaces {
  /** Whether what stands at an offset is in a comment, or would be if a comment began there. */
  isOutsideStrings(offset: number): boolean;
  /** The outermost string around an offset; null where there is none. */
  stringAround(offset: number): Span | null;
}

/** The comments of a file of any kind that has them behind `#`, by its name: Nix, requirements, else TOML. */
export function commentPlaces(file: string, source: SourceText): CommentPlaces {
  return memoize(made, source, () =>
    file.endsWith('.nix') ? nixPlaces(source) : placesByName(file, source),
  );
}

/** Most texts are never asked about. Of one that is, each ignore comment and each quick fix asks again. */
const made = memoryByObject<SourceText, CommentPlaces>();

/**
 * The line that a comment about `line` has to stand behind: a string or a requirement that goes on
 * over several lines takes no comment in its middle. Zero-based.
 */
export function lastLineOf(file: string, source: SourceText, line: number): number {
  const places = commentPlaces(file, source);
  const { text } = source;
  let last = line;
  for (;;) {
    const end = source.lineEnd(last);
    const string = places.stringAround(end);
    const continues = isRequirements(file) && text[end - 1] === '\\';
    const next = string === null ? last + (continues ? 1 : 0) : source.positionAt(string.end).line;
    if (next <= last || next >= source.lineCount) return last;
    last = next;
  }
}

function placesByName(file: string, source: SourceText): CommentPlaces {
  return isRequirements(file)
    ? requirementsPlaces(source)
    : tomlPlaces(tomlOf({ file, document: source }) ?? parseToml(source.text));
}

function isRequirements(file: string): boolean {
  return /\.(?:txt|in)$/i.test(file);
}

/** pip: a comment starts at the beginning of a line or behind white space. */
function requirementsPlaces({ text }: SourceText): CommentPlaces {
  return {
    isOutsideStrings: (offset) =>
      offset === 0 || text[offset] !== '#' || /\s/.test(text[offset - 1] ?? ''),
    stringAround: () => null,
  };
}

function nixPlaces({ text }: SourceText): CommentPlaces {
  const { tokens, comments } = parseNix(text);
  const strings: Span[] = [];
  const open: number[] = [];
  for (const { kind, start, end } of tokens) {
    if (kind === 'string-open' || kind === 'indented-open') open.push(start);
    if (kind !== 'string-close') continue;
    const from = open.pop();
    if (from !== undefined && open.length === 0) strings.push({ start: from, end });
  }
  const commented = comments.map(({ span }) => span);
  return {
    isOutsideStrings: (offset) =>
      within(strings, offset) === null ||
      offset < (commented[lastStartingAt(commented, offset)]?.end ?? 0),
    stringAround: (offset) => within(strings, offset),
  };
}

function tomlPlaces(document: TomlDocument): CommentPlaces {
  const sections = document.sections.map(({ span }) => span);
  const stringsOfSection = new Map<number, readonly Span[]>();
  const stringAround = (offset: number): Span | null => {
    // Sections cover the whole text, in its order.
    const index = lastStartingAt(sections, offset);
    const section = document.sections[index];
    if (section === undefined) return null;
    const strings = stringsOfSection.get(index) ?? stringSpans(section.table());
    stringsOfSection.set(index, strings);
    const { start } = section.span;
    const found = within(strings, offset - start);
    return found === null ? null : { start: found.start + start, end: found.end + start };
  };
  return { stringAround, isOutsideStrings: (offset) => stringAround(offset) === null };
}

/** Strings and keys of a table, however deep, in their order. */
function stringSpans(table: TomlTable): readonly Span[] {
  const spans: Span[] = [];
  const queue: TomlValue[] = [table];
  for (let value = queue.pop(); value !== undefined; value = queue.pop()) {
    if (value.kind === 'string') spans.push(value.span);
    // One by one: they may be more than a call can have arguments.
    else if (value.kind === 'array') for (const item of value.items) queue.push(item);
    else if (value.kind === 'table')
      for (const entry of value.entries.values()) {
        spans.push(entry.keySpan);
        queue.push(entry.value);
      }
  }
  return spans.toSorted((a, b) => a.start - b.start);
}

/** The span that has `offset` behind its first character and before its end: at an edge a comment may begin. */
function within(spans: readonly Span[], offset: number): Span | null {
  const before = spans[lastStartingAt(spans, offset - 1)];
  return before !== undefined && offset < before.end ? before : null;
}

/** The index of the last span, of some that do not overlap and stand in their order, that starts at `offset` or before: found by halving. -1 if none does. */
function lastStartingAt(spans: readonly Span[], offset: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((spans[middle]?.start ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
