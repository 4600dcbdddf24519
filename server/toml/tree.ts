import { shift, type Span } from '../text.ts';
import { twiceError, type SectionContent } from './content.ts';
import { DraftArray, DraftTable, assign, settle, type KeyPart } from './draft.ts';
import type { TomlError, TomlTable } from './model.ts';

/** A section's content and where it starts in the document. */
export interface PlacedContent {
  readonly start: number;
  readonly content: SectionContent;
}

/** A document's tree before it is settled, and the errors across its sections. */
export interface Draft {
  readonly root: DraftTable;
  readonly errors: readonly TomlError[];
}

/** Joins sections into one tree, with the rules of TOML 1.0 on what may be defined where. */
export function join(sections: readonly PlacedContent[], length: number): Draft {
  const root = new DraftTable('header', { start: 0, end: length });
  const errors: TomlError[] = [];
  let target = root;
  for (const { start, content } of sections) {
    const opened = openHeader(root, content, start, target);
    if (opened.error) errors.push(opened.error);
    target = opened.table;
    if (content.headerKeys === null) root.complete = false;
    if (!content.complete) target.complete = false;
    for (const assignment of content.assignments) {
      const twice = assign(target, assignment, start);
      if (twice) errors.push(moved(twiceError(twice), start));
      const end = assignment.span.end + start;
      if (target !== root && end > target.span.end) target.span = { ...target.span, end };
    }
  }
  return { root, errors };
}

/** The finished tree. */
export function toRoot(draft: Draft): TomlTable {
  return settle(draft.root, false);
}

export function moved(error: TomlError, by: number): TomlError {
  return { message: error.message, span: shift(error.span, by) };
}

interface Opened {
  readonly table: DraftTable;
  readonly error: TomlError | null;
}

function openHeader(
  root: DraftTable,
  { headerKeys, headerSpan, isArrayElement }: SectionContent,
  start: number,
  current: DraftTable,
): Opened {
  if (headerKeys === null || !headerSpan) return { table: current, error: null };
  const span = shift(headerSpan, start);
  let table = root;
  for (const [index, part] of headerKeys.entries()) {
    const isLast = index === headerKeys.length - 1;
    const keySpan = shift(part.span, start);
    const next = isLast
      ? openLast(table, part, keySpan, span, isArrayElement)
      : openParent(table, part, keySpan, span);
    if (next.error || isLast) return next;
    table = next.table;
  }
  return { table, error: null };
}

function openParent(table: DraftTable, part: KeyPart, keySpan: Span, span: Span): Opened {
  const existing = table.entries.get(part.name);
  if (!existing) {
    const made = new DraftTable('implicit', keySpan);
    table.entries.set(part.name, { key: part.name, keySpan, span, value: made });
    return { table: made, error: null };
  }
  if (existing.value.kind === 'draft-table') return { table: existing.value, error: null };
  const last = existing.value.kind === 'draft-array' ? existing.value.items.at(-1) : undefined;
  return last ? { table: last.table, error: null } : conflict(part, keySpan, span);
}

function openLast(
  table: DraftTable,
  part: KeyPart,
  keySpan: Span,
  span: Span,
  isArrayElement: boolean,
): Opened {
  const existing = table.entries.get(part.name);
  const value = existing?.value;
  if (isArrayElement) {
    if (value && value.kind !== 'draft-array') return conflict(part, keySpan, span);
    const element = new DraftTable('header', span);
    element.headerSpans.push(span);
    const array = value ?? new DraftArray(span);
    array.items.push({ start: span.start, table: element });
    if (!existing) table.entries.set(part.name, { key: part.name, keySpan, span, value: array });
    return { table: element, error: null };
  }
  if (!existing) {
    const made = new DraftTable('header', span);
    made.headerSpans.push(span);
    table.entries.set(part.name, { key: part.name, keySpan, span, value: made });
    return { table: made, error: null };
  }
  if (value?.kind !== 'draft-table') return conflict(part, keySpan, span);
  value.headerSpans.push(span);
  if (value.origin !== 'implicit')
    return {
      table: value,
      error: { message: `The table \`${part.name}\` is defined twice`, span },
    };
  value.origin = 'header';
  value.span = span;
  existing.keySpan = keySpan;
  existing.span = span;
  return { table: value, error: null };
}

/** What is written under a header that cannot be placed is read, and not part of the tree. */
function conflict(part: KeyPart, keySpan: Span, span: Span): Opened {
  const message = `\`${part.name}\` is defined already, and not as such a table`;
  return { table: new DraftTable('header', span), error: { message, span: keySpan } };
}
