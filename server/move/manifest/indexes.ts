import { asBoolean, asItems, asTable, asText, valueOf } from '../../manifests/toml-access.ts';
import type { TomlTable } from '../../toml/model.ts';
import { note, type MoveContext } from './context.ts';
import { tomlHeader, tomlString } from './toml-text.ts';

interface PoetrySource {
  readonly name: string;
  readonly url: string | null;
  readonly priority: string;
  readonly table: TomlTable;
}

/** `[[tool.poetry.source]]` becomes `[[tool.uv.index]]`, in the order in which uv is to ask them. */
export function moveIndexes(context: MoveContext): void {
  const sources = asItems(valueOf(context.poetry, 'source')).flatMap((item) => {
    const source = readSource(asTable(item));
    return source === null ? [] : [source];
  });
  if (sources.length === 0) return;
  const own = sources.filter(({ url }) => url !== null);
  const primary = own.filter(({ priority }) => priority === 'primary');
  const hasPypi = sources.some(({ url }) => url === null);
  // Poetry 2 asks PyPI no more once there is a primary source and PyPI is not named.
  const replacesPypi = !hasPypi && context.surroundings.poetryMajor !== 1 && primary.length > 0;
  const last =
    own.find(({ priority }) => priority === 'default') ??
    (replacesPypi ? primary.at(-1) : undefined);
  const ordered = own.filter((source) => source !== last);
  const late = ordered.filter(({ priority }) => LATE.has(priority));
  const early = ordered.filter(({ priority }) => !LATE.has(priority));
  const blocks = [
    ...early.map((source) =>
      linesOf(source, source.priority === 'explicit' ? ['explicit = true'] : []),
    ),
    ...(last !== undefined && late.length > 0 ? [linesOf(last, [])] : []),
    ...late.map((source) => linesOf(source, [])),
    ...(last === undefined ? [] : late.length > 0 ? [] : [linesOf(last, ['default = true'])]),
  ];
  let place = context.lastPoetryBlock;
  for (const chunks of blocks) {
    place = context.out.addBehind(place, ['tool', 'uv', 'index'], true);
    place.header = tomlHeader(['tool', 'uv', 'index'], true);
    place.chunks.push(...chunks);
  }
  report(context, own, replacesPypi);
  const [first] = late;
  if (first !== undefined && last === undefined)
    note(
      context,
      'look',
      `uv asks ${first.name} before PyPI, which Poetry asks first: an index with PyPI's address before it keeps the order.`,
      first.table.headerSpans[0] ?? first.table.span,
    );
}

const LATE = new Set(['supplemental', 'secondary']);

function readSource(table: TomlTable | null): PoetrySource | null {
  const name = asText(valueOf(table, 'name'));
  if (table === null || name === null) return null;
  const old =
    asBoolean(valueOf(table, 'default')) === true
      ? 'default'
      : asBoolean(valueOf(table, 'secondary')) === true
        ? 'secondary'
        : 'primary';
  return {
    name: name.text,
    url: asText(valueOf(table, 'url'))?.text ?? null,
    priority: asText(valueOf(table, 'priority'))?.text.toLowerCase() ?? old,
    table,
  };
}

function linesOf({ name, url }: PoetrySource, more: readonly string[]): readonly string[] {
  return [`name = ${tomlString(name)}`, `url = ${tomlString(url ?? '')}`, ...more];
}

function report(context: MoveContext, own: readonly PoetrySource[], replacesPypi: boolean): void {
  const asked = own.filter(({ priority }) => priority !== 'explicit');
  const [first] = asked;
  if (first === undefined) return;
  note(
    context,
    'look',
    `uv takes a package from the first index that has it, in the order of [[tool.uv.index]] (${asked.map(({ name }) => name).join(', ')}); Poetry compares the versions of all primary sources.`,
    first.table.headerSpans[0] ?? first.table.span,
  );
  if (replacesPypi && context.surroundings.poetryMajor === null)
    note(
      context,
      'look',
      `PyPI is no longer asked, as with Poetry 2, which leaves it out where a primary source is named (${first.name}) and PyPI is not. Poetry 1 asks it.`,
      first.table.headerSpans[0] ?? first.table.span,
    );
}
