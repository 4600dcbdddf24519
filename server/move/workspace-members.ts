import { asText, tableAt, valueOf } from '../manifests/toml-access.ts';
import { editableFolders } from '../project/inputs/editable-folders.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import type { Project } from '../project/model.ts';
import { normalizeName } from '../python/names.ts';

/** The folders that a project takes in editable mode, by what uv makes of them. Locations as the manifest has them. */
export interface WorkspaceMembers {
  /** They may be members of a workspace of the project. */
  readonly ready: ReadonlySet<string>;
  /** They have no `[project]` yet, without which uv takes no member. */
  readonly unmoved: ReadonlySet<string>;
}

/**
 * uv takes a folder as a member that has a `pyproject.toml` with `[project]` and is no workspace of its own; its name is
 * the one that the requirement has (uv's documentation, “Using workspaces”).
 */
export function workspaceMembers({ root, input, manifest }: Project): WorkspaceMembers {
  const ready = new Set<string>();
  const unmoved = new Set<string>();
  for (const { name, location, manifest: file } of editableFolders(root, manifest)) {
    const loaded = input.files.get(file);
    const document = loaded === undefined ? null : tomlOf(loaded);
    if (document === null || document.errors.length > 0) continue;
    const own = asText(valueOf(tableAt(document.root, 'project'), 'name'))?.text;
    if (tableAt(document.root, 'tool', 'uv', 'workspace') !== null) continue;
    if (own === undefined) unmoved.add(location);
    else if (normalizeName(own) === name) ready.add(location);
  }
  return { ready, unmoved };
}
