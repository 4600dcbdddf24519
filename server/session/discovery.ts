import { basename, dirname, join } from 'node:path';
import type { DocumentRole } from '../features/model.ts';
import type { TomlDocument } from '../toml/model.ts';
import type { Listing, Loaded } from './texts.ts';

export const MANIFEST_NAME = 'pyproject.toml';

/** Locks by the name of the file, in the order in which they are looked for where the manifest names no tool. */
const LOCK_NAMES = ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml'];

/** What marks the root of a checkout. */
const VCS_DIRECTORIES = ['.git', '.hg', '.jj', '.svn'];

/** Pins of Nix inputs: which poetry2nix a project has is in one of these. */
const PIN_FILES = ['flake.lock', 'nix/sources.json', 'npins/sources.json'];

/** Folders that hold other people's projects. */
const SKIPPED_DIRECTORIES = new Set(['node_modules', '__pycache__', 'site-packages', 'result']);

const MAX_PARENTS = 64;
const MAX_NIX_FILES_PER_FOLDER = 64;

/** How files are seen: `Texts`, or a `Look` at them. */
export interface Reader {
  load(file: string): Loaded;
  list(directory: string): Listing;
}

/**
 * What a file of this name can be to a project; null for every other file. By name alone: the
 * language that an editor gives a lock differs from one editor to the next.
 */
export function roleOf(file: string): DocumentRole | null {
  const name = basename(file);
  if (name === MANIFEST_NAME) return 'manifest';
  if (LOCK_NAMES.includes(name)) return 'lock';
  return name.endsWith('.nix') ? 'nix' : null;
}

/**
 * The folder of the project that a document belongs to. A manifest and a lock speak of their own
 * folder; a Nix file may stand below it. Null where there is none.
 */
export function projectRootOf(file: string, limit: string | null, reader: Reader): string | null {
  const folders =
    roleOf(file) === 'nix' ? foldersUpTo(dirname(file), limit, reader) : [dirname(file)];
  return folders.find((folder) => isProjectRoot(folder, reader)) ?? null;
}

/** Whether the folder's manifest is one of a Python project. One that cannot be read counts: its reader says why. */
export function isProjectRoot(folder: string, reader: Reader): boolean {
  const manifest = reader.load(join(folder, MANIFEST_NAME));
  if (manifest.problem !== null) return manifest.problem.kind !== 'missing';
  const document = manifest.toml();
  return document !== null && declaresProject(document);
}

/**
 * Whether a manifest declares a Python project, and not only settings of tools such as formatters:
 * `[project]` (PEP 621), `[dependency-groups]` (PEP 735), or the table of a tool that manages
 * projects. Headers are enough, so that a half-typed file is still the project that it was a
 * keystroke before.
 */
export function declaresProject(document: TomlDocument): boolean {
  return document.sections.some(({ path }) => {
    if (path === null) return false;
    const [first, second] = path;
    if (first === 'project' || first === 'dependency-groups') return true;
    return first === 'tool' && (second === 'poetry' || second === 'uv' || second === 'pdm');
  });
}

/**
 * The project's lock: that of the tool which the manifest names, else the first that exists. Null where there is none.
 * A `uv.lock` below a uv workspace is not taken: uv reads and writes that of the workspace's root alone.
 */
export function lockFileOf(root: string, manifest: TomlDocument, reader: Reader): string | null {
  const tools = new Set(
    manifest.sections.flatMap(({ path }) => (path?.[0] === 'tool' && path[1] ? [path[1]] : [])),
  );
  const own = LOCK_NAMES.filter((name) => tools.has(name.slice(0, name.indexOf('.'))));
  for (const name of new Set([...own, ...LOCK_NAMES]))
    if (reader.load(join(root, name)).problem?.kind !== 'missing') {
      if (name === 'uv.lock' && isBelowUvWorkspace(root, reader)) continue;
      return join(root, name);
    }
  return null;
}

/** Whether a folder above, up to the root of the checkout, declares a uv workspace. Its globs are not asked: whether they take the folder in stays open. */
function isBelowUvWorkspace(root: string, reader: Reader): boolean {
  return foldersUpTo(root, null, reader)
    .slice(1)
    .some((folder) =>
      reader
        .load(join(folder, MANIFEST_NAME))
        .toml()
        ?.sections.some(({ path }) => path?.slice(0, 3).join('.') === 'tool.uv.workspace'),
    );
}

/** What may say how Nix builds a project. Absolute paths, nearest folder first. */
export interface NixSurroundings {
  readonly nixFiles: readonly string[];
  /** The files that pin the inputs of those. */
  readonly pinFiles: readonly string[];
}

/**
 * The Nix files of the project's folder and of the folders above, up to the root of the checkout or
 * `limit` (the workspace folder). Without either, those of its own folder alone.
 */
export function nixSurroundings(
  root: string,
  limit: string | null,
  reader: Reader,
): NixSurroundings {
  const folders = foldersUpTo(root, limit, reader);
  return {
    nixFiles: folders.flatMap((folder) =>
      reader
        .list(folder)
        .filter(({ name, kind }) => kind === 'file' && name.endsWith('.nix'))
        .slice(0, MAX_NIX_FILES_PER_FOLDER)
        .map(({ name }) => join(folder, name)),
    ),
    pinFiles: folders
      .flatMap((folder) => PIN_FILES.map((name) => join(folder, name)))
      .filter((file) => reader.load(file).source !== null),
  };
}

/** Folders that hold a manifest of a project: `folder` and all below, hidden and installed ones left out; at most `limit`. */
export function* projectRootsBelow(
  folder: string,
  reader: Reader,
  limit: number,
): Iterable<string> {
  for (const root of projectScanBelow(folder, reader, limit)) if (root !== null) yield root;
}

/** The same, with a null for every folder that was looked at in vain, so that who looks can do other things in between. */
export function* projectScanBelow(
  folder: string,
  reader: Reader,
  limit: number,
): Iterable<string | null> {
  const queue = [folder];
  let left = limit;
  for (const current of queue) {
    const entries = reader.list(current);
    const isRoot =
      entries.some(({ name }) => name === MANIFEST_NAME) && isProjectRoot(current, reader);
    yield isRoot ? current : null;
    for (const { name, kind } of entries) {
      if (kind !== 'directory' || name.startsWith('.') || SKIPPED_DIRECTORIES.has(name)) continue;
      if (left-- > 0) queue.push(join(current, name));
    }
  }
}

/** `start` and the folders above it up to `limit` or the root of the checkout; `start` alone where neither is met. */
function foldersUpTo(start: string, limit: string | null, reader: Reader): readonly string[] {
  const folders: string[] = [];
  let folder = start;
  while (folders.length < MAX_PARENTS) {
    folders.push(folder);
    if (folder === limit || isCheckoutRoot(folder, reader)) return folders;
    if (dirname(folder) === folder) break;
    folder = dirname(folder);
  }
  return [start];
}

function isCheckoutRoot(folder: string, reader: Reader): boolean {
  return reader.list(folder).some(({ name }) => VCS_DIRECTORIES.includes(name));
}
