import type { Span } from '../text.ts';
import { CR, HASH, lineEnd, skipBlanks } from './characters.ts';
import { errorsOutside, markerAt, readConflicts, type Marker } from './conflicts.ts';
import { ofHeader } from './diagnose.ts';
import { DraftTable, assign, markIncomplete, type Assignment, type KeyPart } from './draft.ts';
import { itemEnd, nextItem } from './items.ts';
import type { Header } from './keys.ts';
import { TOO_DEEP, parseHeader } from './library.ts';
import type { TomlError, TomlNewer, TomlTable } from './model.ts';
import { newerAt } from './newer.ts';
import { MAX_NESTING, Scanner } from './scan.ts';
import { settle } from './settle.ts';
import { readStatement } from './statement.ts';

/** What is known of a section without its values. All offsets are the section's. */
export interface SectionOutline {
  /** The header's keys; empty without a header; null for one that cannot be read. */
  readonly headerKeys: readonly KeyPart[] | null;
  /** With the brackets; null without a header. */
  readonly headerSpan: Span | null;
  /** Whether the header starts with `[[`. */
  readonly isArrayElement: boolean;
  /** The names of its values where no key has a dot; null where only the table tells. */
  readonly keys: readonly string[] | null;
  /** The errors of the syntax alone: neither keys defined twice nor merge conflicts. */
  readonly errors: readonly TomlError[];
  /** Keys defined twice. */
  readonly twice: readonly TomlError[];
  readonly markers: readonly Marker[];
  /**
   * The first multi-line string that nothing closes. What stands behind it may be its text: errors
   * there are left out, as any number of them would mean this one.
   */
  readonly openString: number | null;
  /** Whether every statement could be read, and none is in a merge conflict. */
  readonly complete: boolean;
  /** The end of the last statement. */
  readonly end: number;
  readonly length: number;
}

/** What a section's text says, before it is put into a tree. */
export interface SectionContent extends SectionOutline {
  /** What of it is TOML 1.1. */
  readonly newer: readonly TomlNewer[];
  readonly assignments: readonly Assignment[];
  /** The table that these make by themselves. */
  readonly draft: DraftTable;
}

/** A section's own table, and all errors of the section. */
export interface OwnTable {
  readonly table: TomlTable;
  readonly errors: readonly TomlError[];
}

/** Reads the text of one section, from its header on. `wary` as the scanner has it. */
export function readContent(text: string, wary: boolean): SectionContent {
  const scanner = new Scanner(text, wary);
  const assignments: Assignment[] = [];
  const errors: TomlError[] = [];
  const newer: TomlNewer[] = [];
  const broken: Span[] = [];
  let header: ReadHeader = { ...NO_HEADER, keys: [] };
  let isBehindJunk = false;
  let end = 0;
  let at = contentStart(text);
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind === 'header') {
      header = readHeader(text, item.start, item.header);
      errors.push(...header.errors);
      if (header.newer) newer.push(header.newer);
      end = item.header.end;
    } else if (item.kind === 'marker') {
      scanner.markers.push(item.start);
    } else {
      const reading = readStatement(text, item.lexeme, wary);
      end = reading.assignment?.span.end ?? item.lexeme.end;
      if (reading.assignment) assignments.push(reading.assignment);
      if (reading.newer) newer.push(reading.newer);
      if (!reading.complete) broken.push({ start: item.lexeme.start, end: item.lexeme.end });
      if (!(reading.isJunk && isBehindJunk)) errors.push(...reading.errors);
      isBehindJunk = reading.isJunk;
    }
  }
  const forbidden = forbiddenCharacter(text, broken);
  if (forbidden) errors.push(forbidden);
  const openString = scanner.unclosed;
  const content = {
    headerKeys: header.keys,
    headerSpan: header.span,
    isArrayElement: header.isArrayElement,
    keys: null,
    assignments,
    errors: errorsUpTo(errors, openString),
    newer: openString === null ? newer : [],
    openString,
    markers: scanner.markers.map((offset) => markerAt(text, offset)),
    complete: broken.length === 0 && scanner.markers.length === 0,
    end,
    length: text.length,
  };
  return { ...content, ...toDraft(content) };
}

/** Where the first line of a text starts: behind its byte order mark. */
export function contentStart(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

/** The table that a section makes by itself. */
export function toOwnTable({ draft, errors, twice, markers, length }: SectionContent): OwnTable {
  const conflicts = readConflicts(markers, 'none', length);
  const own = errorsOutside([...errors, ...twice], conflicts.theirs);
  return { table: settle(draft, false, 0), errors: inOrder([...own, ...conflicts.errors]) };
}

function toDraft(
  content: Omit<SectionContent, 'draft' | 'twice'>,
): Pick<SectionContent, 'draft' | 'twice'> {
  const { headerKeys, headerSpan, assignments, length } = content;
  const span = { start: 0, end: headerSpan ? content.end : length };
  const draft = new DraftTable('header', span, headerSpan ? [headerSpan] : []);
  const twice: TomlError[] = [];
  for (const assignment of assignments) {
    const key = assign(draft, assignment, 0);
    if (key) twice.push(definedTwice(key));
  }
  if (!content.complete || headerKeys === null) markIncomplete(draft);
  return { draft, twice: errorsUpTo(twice, content.openString) };
}

function errorsUpTo(errors: readonly TomlError[], offset: number | null): readonly TomlError[] {
  return offset === null ? errors : errors.filter(({ span }) => span.start <= offset);
}

/** The error at a key that has a value already. */
export function definedTwice({ name, span }: KeyPart): TomlError {
  return { message: `\`${name}\` is defined twice`, span };
}

/** Errors as they stand in the text. */
export function inOrder(errors: readonly TomlError[]): readonly TomlError[] {
  return errors.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

interface ReadHeader {
  readonly keys: readonly KeyPart[] | null;
  readonly span: Span | null;
  readonly isArrayElement: boolean;
  readonly errors: readonly TomlError[];
  readonly newer: TomlNewer | null;
}

const NO_HEADER = { keys: null, span: null, isArrayElement: false, errors: [], newer: null };

function readHeader(text: string, start: number, header: Header): ReadHeader {
  const { isArrayElement, keys } = header;
  const span = { start, end: header.end };
  const unread = (error: TomlError): ReadHeader => ({
    ...NO_HEADER,
    span,
    isArrayElement,
    errors: [error],
  });
  if (!keys) return unread(ofHeader(text, span));
  if (keys.parts > MAX_NESTING) return unread({ message: TOO_DEEP, span });
  const parsed = parseHeader(text.slice(start, header.end), start);
  if ('message' in parsed) return unread(ofHeader(text, span));
  const newer = parsed.newer && newerAt(text, span, parsed.newer, null);
  const rest = skipBlanks(text, header.end, text.length);
  const restEnd = lineEnd(text, rest, text.length);
  if (rest === restEnd || text.charCodeAt(rest) === HASH)
    return { keys: parsed.read, span, isArrayElement, errors: [], newer };
  const behind = {
    message: 'Expected a line break after the table header',
    span: { start: rest, end: restEnd },
  };
  return { keys: parsed.read, span, isArrayElement, errors: [behind], newer };
}

/** Control characters but tab, and CR alone: TOML has them nowhere, and the parser does not see all of them. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]|\r(?!\n)/g;

/** The first of them that no broken statement accounts for. */
function forbiddenCharacter(text: string, broken: readonly Span[]): TomlError | null {
  let next = 0;
  for (const { index } of text.matchAll(FORBIDDEN)) {
    while ((broken[next]?.end ?? Infinity) <= index) next++;
    if ((broken[next]?.start ?? Infinity) <= index) continue;
    const span = { start: index, end: index + 1 };
    const code = text.charCodeAt(index);
    if (code === CR)
      return { message: 'A carriage return stands without a line feed behind it', span };
    const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
    return { message: `The control character ${name} must be written as an escape`, span };
  }
  return null;
}
