import { posix } from 'node:path';
import type { Manifest } from '../../manifests/model.ts';
import { asEntries, asItems, asTexts, tableAt, valueOf } from '../../manifests/toml-access.ts';
import { applyEdits } from '../../text.ts';
import type { TomlDocument } from '../../toml/model.ts';
import { parseToml } from '../../toml/parse.ts';
import { blocksOf, type Block } from './blocks.ts';
import { otherBackend, writeBackend, type OtherBackend } from './build-backend.ts';
import { moveBuildSystem } from './build-system.ts';
import { addTo, type ManifestSurroundings, type MoveContext } from './context.ts';
import { isFileScript, isPackage, movePlugins, moveScripts, moveUrls } from './entry-points.ts';
import { moveGroups } from './groups.ts';
import { moveIndexes } from './indexes.ts';
import { moveMainDependencies } from './main-dependencies.ts';
import { isMoved, mayBeDynamic, moveMetadata } from './metadata.ts';
import type { ManifestMove, MoveNote } from './model.ts';
import { OutDocument } from './out.ts';
import { hasOwnHeaders, isBelowPoetry, poetryItems } from './poetry-items.ts';
import { inSingleQuotes } from './requirement.ts';
import { tomlList, tomlString } from './toml-text.ts';
import { sourceLines } from './uv-source.ts';

/**
 * Rewrites `[tool.poetry]` of a `pyproject.toml` as `[project]` (PEP 621), `[dependency-groups]`
 * (PEP 735) and `[tool.uv]`, in the text itself: what it does not speak of stays letter by letter,
 * comments go with what they stand at. A manifest that was moved is left as it is.
 */
export function moveManifest(
  document: TomlDocument,
  manifest: Manifest,
  surroundings: ManifestSurroundings,
): ManifestMove {
  const { root, text, errors } = document;
  const poetry = tableAt(root, 'tool', 'poetry');
  if (errors.length > 0)
    return { outcome: 'refused', reason: `${manifest.file} has errors of syntax.` };
  if (poetry === null) return { outcome: 'nothing', notes: [] };
  const blocks = blocksOf(document);
  if (!hasOwnHeaders(document, blocks))
    return {
      outcome: 'refused',
      reason: `[tool.poetry] of ${manifest.file} is written in braces or as dotted keys of another table.`,
    };
  const context = contextOf(document, blocks, surroundings);
  if (context === null || !needsMoving(context)) return { outcome: 'nothing', notes: [] };
  const backend = moveAll(context, manifest);
  const edits = context.out.edits();
  const written = parseToml(applyEdits(text, edits));
  if (written.errors.length > 0)
    return {
      outcome: 'refused',
      reason: `No place was found for what [tool.poetry] of ${manifest.file} says: ${written.errors[0]?.message ?? ''}.`,
    };
  return {
    outcome: 'moved',
    edits,
    notes: inOrder(context.notes),
    buildBackend: backend?.name ?? null,
  };
}

function contextOf(
  document: TomlDocument,
  blocks: readonly Block[],
  surroundings: ManifestSurroundings,
): MoveContext | null {
  const poetry = tableAt(document.root, 'tool', 'poetry');
  const poetryBlocks = blocks.filter(({ path }) => isBelowPoetry(path));
  const first = poetryBlocks[0];
  const last = poetryBlocks.at(-1);
  if (poetry === null || first === undefined || last === undefined) return null;
  const out = new OutDocument(document.text, blocks);
  return {
    document,
    surroundings,
    blocks,
    items: poetryItems(blocks),
    poetry,
    project: tableAt(document.root, 'project'),
    out,
    projectBlock: out.find(['project']) ?? out.of(first),
    lastPoetryBlock: out.of(last),
    notes: [],
    sources: [],
    members: new Set(),
    prereleases: new Set(),
  };
}

/** What the back end reads in tables of `[tool.poetry]`, whatever `[project]` says. */
const KEPT = new Set(['packages', 'include', 'exclude', 'build', 'build-constraints']);

/** Whether `[tool.poetry]` says anything that others would read elsewhere. */
function needsMoving({ poetry, project, surroundings }: MoveContext): boolean {
  if (project === null || surroundings.buildBackend !== 'poetry-core') return true;
  const dynamic = asTexts(valueOf(project, 'dynamic')).map(({ text }) => text);
  return [...poetry.entries].some(([key, { value }]) => {
    if (key === 'scripts') return asEntries(value).some((script) => !isFileScript(script.value));
    return isMoved(key) && !(dynamic.includes(key) && mayBeDynamic(key));
  });
}

/** Returns the back end that takes Poetry's place. */
function moveAll(context: MoveContext, manifest: Manifest): OtherBackend | null {
  const { out, projectBlock, lastPoetryBlock } = context;
  const isBuilt = isPackage(context);
  for (const block of context.blocks)
    if (isBelowPoetry(block.path) && !staysAsItIs(block)) {
      const place = out.of(block);
      place.isDropped = true;
      place.chunks = [];
    }
  if (context.project === null) {
    projectBlock.isDropped = false;
    projectBlock.path = ['project'];
    projectBlock.header = projectBlock.header.replace(/^\s*\[[^\]]*\]/, '[project]');
  }
  const metadata = moveMetadata(context);
  const backend = isBuilt ? otherBackend(context, metadata.dynamic) : null;
  if (backend !== null) dropBuilding(context);
  projectBlock.chunks.push(...metadata.project);
  writeDynamic(context, metadata.dynamic, isBuilt);
  moveMainDependencies(context, manifest);
  moveUrls(context, metadata.urls);
  moveScripts(context);
  movePlugins(context);
  const groups = moveGroups(context, manifest);
  // Further sections go behind one another: the last that is written stands first.
  const sources = sourceLines(context.sources);
  moveIndexes(context);
  addTo(context, ['tool', 'uv', 'sources'], sources, lastPoetryBlock);
  addTo(context, ['tool', 'uv', 'workspace'], workspace(context), lastPoetryBlock);
  addTo(
    context,
    ['tool', 'uv'],
    [...metadata.uv, ...groups, ...prereleases(context), ...lockedVersions(context)],
    lastPoetryBlock,
  );
  addTo(
    context,
    ['tool', 'poetry'],
    backend === null ? metadata.kept : metadata.unknown,
    lastPoetryBlock,
  );
  stateDependencies(context, manifest);
  if (backend === null)
    moveBuildSystem(context, isBuilt, metadata.hasLicenseExpression ? '2.2' : '2.0');
  else writeBackend(context, backend, metadata.hasLicenseExpression);
  return backend;
}

/** Where anything of `[tool.poetry]` stays, uv takes dependencies that are not stated for Poetry's to say. */
function stateDependencies({ out, project, projectBlock }: MoveContext, manifest: Manifest): void {
  const isStated =
    project?.entries.has('dependencies') === true ||
    manifest.dependencies.some(({ group, optional }) => group === 'main' && !optional);
  if (!isStated && out.hasBelow(['tool', 'poetry'])) projectBlock.chunks.push('dependencies = []');
}

/** Takes out what poetry-core reads in its place. */
function dropBuilding({ blocks, out }: MoveContext): void {
  for (const block of blocks)
    if (isBelowPoetry(block.path) && staysAsItIs(block)) out.of(block).isDropped = true;
}

/** Tables that poetry-core reads in their place: `[[tool.poetry.packages]]`, `[tool.poetry.build]`. */
function staysAsItIs({ path }: Block): boolean {
  return KEPT.has(path?.[2] ?? '');
}

/** `dynamic` of `[project]`: what is left to `[tool.poetry]`, without what is written now. */
function writeDynamic(context: MoveContext, more: readonly string[], isBuilt: boolean): void {
  const { project, projectBlock } = context;
  if (project === null) {
    if (more.length > 0) projectBlock.chunks.push(`dynamic = [${more.map(tomlString).join(', ')}]`);
    return;
  }
  const entry = project.entries.get('dynamic');
  if (entry === undefined) {
    if (more.length > 0) projectBlock.chunks.push(`dynamic = [${more.map(tomlString).join(', ')}]`);
    return;
  }
  const kept = asTexts(entry.value)
    .map(({ text }) => text)
    .filter((text) => !WRITTEN.has(text) && (isBuilt || text !== 'version'));
  const index = context.blocks
    .find((block) => block === projectBlock.origin)
    ?.statements.findIndex(({ keys }) => keys.length === 1 && keys[0] === 'dynamic');
  if (index === undefined || index === -1 || asItems(entry.value).length === kept.length) return;
  const text = projectBlock.chunks[index] ?? '';
  const old = context.out.slice(entry.span);
  projectBlock.chunks[index] = text.replace(
    old,
    () => `dynamic = [${kept.map(tomlString).join(', ')}]`,
  );
}

const WRITTEN = new Set([
  'dependencies',
  'optional-dependencies',
  'requires-python',
  'scripts',
  'entry-points',
  'urls',
]);

/** The globs of a workspace; characters that a glob would read otherwise stand for themselves. */
function workspace({ members }: MoveContext): readonly string[] {
  const globs = [...members].map((location) =>
    tomlString(
      posix
        .normalize(location)
        .replace(/\/$/, '')
        .replaceAll(/[*?[\]]/g, '[$&]'),
    ),
  );
  return globs.length === 0 ? [] : [`members = [${globs.join(', ')}]`];
}

/** uv takes pre-releases of single packages, as Poetry's `allow-prereleases`. */
function prereleases({ prereleases: names }: MoveContext): readonly string[] {
  if (names.size === 0) return [];
  return [`prerelease-package = { ${[...names].map((name) => `${name} = "allow"`).join(', ')} }`];
}

/** uv reads constraints in `[tool.uv]` alone: neither a uv.toml nor an option of `uv lock` takes them. */
function lockedVersions({ surroundings, out }: MoveContext): readonly string[] {
  const { lockedVersions: versions } = surroundings;
  if (versions.length === 0) return [];
  const items = versions.map((version) => ({
    before: [],
    text: tomlString(inSingleQuotes(version)),
    behind: '',
  }));
  const list = tomlList('constraint-dependencies', items, [], out.eol);
  return [[CONSTRAINTS_COMMENT, list].join(out.eol)];
}

const CONSTRAINTS_COMMENT =
  '# What poetry.lock had, for the first `uv lock`: take this list out behind it, and lock again.';

const ORDER = ['look', 'lost', 'done'];

function inOrder(notes: readonly MoveNote[]): readonly MoveNote[] {
  return notes.toSorted(
    (a, b) =>
      ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
      (a.span?.start ?? -1) - (b.span?.start ?? -1),
  );
}
