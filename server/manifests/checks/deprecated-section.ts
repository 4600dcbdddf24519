import type { TextEdit } from '../../text.ts';
import type { TomlTable, TomlValue } from '../../toml/model.ts';
import type { ManifestFix, ManifestProblem } from '../model.ts';
import { asTable, tableAt, valueOf } from '../toml-access.ts';
import type { CheckContext } from './context.ts';

/** `deprecated-section`: `[tool.poetry.dev-dependencies]`, since Poetry 1.2 the group `dev`. */
export function checkDeprecatedSection({
  root,
  manifest,
  poetry,
}: CheckContext): ManifestProblem[] {
  const entry = poetry?.table.entries.get('dev-dependencies');
  if (poetry === null || entry === undefined) return [];
  const table = asTable(entry.value);
  const isFree = table !== null && manifest.complete && isGroupFree(root, poetry.table);
  const fix = isFree ? renameHeaders(table) : null;
  return [
    {
      code: 'deprecated-section',
      message:
        'The "poetry.dev-dependencies" section is deprecated and will be removed in a future version. Use "poetry.group.dev.dependencies" instead.',
      span: table?.headerSpans[0] ?? entry.keySpan,
      package: null,
      ...(fix === null ? {} : { fix }),
    },
  ];
}

/** Whether the group's own table can take the place: it must not be there, nor be closed by braces. */
function isGroupFree(root: TomlTable, poetry: TomlTable): boolean {
  if (tableAt(root, 'dependency-groups')?.entries.has('dev') === true) return false;
  const groups = valueOf(poetry, 'group');
  if (groups === undefined) return true;
  if (groups.kind !== 'table' || groups.inline) return false;
  const dev = valueOf(groups, 'dev');
  if (dev === undefined) return true;
  return dev.kind === 'table' && !dev.inline && !dev.entries.has('dependencies');
}

const NEW_PATH = 'tool.poetry.group.dev.dependencies';

/** Null where the section is written in any other way than with headers: moving it then takes more than a rename. */
function renameHeaders(table: TomlTable): ManifestFix | null {
  if (table.inline) return null;
  const edits: TextEdit[] = table.headerSpans.map((span) => ({ span, newText: `[${NEW_PATH}]` }));
  for (const { keySpan, value } of table.entries.values()) {
    const [header] = value.kind === 'table' ? value.headerSpans : [];
    if (hasInnerHeaders(value)) return null;
    if (header !== undefined)
      edits.push({ span: { start: header.start, end: keySpan.start }, newText: `[${NEW_PATH}.` });
    else if (table.headerSpans.length === 0) return null;
  }
  return edits.length === 0 ? null : { title: `Rename to [${NEW_PATH}]`, edits };
}

/** Headers below those of a dependency's own table, which no dependency has. */
function hasInnerHeaders(value: TomlValue): boolean {
  if (value.kind !== 'table') return value.kind === 'array' && value.ofTables;
  return [...value.entries.values()].some(
    (entry) =>
      (entry.value.kind === 'table' && !entry.value.inline) ||
      (entry.value.kind === 'array' && entry.value.ofTables),
  );
}
