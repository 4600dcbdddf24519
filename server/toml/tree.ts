import { shift, type Span } from '../text.ts';
import { errorsOutside, readConflicts, type Side } from './conflicts.ts';
import { definedTwice, inOrder, type SectionContent, type SectionOutline } from './content.ts';
import {
  DraftArray,
  DraftTable,
  assign,
  markIncomplete,
  type DraftEntry,
  type KeyPart,
} from './draft.ts';
import type { TomlError, TomlTable } from './model.ts';
import { markUnread } from './unread.ts';

/** A section, as far as the tree asks for it, and where it is in the document. */
export interface PlacedSection {
  readonly span: Span;
  readonly outline: SectionOutline;
  /** Made when it is first asked for. */
  readonly content: SectionContent;
  /** Its own table, as `TomlSection` has it. */
  table(): TomlTable;
}

/** A document's tree, to be settled, and all its errors. */
export interface Joined {
  readonly root: DraftTable;
  readonly errors: readonly TomlError[];
}

/**
 * Joins the sections of a text of `length` into one tree, by the rules of TOML 1.0 on what may be
 * defined where. What breaks them is reported, and of two values the first one stays.
 *
 * A header that cannot be read is mostly one that is being typed in the middle of a table: what
 * stands below it is taken for the rest of that table, where nothing speaks against it. As it may
 * open or extend any table, no table that a header could extend is complete any more.
 */
export function join(sections: readonly PlacedSection[], length: number): Joined {
  return new Joiner(length).join(sections);
}

/** The table that a section's statements go to. */
interface Opened {
  readonly table: DraftTable;
  /** Whether the section is the table's own. Elsewhere keys defined twice are the header's fault. */
  readonly isOwn: boolean;
}

class Joiner {
  readonly #root: DraftTable;
  readonly #errors: TomlError[] = [];
  /** What a header would have as a table and is not one: one error each is enough. */
  readonly #refused = new Set<DraftEntry>();
  /** Where the headers are that cannot be read. */
  readonly #unread: number[] = [];
  /** The last of them that may open an array element. */
  #lastUnreadElement = -1;

  constructor(length: number) {
    this.#root = new DraftTable('header', { start: 0, end: length });
  }

  join(sections: readonly PlacedSection[]): Joined {
    let current = this.#root;
    let side: Side = 'none';
    let isInOpenString = false;
    for (const section of sections) {
      const { outline, span } = section;
      const { start } = span;
      const opening: TomlError[] = [];
      const { table, isOwn } = this.#open(outline, start, current, opening);
      const twice = fill(table, section);
      if (!outline.complete || side !== 'none') markIncomplete(table);
      const conflicts = readConflicts(outline.markers, side, outline.length);
      const own = [...opening, ...outline.errors, ...(isOwn ? twice : [])];
      const told = [...errorsOutside(own, conflicts.theirs), ...conflicts.errors];
      for (const error of isInOpenString ? [] : told)
        this.#errors.push({ message: error.message, span: shift(error.span, start) });
      isInOpenString ||= outline.openString !== null;
      current = table;
      side = conflicts.after;
    }
    if (this.#unread.length > 0) markUnread(this.#root, this.#unread);
    return { root: this.#root, errors: inOrder(this.#errors) };
  }

  #open(outline: SectionOutline, start: number, current: DraftTable, errors: TomlError[]): Opened {
    const { headerKeys, headerSpan, isArrayElement, end } = outline;
    if (!headerSpan) return { table: this.#root, isOwn: true };
    const header = { start, end: start + headerSpan.end };
    if (!headerKeys) return this.#openUnread(outline, header, current);
    let table = this.#root;
    for (const [index, part] of headerKeys.entries()) {
      const isLast = index === headerKeys.length - 1;
      const keySpan = shift(part.span, start);
      const place = { part, keySpan, header, end: start + end };
      const next = !isLast
        ? this.#openParent(table, place)
        : isArrayElement
          ? openElement(table, place)
          : openTable(table, place, errors);
      if (next === 'unknown') return detached(header);
      if (next === 'refused') {
        this.#refuse(table, part, errors);
        return detached(header);
      }
      if (isLast) return { table: next, isOwn: next.headerSpans.length === 1 };
      table = next;
    }
    return detached(header);
  }

  #openUnread({ isArrayElement, end }: SectionOutline, header: Span, current: DraftTable): Opened {
    this.#unread.push(header.start);
    const mayBeElement = isArrayElement || header.end - header.start === 1;
    if (mayBeElement) this.#lastUnreadElement = header.start;
    if (current !== this.#root)
      current.span = { start: current.span.start, end: header.start + end };
    return { table: current, isOwn: false };
  }

  #openParent(table: DraftTable, { part, keySpan, header }: Place): DraftTable | Failure {
    const existing = table.find(part.name)?.value;
    if (!existing) {
      const made = new DraftTable('implicit', keySpan);
      table.put({ key: part.name, keySpan, span: header, value: made });
      return made;
    }
    if (existing.kind === 'draft-table') return existing;
    if (existing.kind === 'settled') return 'refused';
    const element = existing.items.at(-1);
    return element && element.start > this.#lastUnreadElement ? element.table : 'unknown';
  }

  #refuse(table: DraftTable, part: KeyPart, errors: TomlError[]): void {
    const entry = table.find(part.name);
    if (!entry || this.#refused.has(entry)) return;
    this.#refused.add(entry);
    errors.push({
      message: `\`${part.name}\` is defined already, as ${KINDS[entry.value.kind]}`,
      span: part.span,
    });
  }
}

/** Puts a section's statements into its table. Returns the errors at keys that were there already. */
function fill(table: DraftTable, section: PlacedSection): readonly TomlError[] {
  const { outline, span } = section;
  if (table.isEmpty) {
    table.buildOn(new SectionBase(section));
    return outline.twice;
  }
  return section.content.assignments
    .map((assignment) => assign(table, assignment, span.start))
    .filter((key) => key !== null)
    .map(definedTwice);
}

/** A section that a table builds on. Values of one that is plain are read when they are asked for. */
class SectionBase {
  readonly #section: PlacedSection;

  constructor(section: PlacedSection) {
    this.#section = section;
  }

  get table(): DraftTable {
    return this.#section.content.draft;
  }

  get settled(): TomlTable | null {
    return this.keys === null ? null : this.#section.table();
  }

  get keys(): readonly string[] | null {
    return this.#section.outline.keys;
  }

  get by(): number {
    return this.#section.span.start;
  }
}

/** Why there is no table for a header: something else stands there, or a header before it cannot be read. */
type Failure = 'refused' | 'unknown';

/** A key of a header, and the section that it heads. */
interface Place {
  readonly part: KeyPart;
  readonly keySpan: Span;
  readonly header: Span;
  /** The end of the section's last statement. */
  readonly end: number;
}

const KINDS: Readonly<Record<DraftEntry['value']['kind'], string>> = {
  'draft-table': 'a table',
  'draft-array': 'an array of tables',
  settled: 'a value',
};

function openElement(
  table: DraftTable,
  { part, keySpan, header, end }: Place,
): DraftTable | Failure {
  const existing = table.find(part.name)?.value;
  if (existing && existing.kind !== 'draft-array') return 'refused';
  const element = headed(header, end);
  const array = existing ?? new DraftArray(header);
  array.items.push({ start: header.start, table: element });
  if (!existing) table.put({ key: part.name, keySpan, span: header, value: array });
  return element;
}

function openTable(
  table: DraftTable,
  { part, keySpan, header, end }: Place,
  errors: TomlError[],
): DraftTable | Failure {
  const entry = table.find(part.name);
  if (!entry) {
    const made = headed(header, end);
    table.put({ key: part.name, keySpan, span: header, value: made });
    return made;
  }
  const existing = entry.value;
  if (existing.kind !== 'draft-table') return 'refused';
  existing.headerSpans.push(header);
  if (existing.origin === 'implicit') {
    existing.origin = 'header';
    existing.span = { start: header.start, end };
    entry.keySpan = keySpan;
    entry.span = header;
  } else {
    const span = shift(header, -header.start);
    errors.push({ message: `The table \`${part.name}\` is defined twice`, span });
  }
  return existing;
}

function headed(header: Span, end: number): DraftTable {
  return new DraftTable('header', { start: header.start, end }, [header]);
}

/** A table that is read and belongs nowhere. */
function detached(header: Span): Opened {
  return { table: new DraftTable('header', header), isOwn: false };
}
