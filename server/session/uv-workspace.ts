import { join, relative } from 'node:path/posix';
import { booleanOf, itemsOf, stringIn, tableOf, valueOf } from '../freshness/toml-values.ts';
import type { TomlDocument, TomlTable } from '../toml/model.ts';
import { MANIFEST_NAME } from './file-roles.ts';
import { foldersOfCheckout, type Reader } from './reader.ts';
import { excludes, leadsTo, matchesName, parseUvGlob, type UvGlob } from './uv-glob.ts';

/**
 * The root of the uv workspace that a folder is a member of, the folder itself not asked; null where
 * it is none. The nearest `[tool.uv.workspace]` above decides, by its `members` and `exclude`, but for a
 * folder that has taken itself out (`managed = false`). uv asks every folder above; so does this where
 * an unpacked archive has no checkout to end at.
 */
export function uvWorkspaceOf(folder: string, reader: Reader): string | null {
  for (const above of foldersOfCheckout(folder, reader).slice(1)) {
    const document = reader.load(join(above, MANIFEST_NAME)).toml();
    const workspace = document === null ? null : workspaceOf(document);
    if (document === null || workspace === null) continue;
    // Half-typed, it is taken for what it was.
    if (document.errors.length > 0) return above;
    const path = relative(above, folder);
    const isMember = globsOf(workspace, 'members').some((glob) => leadsTo(glob, path.split('/')));
    if (!isMember || isExcluded(globsOf(workspace, 'exclude'), path)) return null;
    return isManaged(folder, reader) ? above : null;
  }
  return null;
}

/** More folders than these are not listed to find the members of a workspace. */
const MOST_LISTED = 256;

/**
 * The manifests of the folders that a workspace's globs lead to, its own not among them: absolute
 * paths, in order. Empty for a manifest that is no workspace's; null where it is not known: a glob
 * that uv refuses, more folders than are looked into, a manifest with errors.
 */
export function uvMembersBelow(folder: string, reader: Reader): readonly string[] | null {
  const document = reader.load(join(folder, MANIFEST_NAME)).toml();
  const workspace = document === null ? null : workspaceOf(document);
  if (document === null || document.errors.length > 0) return null;
  if (workspace === null) return [];
  const [globs, excluded] = [globsOf(workspace, 'members'), globsOf(workspace, 'exclude')];
  const written = ['members', 'exclude'].flatMap((key) => itemsOf(valueOf(workspace, key)));
  if (globs.length + excluded.length < written.length) return null;
  const walk = new Walk(reader);
  for (const glob of globs) walk.follow(glob, folder);
  if (walk.listed > MOST_LISTED) return null;
  return [...walk.found]
    .filter((each) => each !== folder && !isExcluded(excluded, relative(folder, each)))
    .map((each) => join(each, MANIFEST_NAME))
    .filter((file) => reader.load(file).problem?.kind !== 'missing')
    .toSorted();
}

/** The folders that globs lead to, found by listing those on the way. */
class Walk {
  readonly found = new Set<string>();
  listed = 0;
  readonly #reader: Reader;

  constructor(reader: Reader) {
    this.#reader = reader;
  }

  follow({ parts }: UvGlob, start: string): void {
    const seen = new Set<string>();
    const queue: [folder: string, index: number][] = [[start, 0]];
    for (const [folder, index] of queue) {
      const part = parts[index];
      const key = `${index} ${folder}`;
      if (seen.has(key)) continue;
      seen.add(key);
      if (part === undefined) this.found.add(folder);
      else if (part.kind === 'name') queue.push([join(folder, part.name), index + 1]);
      else if (part.kind === 'pattern') {
        for (const name of this.#foldersIn(folder))
          if (matchesName(part, name)) queue.push([join(folder, name), index + 1]);
      } else {
        // `**` may stand for no folder, but at the end.
        const isLast = index === parts.length - 1;
        if (!isLast) queue.push([folder, index + 1]);
        for (const name of this.#foldersIn(folder)) {
          const below = join(folder, name);
          if (isLast) this.found.add(below);
          queue.push([below, index]);
        }
      }
    }
  }

  #foldersIn(folder: string): readonly string[] {
    this.listed += 1;
    if (this.listed > MOST_LISTED) return [];
    return this.#reader
      .list(folder)
      .flatMap(({ name, kind }) => (kind === 'directory' ? [name] : []));
  }
}

function isExcluded(excluded: readonly UvGlob[], path: string): boolean {
  return excluded.some((glob) => excludes(glob, path));
}

function isManaged(folder: string, reader: Reader): boolean {
  const document = reader.load(join(folder, MANIFEST_NAME)).toml();
  if (document === null) return true;
  return booleanOf(tableOf(tableOf(document.root, 'tool'), 'uv'), 'managed') !== false;
}

function workspaceOf({ root }: TomlDocument): TomlTable | null {
  return tableOf(tableOf(tableOf(root, 'tool'), 'uv'), 'workspace');
}

/** Those that can be read. */
function globsOf(workspace: TomlTable, key: string): readonly UvGlob[] {
  return itemsOf(valueOf(workspace, key))
    .flatMap(stringIn)
    .flatMap((text) => parseUvGlob(text) ?? []);
}
