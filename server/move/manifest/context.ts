import type { TomlDocument, TomlTable } from '../../toml/model.ts';
import type { Span } from '../../text.ts';
import type { BuildBackend } from './build-backends.ts';
import type { Block } from './blocks.ts';
import type { MoveNote, NoteKind } from './model.ts';
import type { OutBlock, OutDocument } from './out.ts';
import type { PoetryItem } from './poetry-items.ts';
import { tomlKey } from './toml-text.ts';
import type { WorkspaceMembers } from '../workspace-members.ts';
import type { SourceUse } from './uv-source.ts';

/** What is known of a project beside its manifest. */
export interface ManifestSurroundings {
  /** The name of its folder, for a project that has none. */
  readonly folderName: string;
  /** The major version of the Poetry that made its lock; null where that is not known. */
  readonly poetryMajor: number | null;
  /** What is locked, as requirements with one version, for the first lock; empty where the new one may choose. */
  readonly lockedVersions: readonly string[];
  /** The folders that uv could have as members of a workspace. */
  readonly members: WorkspaceMembers;
  /** What is to build the project. */
  readonly buildBackend: BuildBackend;
}

/** What the parts of a move work on together. */
export interface MoveContext {
  readonly document: TomlDocument;
  readonly surroundings: ManifestSurroundings;
  readonly blocks: readonly Block[];
  readonly items: readonly PoetryItem[];
  /** `[tool.poetry]`. */
  readonly poetry: TomlTable;
  /** `[project]` as it was; null where there was none. */
  readonly project: TomlTable | null;
  readonly out: OutDocument;
  /** Where `[project]` is to be. */
  readonly projectBlock: OutBlock;
  /** Behind which new sections of `[tool]` stand. */
  readonly lastPoetryBlock: OutBlock;
  readonly notes: MoveNote[];
  /** What `[tool.uv.sources]` is made from. */
  readonly sources: SourceUse[];
  /** Folders that become members of the workspace, as written. */
  readonly members: Set<string>;
  /** Names of packages whose pre-releases are asked for. */
  readonly prereleases: Set<string>;
}

/** Adds a line to the report. */
export function note(
  { notes }: MoveContext,
  kind: NoteKind,
  message: string,
  span: Span | null,
): void {
  notes.push({ kind, message, span });
}

/** Takes the sources of a package out again that a group, or the project itself, does not ask for after all. */
export function forget({ sources }: MoveContext, normalized: string, group: string | null): void {
  for (let index = sources.length - 1; index >= 0; index -= 1)
    if (sources[index]?.normalized === normalized && sources[index]?.group === group)
      sources.splice(index, 1);
}

/** The items whose keys begin with these. */
export function itemsAt({ items }: MoveContext, ...path: readonly string[]): readonly PoetryItem[] {
  return items.filter((item) => path.every((key, index) => item.path[index] === key));
}

/** The block with the header `[tool.poetry.…]` of these keys; null for none. */
export function poetryBlock({ blocks }: MoveContext, ...path: readonly string[]): Block | null {
  const whole = ['tool', 'poetry', ...path];
  return (
    blocks.find(
      (block) =>
        !block.isArrayElement &&
        block.path?.length === whole.length &&
        whole.every((key, index) => block.path?.[index] === key),
    ) ?? null
  );
}

/** A statement with the lines above it and the comment behind it, with the blanks before that. */
export function chunk(
  { out }: MoveContext,
  before: readonly string[],
  text: string,
  behind: string,
): string {
  return [...before, text + behind].join(out.eol);
}

/** Adds statements to a section, which is made behind `place` where it is not there. */
export function addTo(
  { out }: MoveContext,
  path: readonly string[],
  chunks: readonly string[],
  place: OutBlock,
): void {
  if (chunks.length === 0) return;
  const block = out.find(path) ?? out.addBehind(place, path);
  block.chunks.push(...chunks);
}

/** Makes a section of Poetry's the section with another header, at its place and with the comments around it. */
export function renameBlock(
  { out }: MoveContext,
  block: Block,
  path: readonly string[],
  header: string,
  chunks: readonly string[],
): void {
  const place = out.of(block);
  place.path = path;
  place.header = header;
  place.chunks = [...chunks];
  place.isDropped = false;
}

/** `key = value` of an item as it is written, or made anew where its keys stood with others. */
export function assignment({ out }: MoveContext, item: PoetryItem): string {
  const isAlone = item.path.length === (item.block.path?.length ?? 0) - 1;
  if (isAlone) return out.slice(item.span);
  return `${tomlKey(item.path.at(-1) ?? '')} = ${out.slice(item.value.span)}`;
}
