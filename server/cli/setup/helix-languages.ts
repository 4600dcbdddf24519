import { applyEdits, type TextEdit } from '../../text.ts';
import type { TomlDocument, TomlSection, TomlTable } from '../../toml/model.ts';
import { parseToml } from '../../toml/parse.ts';
import { appended, eolOf } from './lines.ts';
import { refused, UNCHANGED, type Merged } from './model.ts';

const LIST = 'language-servers';

/**
 * Puts `[language-server.…]` and `[[language]]` into a `languages.toml` of Helix. A server that is declared stays as it is;
 * a language that is there gains the server in its list, and keeps all else. Helix merges no lists.
 */
export function mergeHelixLanguages(before: string, wanted: string): Merged {
  const document = parseToml(before);
  if (document.errors.length > 0)
    return refused('is not valid TOML, so that nothing can be put into it');
  const ours = parseToml(wanted);
  const server = declaredServers(ours)[0] ?? '';
  const edits: TextEdit[] = [];
  const missing: string[] = [];
  if (!declaredServers(document).includes(server))
    missing.push(...sectionsOf(ours, 'language-server'));
  const own = elements(ours);
  for (const { name, section, table } of own) {
    const there = elements(document).filter((each) => each.name === name);
    if (there.length === 0) {
      if (name !== null) missing.push(textOf(ours, section));
      continue;
    }
    if (there.some((each) => serversOf(each.table)?.includes(server) === true)) continue;
    const last = there.findLast((each) => each.table.entries.has(LIST)) ?? there[0];
    if (last === undefined) continue;
    edits.push(listed(document, last, serversOf(table) ?? [], server));
  }
  if (edits.length === 0 && missing.length === 0) return UNCHANGED;
  const edited = applyEdits(before, edits);
  const text = missing.length === 0 ? edited : appended(edited, missing.join('\n'));
  // Where languages are written as one list, no header may follow.
  return parseToml(text).errors.length > 0
    ? refused('is written in a way that nothing can be put into')
    : { outcome: 'merged', text };
}

interface Language {
  readonly name: string | null;
  readonly section: TomlSection;
  /** Offsets are the section's own. */
  readonly table: TomlTable;
}

function elements({ sections }: TomlDocument): readonly Language[] {
  return sections
    .filter(
      ({ path, isArrayElement }) => isArrayElement && path?.length === 1 && path[0] === 'language',
    )
    .map((section) => {
      const table = section.table();
      const name = table.entries.get('name')?.value;
      return { name: name?.kind === 'string' ? name.value : null, section, table };
    });
}

function declaredServers({ root }: TomlDocument): readonly string[] {
  const servers = root.entries.get('language-server')?.value;
  return servers?.kind === 'table' ? [...servers.entries.keys()] : [];
}

function sectionsOf(document: TomlDocument, first: string): readonly string[] {
  return document.sections
    .filter(({ path }) => path?.[0] === first)
    .map((section) => textOf(document, section));
}

/** A section's text, with one line break at its end. */
function textOf({ text }: TomlDocument, { span }: TomlSection): string {
  return `${text
    .slice(span.start, span.end)
    .replace(/(?:\n|^)#[^\n]*\n*$/, '')
    .trimEnd()}\n`;
}

/** The names in a list of servers, of which some may be tables; null where there is no list. */
function serversOf(table: TomlTable): readonly string[] | null {
  const list = table.entries.get(LIST)?.value;
  if (list?.kind !== 'array') return null;
  return list.items.flatMap((item) => {
    const name = item.kind === 'table' ? item.entries.get('name')?.value : item;
    return name?.kind === 'string' ? [name.value] : [];
  });
}

/** The server behind the last of the list; or the whole list below the header, where there is none. */
function listed(
  { text }: TomlDocument,
  { section, table }: Language,
  whole: readonly string[],
  server: string,
): TextEdit {
  const { start } = section.span;
  const list = table.entries.get(LIST)?.value;
  if (list?.kind !== 'array') {
    const at = lineEnd(text, section.headerSpan?.end ?? start);
    const names = whole.map((name) => `"${name}"`).join(', ');
    return { span: { start: at, end: at }, newText: `${eolOf(text)}${LIST} = [${names}]` };
  }
  const last = list.items.at(-1);
  const at = start + (last?.span.end ?? list.span.start + 1);
  const isOnLines = last !== undefined && text.slice(start + list.span.start, at).includes('\n');
  const gap = isOnLines ? `${eolOf(text)}${indentAt(text, start + last.span.start)}` : ' ';
  const newText = last === undefined ? `"${server}"` : `,${gap}"${server}"`;
  return { span: { start: at, end: at }, newText };
}

function indentAt(text: string, offset: number): string {
  const line = text.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line, offset))?.[0] ?? '';
}

function lineEnd(text: string, offset: number): number {
  const length = text.slice(offset).search(/\r?\n/);
  return length < 0 ? text.length : offset + length;
}
