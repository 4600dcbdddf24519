import { asBoolean, asTable, asText, asTexts, valueOf } from '../../manifests/toml-access.ts';
import type { TomlValue } from '../../toml/model.ts';
import {
  addTo,
  assignment,
  chunk,
  itemsAt,
  note,
  poetryBlock,
  renameBlock,
  type MoveContext,
} from './context.ts';
import { headerComment, type PoetryItem } from './poetry-items.ts';
import { tomlHeader, tomlKey, tomlString } from './toml-text.ts';

/**
 * `[tool.poetry.scripts]` becomes `[project.scripts]`. A script that is a file stays: `[project]` has
 * no place for it, and poetry-core installs it.
 */
export function moveScripts(context: MoveContext): void {
  const items = itemsAt(context, 'scripts').filter(({ path }) => path.length === 2);
  if (items.length === 0 && poetryBlock(context, 'scripts') === null) return;
  const files = items.filter(({ value }) => isFileScript(value));
  const console = items.filter(({ value }) => !isFileScript(value));
  const isSaid = context.project?.entries.has('scripts') === true;
  const chunks = isSaid ? [] : console.map((item) => scriptChunk(context, item));
  placeTable(context, ['scripts'], ['project', 'scripts'], chunks);
  if (isSaid && console.length > 0)
    note(
      context,
      'done',
      'Scripts of [tool.poetry] were left out: Poetry reads those of [project].',
      console[0]?.span ?? null,
    );
  const kept = files.map((item) =>
    chunk(context, item.before, assignment(context, item), item.behind),
  );
  addTo(context, ['tool', 'poetry', 'scripts'], kept, context.lastPoetryBlock);
}

/** Whether a script is installed as a file, and not made of an entry point. */
export function isFileScript(value: TomlValue): boolean {
  return asText(valueOf(asTable(value), 'type'))?.text === 'file';
}

function scriptChunk(context: MoveContext, item: PoetryItem): string {
  const { value, path, span, before, behind } = item;
  const name = path[1] ?? '';
  const table = asTable(value);
  if (table === null) return chunk(context, before, assignment(context, item), behind);
  const reference = asText(valueOf(table, 'reference')) ?? asText(valueOf(table, 'callable'));
  if (asTexts(valueOf(table, 'extras')).length > 0)
    note(
      context,
      'lost',
      `The script ${name} no longer asks for extras: what installs it has to.`,
      span,
    );
  return chunk(context, before, `${tomlKey(name)} = ${tomlString(reference?.text ?? '')}`, behind);
}

/** `[tool.poetry.plugins."group"]` becomes `[project.entry-points."group"]`. */
export function movePlugins(context: MoveContext): void {
  const items = itemsAt(context, 'plugins').filter(({ path }) => path.length === 3);
  if (context.project?.entries.has('entry-points') === true) {
    if (items.length > 0)
      note(
        context,
        'done',
        'Plugins of [tool.poetry] were left out: Poetry reads the entry points of [project].',
        items[0]?.span ?? null,
      );
    return;
  }
  for (const group of new Set(items.map(({ path }) => path[1] ?? ''))) {
    const chunks = items
      .filter(({ path }) => path[1] === group)
      .map((item) => chunk(context, item.before, assignment(context, item), item.behind));
    placeTable(context, ['plugins', group], ['project', 'entry-points', group], chunks);
  }
}

/** `[tool.poetry.urls]` becomes `[project.urls]`, behind what `[tool.poetry]` has as keys. */
export function moveUrls(context: MoveContext, fields: readonly string[]): void {
  const items = itemsAt(context, 'urls').filter(({ path }) => path.length === 2);
  if (context.project?.entries.has('urls') === true) {
    if (items.length > 0)
      note(
        context,
        'done',
        'URLs of [tool.poetry] were left out: Poetry reads those of [project].',
        items[0]?.span ?? null,
      );
    return;
  }
  const own = items.map((item) =>
    chunk(context, item.before, assignment(context, item), item.behind),
  );
  placeTable(context, ['urls'], ['project', 'urls'], [...fields, ...own]);
}

/** Writes a table in the place of Poetry's, or behind `[project]` where Poetry's had no header. */
function placeTable(
  context: MoveContext,
  from: readonly string[],
  to: readonly string[],
  chunks: readonly string[],
): void {
  if (chunks.length === 0) return;
  const block = poetryBlock(context, ...from);
  if (block === null || context.out.find(to) !== null) {
    addTo(context, to, chunks, context.projectBlock);
    return;
  }
  const comment = headerComment(block);
  renameBlock(context, block, to, tomlHeader(to) + (comment === '' ? '' : `  ${comment}`), chunks);
}

/** Whether the project is one that is built: `package-mode` of Poetry. */
export function isPackage({ poetry }: MoveContext): boolean {
  return asBoolean(valueOf(poetry, 'package-mode')) !== false;
}
