import type { TomlDocument, TomlTable, TomlValue } from '../toml/model.ts';
import type { SourceText } from '../text.ts';
import { readRequirements } from './requirements/requirements.ts';
import { asBoolean, asItems, asTable, asText, tableAt, valueOf } from './toml-access.ts';

/** An index that a project's own files name. */
export interface NamedIndex {
  readonly name: string | null;
  /** As written. */
  readonly url: string;
  /** Whether it takes the place of the tool's own default. */
  readonly isDefault: boolean;
}

/**
 * The indexes of `[[tool.uv.index]]`, `[[tool.poetry.source]]`, `[[tool.pdm.source]]`, a Pipfile's `[[source]]`, and of
 * `--index-url` in requirements, in the file's order of each.
 *
 * @param document of a manifest, or of the requirements that take its place
 */
export function indexesOf(document: TomlDocument | SourceText): readonly NamedIndex[] {
  if (!('root' in document)) return ofRequirements(document.text);
  const { root } = document;
  const uv = tableAt(root, 'tool', 'uv');
  return [
    ...tables(valueOf(uv, 'index')).flatMap((table) =>
      named(table, asBoolean(valueOf(table, 'default')) === true),
    ),
    ...urlOf(valueOf(uv, 'index-url'), true),
    ...tables(valueOf(tableAt(root, 'tool', 'poetry'), 'source')).flatMap((table) =>
      named(table, isPrimary(table)),
    ),
    // PDM's default index is the source that is called so.
    ...tables(valueOf(tableAt(root, 'tool', 'pdm'), 'source')).flatMap((table) =>
      named(table, asText(valueOf(table, 'name'))?.text === 'pypi'),
    ),
    // Pipenv asks the first of them for what names none.
    ...tables(valueOf(root, 'source')).flatMap((table, index) => named(table, index === 0)),
  ];
}

function ofRequirements(text: string): readonly NamedIndex[] {
  // Most have none, and are not read for it.
  if (!/index-url|pypi-url|^[ \t]{0,8}-i/m.test(text)) return [];
  return readRequirements('', text).statements.flatMap((statement) => {
    if (!('name' in statement) || statement.value === null) return [];
    const { name, value } = statement;
    if (name !== 'index-url' && name !== 'extra-index-url') return [];
    return [{ name: null, url: value, isDefault: name === 'index-url' }];
  });
}

function tables(value: TomlValue | undefined): readonly TomlTable[] {
  return asItems(value).flatMap((item) => asTable(item) ?? []);
}

function named(table: TomlTable, isDefault: boolean): readonly NamedIndex[] {
  const name = asText(valueOf(table, 'name'))?.text ?? null;
  return urlOf(valueOf(table, 'url'), isDefault).map((index) => ({ ...index, name }));
}

function urlOf(value: TomlValue | undefined, isDefault: boolean): readonly NamedIndex[] {
  const url = asText(value)?.text ?? null;
  return url === null ? [] : [{ name: null, url, isDefault }];
}

/** Poetry takes one without a priority for a primary one, of which the first is asked. */
function isPrimary(table: TomlTable): boolean {
  const priority = asText(valueOf(table, 'priority'))?.text ?? 'primary';
  return priority === 'primary' || priority === 'default';
}
