import type { Span } from '../text.ts';
import { toKeyPart } from './convert.ts';
import { conflictError } from './diagnose.ts';
import { DraftTable, assign, settle, type Assignment, type KeyPart } from './draft.ts';
import { itemEnd, nextItem } from './items.ts';
import type { Header } from './keys.ts';
import { detach, parseWithLibrary } from './library.ts';
import type { TomlError, TomlTable } from './model.ts';
import { Scanner } from './scan.ts';
import { readStatement } from './statement.ts';
import { skipBlanks } from './characters.ts';

/** A section's own statements and errors. All offsets are the section's. */
export interface SectionContent {
  /** The header's keys; empty without a header; null for one that cannot be read. */
  readonly headerKeys: readonly KeyPart[] | null;
  readonly headerSpan: Span | null;
  readonly isArrayElement: boolean;
  readonly assignments: readonly Assignment[];
  /** Of the syntax alone: neither keys defined twice nor merge conflicts. */
  readonly errors: readonly TomlError[];
  /** The first letters of the lines with merge-conflict markers, in order. */
  readonly markers: readonly Marker[];
  /** Whether every statement could be read. */
  readonly complete: boolean;
  readonly length: number;
}

export interface Marker {
  readonly offset: number;
  readonly mark: string;
  readonly error: TomlError;
}

/** Parses the text of one section, from its header on. `wary` as the {@link Scanner} has it. */
export function readContent(text: string, hasHeader: boolean, wary: boolean): SectionContent {
  const scanner = new Scanner(text, wary);
  const assignments: Assignment[] = [];
  const errors: TomlError[] = [];
  let complete = true;
  let headerKeys: readonly KeyPart[] | null = [];
  let headerSpan: Span | null = null;
  let isArrayElement = false;
  let at = text.startsWith('\uFEFF') && !hasHeader ? 1 : 0;
  for (let item = nextItem(scanner, at); item; item = nextItem(scanner, at)) {
    at = itemEnd(item, text);
    if (item.kind === 'header') {
      const { header, start } = item;
      headerSpan = { start, end: header.end };
      isArrayElement = header.isArrayElement;
      const read = readHeader(text, header, headerSpan);
      headerKeys = read.keys;
      if (read.error) errors.push(read.error);
    } else if (item.kind === 'marker') {
      scanner.markers.push(item.start);
    } else {
      const reading = readStatement(text, item.lexeme);
      if (reading.assignment) assignments.push(reading.assignment);
      if (!reading.complete) complete = false;
      errors.push(...reading.errors);
    }
  }
  const markers = scanner.markers.map((offset) => ({
    offset,
    mark: text.charAt(offset),
    error: conflictError(text, offset),
  }));
  return {
    headerKeys,
    headerSpan,
    isArrayElement,
    assignments,
    errors,
    markers,
    complete,
    length: text.length,
  };
}

/** The section's own table, and the keys that are defined twice in it. */
export function toTable(content: SectionContent): {
  table: TomlTable;
  errors: readonly TomlError[];
} {
  const { headerSpan, assignments } = content;
  const last = assignments.at(-1)?.span.end ?? headerSpan?.end ?? 0;
  const span = headerSpan ? { start: 0, end: last } : { start: 0, end: content.length };
  const draft = new DraftTable('header', span);
  if (headerSpan) draft.headerSpans.push(headerSpan);
  draft.complete = content.complete && content.headerKeys !== null;
  const errors: TomlError[] = [];
  for (const assignment of assignments) {
    const twice = assign(draft, assignment, 0);
    if (twice) errors.push(twiceError(twice));
  }
  return { table: settle(draft, false), errors };
}

export function twiceError({ name, span }: KeyPart): TomlError {
  return { message: `\`${name}\` is defined twice`, span };
}

function readHeader(
  text: string,
  header: Header,
  span: Span,
): { keys: readonly KeyPart[] | null; error: TomlError | null } {
  if (!header.keys)
    return { keys: null, error: { message: 'This table header is not closed', span } };
  const source = detach(text.slice(span.start, span.end));
  const node = parseWithLibrary(source).body?.[0];
  if (node?.type !== 'TOMLTable')
    return { keys: null, error: { message: 'This table header cannot be read', span } };
  const keys = node.key.keys.map((key) => toKeyPart(key, span.start));
  const rest = skipBlanks(text, header.end, text.length);
  const lineRest = /^[^\r\n#]*/.exec(text.slice(rest, rest + 200))?.[0].trimEnd() ?? '';
  if (lineRest === '') return { keys, error: null };
  const after = { start: rest, end: rest + lineRest.length };
  return { keys, error: { message: 'Expected a line break after the table header', span: after } };
}
