import { applyEdits, type TextEdit } from '../../text.ts';
import type { TomlArray, TomlDocument, TomlTable, TomlValue } from '../../toml/model.ts';
import { parseToml } from '../../toml/parse.ts';

/** Strings to be in a list of a TOML file, beside those that are there. */
export interface ListToWrite {
  readonly table: readonly string[];
  readonly key: string;
  readonly items: readonly {
    readonly text: string;
    /** What the item is there for; null for none. */
    readonly comment: string | null;
  }[];
  /** Whether a new list stands on one line, without comments. */
  readonly isOneLine?: boolean;
}

/**
 * The edits that add the strings: to the list where there is one, else below the header of the
 * table, else to a new table at the end. Null where something else stands in the way. Texts are
 * plain: they need no escaping.
 */
export function writeLists(
  document: TomlDocument,
  lists: readonly ListToWrite[],
): readonly TextEdit[] | null {
  const edits: TextEdit[] = [];
  const missing: ListToWrite[] = [];
  const eol = eolOf(document.text);
  for (const list of lists) {
    const table = tableOf(document.root, list.table);
    const value = table?.entries.get(list.key)?.value;
    const header = document.sections.find(
      ({ path, headerSpan }) => headerSpan !== null && isSame(path, list.table),
    )?.headerSpan;
    if (value !== undefined) {
      if (value.kind !== 'array') return null;
      edits.push(...appended(document.text, value, list));
    } else if (header) {
      const end = lineEnd(document.text, header.end);
      edits.push({
        span: { start: end, end },
        newText: eol + binding(eol, list),
      });
    } else {
      missing.push(list);
    }
  }
  if (missing.length > 0) edits.push(newTablesAtEnd(document.text, missing));
  // Where a table is written with braces or dots, no header may follow.
  return parseToml(applyEdits(document.text, edits)).errors.length > 0 ? null : edits;
}

function tableOf(root: TomlTable, path: readonly string[]): TomlTable | null {
  let current: TomlValue | undefined = root;
  for (const key of path)
    current = current?.kind === 'table' ? current.entries.get(key)?.value : undefined;
  return current?.kind === 'table' ? current : null;
}

function isSame(path: readonly string[] | null, other: readonly string[]): boolean {
  return (
    path !== null && path.length === other.length && path.every((part, i) => part === other[i])
  );
}

function newTablesAtEnd(text: string, lists: readonly ListToWrite[]): TextEdit {
  const eol = eolOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  const end = { start: text.length, end: text.length };
  return { span: end, newText: gap + newTables(lists, eol) };
}

/** The tables of these lists as text of their own, with a line break at the end. */
export function newTables(lists: readonly ListToWrite[], eol: string): string {
  const tables = new Map<string, ListToWrite[]>();
  for (const list of lists) {
    const name = list.table.join('.');
    tables.set(name, [...(tables.get(name) ?? []), list]);
  }
  return [...tables]
    .map(([name, own]) => `[${name}]${eol}${own.map((list) => binding(eol, list)).join(eol)}${eol}`)
    .join(eol);
}

const INDENT = '    ';

function binding(eol: string, { key, items, isOneLine }: ListToWrite): string {
  if (isOneLine === true) return `${key} = [${items.map(({ text }) => `"${text}"`).join(', ')}]`;
  return [`${key} = [`, ...items.map((item) => INDENT + line(item)), ']'].join(eol);
}

function line({ text, comment }: ListToWrite['items'][number]): string {
  return `"${text}",${comment === null ? '' : ` # ${comment}`}`;
}

/** Behind the last item of a list on one line; on lines of its own where the list has several. */
function appended(text: string, { span, items }: TomlArray, list: ListToWrite): TextEdit[] {
  const last = items.at(-1);
  const close = span.end - 1;
  const from = last?.span.end ?? span.start + 1;
  const rest = text.slice(from, close);
  if (!rest.includes('\n')) {
    const strings = list.items.map((item) => `"${item.text}"`).join(', ');
    return [
      { span: { start: from, end: from }, newText: last === undefined ? strings : `, ${strings}` },
    ];
  }
  const eol = eolOf(text);
  const lineStart = text.lastIndexOf('\n', close - 1) + 1;
  const indent = last === undefined ? INDENT : indentOf(text, last.span.start);
  const lines = list.items.map((item) => indent + line(item) + eol).join('');
  const hasComma = last === undefined || /^\s*(?:#[^\n]*\n\s*)*,/.test(rest);
  return [
    ...(hasComma ? [] : [{ span: { start: from, end: from }, newText: ',' }]),
    { span: { start: lineStart, end: lineStart }, newText: lines },
  ];
}

function indentOf(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '';
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end === -1) return text.length;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
