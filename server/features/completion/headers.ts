import type { Manifest } from '../../manifests/model.ts';
import type { Span } from '../../text.ts';
import type { TomlDocument } from '../../toml/model.ts';
import { item, type CompletionItem } from './model.ts';

/** Tables that no schema of SchemaStore has, with what each is for. */
const TABLES: readonly (readonly [name: string, says: string])[] = [
  ['external', 'What the project needs that is no Python package (PEP 725).'],
  ['external.optional-host-requires', 'Libraries of optional parts, by name (PEP 725).'],
  ['tool.pyproject-nix-ls', 'Settings of this program.'],
  ['tool.pyproject-nix-ls.severity', 'How loud each diagnostic is.'],
  ['tool.pyproject-nix-ls.packages', 'What single packages need, as the project knows.'],
];

/** Tables that this program reads, and TOML servers have of the schemas. */
const OF_SCHEMAS: typeof TABLES = [
  ['build-system', 'What builds the project (PEP 518).'],
  ['project.optional-dependencies', 'Extras: lists of requirements, by name (PEP 621).'],
  ['dependency-groups', 'Lists of requirements for development, by name (PEP 735).'],
  ['tool.uv.extra-build-dependencies', 'What single packages are built with, for uv and uv2nix.'],
];

/** Those of Poetry, where the manifest is Poetry's. */
const OF_POETRY: typeof TABLES = [
  ['tool.poetry.dependencies', 'What the project needs to run.'],
  ['tool.poetry.group.dev.dependencies', 'What people need to work on it.'],
  ['tool.poetry.extras', 'Named sets of optional dependencies.'],
];

/** What can stand in a header that the cursor is in, closed or not; those that are there are not offered again. */
export function headerContext(
  document: TomlDocument,
  offset: number,
  { tool }: Pick<Manifest, 'tool'>,
  completesSchemaKeys: boolean,
): { kind: 'items'; span: Span; items: readonly CompletionItem[] } | null {
  const { text, sections } = document;
  const isHeader = sections.some(
    ({ headerSpan }) =>
      headerSpan !== null && headerSpan.start < offset && offset <= headerSpan.end,
  );
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1;
  const before = /^[ \t]*\[[ \t]*([\w.-]*)$/.exec(text.slice(lineStart, offset));
  if (!isHeader || before === null) return null;
  const start = offset - (before[1]?.length ?? 0);
  const behind = /^([\w.-]*)([ \t]*\])?/.exec(text.slice(offset));
  const end = offset + (behind?.[1]?.length ?? 0);
  const isClosed = behind?.[2] !== undefined;
  const there = new Set(sections.map(({ path }) => path?.join('.')));
  const ofSchemas = tool === 'poetry' ? [...OF_SCHEMAS, ...OF_POETRY] : OF_SCHEMAS;
  const tables = completesSchemaKeys ? [...TABLES, ...ofSchemas] : TABLES;
  const items = tables
    .filter(([name]) => !there.has(name))
    .map(([name, says]) => item('key', name, 'table', says, isClosed ? name : `${name}]`));
  return { kind: 'items', span: { start, end }, items };
}
