import type { Span } from '../../text.ts';
import type { TomlDocument, TomlValue } from '../../toml/model.ts';
import { tableAt } from '../../manifests/toml-access.ts';
import type { Block } from './blocks.ts';
import { linesOf } from './toml-text.ts';

/** One thing that `[tool.poetry]` says, with what stands around it. Spans are offsets of the document. */
export interface PoetryItem {
  /** Its keys below `tool.poetry`: `['group', 'dev', 'dependencies', 'pytest']`. */
  readonly path: readonly string[];
  readonly value: TomlValue;
  readonly span: Span;
  /** The comments and empty lines above, without indentation. */
  readonly before: readonly string[];
  /** The comment behind it with the blanks before it; empty for none. */
  readonly behind: string;
  readonly block: Block;
}

/** How many keys lead to one thing in each of the tables that may be written with braces. */
const DEPTHS: ReadonlyMap<string, number> = new Map([
  ['dependencies', 2],
  ['dev-dependencies', 2],
  ['group', 4],
  ['extras', 2],
  ['scripts', 2],
  ['plugins', 3],
  ['urls', 2],
]);

/** Whether all of `[tool.poetry]` is below headers of its own, and not in braces or dotted keys of others. */
export function hasOwnHeaders({ root }: TomlDocument, blocks: readonly Block[]): boolean {
  if (tableAt(root, 'tool', 'poetry')?.inline === true) return false;
  return blocks.every(({ path, statements }) =>
    statements.every(({ keys }) => {
      const [first, second] = [...(path ?? []), ...keys];
      return first !== 'tool' || second !== 'poetry' || isBelowPoetry(path);
    }),
  );
}

/** Whether a header is `[tool.poetry]` or below it. */
export function isBelowPoetry(path: Block['path']): boolean {
  return path?.[0] === 'tool' && path[1] === 'poetry';
}

/** All that the blocks of `[tool.poetry]` say, in the order of the text; arrays of tables are left out. */
export function poetryItems(blocks: readonly Block[]): readonly PoetryItem[] {
  return blocks
    .filter(({ path, isArrayElement }) => isBelowPoetry(path) && !isArrayElement)
    .flatMap((block) =>
      block.statements.flatMap((statement) =>
        expanded(
          {
            path: [...(block.path ?? []).slice(2), ...statement.keys],
            value: statement.value,
            span: statement.span,
            before: linesOf(statement.before, false),
            behind: statement.behind.trimEnd(),
            block,
          },
          0,
        ),
      ),
    );
}

/** What stands in the braces of a table of things, thing by thing; the first keeps what stands around them. */
function expanded(item: PoetryItem, depth: number): readonly PoetryItem[] {
  const { path, value } = item;
  const wanted = DEPTHS.get(path[0] ?? '') ?? 1;
  const isOptionOfGroup = path[0] === 'group' && path.length === 3 && path[2] !== 'dependencies';
  if (path.length >= wanted || isOptionOfGroup || value.kind !== 'table' || depth > wanted)
    return [item];
  return [...value.entries.values()].flatMap((entry, index) =>
    expanded(
      {
        path: [...path, entry.key],
        value: entry.value,
        span: entry.span,
        before: index === 0 ? item.before : [],
        behind: index === 0 ? item.behind : '',
        block: item.block,
      },
      depth + 1,
    ),
  );
}

/** The comment behind a header; empty for none. */
export function headerComment({ header }: Block): string {
  let quote = '';
  for (let at = 0; at < header.length; at += 1) {
    const character = header.charAt(at);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '#') return header.slice(at).trimEnd();
  }
  return '';
}
