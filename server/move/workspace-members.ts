import { posix } from 'node:path';
import {
  asBoolean,
  asEntries,
  asItems,
  asTable,
  asText,
  tableAt,
  valueOf,
} from '../manifests/toml-access.ts';
import type { DeclaredConstraint } from '../manifests/model.ts';
import { readPyproject } from '../manifests/pyproject.ts';
import { editableFolders, type EditableFolder } from '../project/inputs/editable-folders.ts';
import { tomlOf } from '../project/inputs/text-file.ts';
import { uvWorkspaceFile } from '../project/inputs/uv-settings.ts';
import type { Project } from '../project/model.ts';
import { intersect, isEmpty } from '../python/constraint.ts';
import { normalizeName } from '../python/names.ts';
import { isProblem } from '../python/problem.ts';
import type { TomlDocument } from '../toml/model.ts';

/** The folders that a project takes in editable mode, by what uv makes of them. Locations as the manifest has them. */
export interface WorkspaceMembers {
  /** They may be members of a workspace of the project. */
  readonly ready: ReadonlySet<string>;
  /** Why uv would not take the others: a clause. */
  readonly kept: ReadonlyMap<string, string>;
}

/**
 * What uv (0.13.9) takes as members: a folder that has `[project]` with the name of the requirement and a Python in
 * common with the root, that it manages and that is no workspace of its own. Members name each other as members, not by
 * path, and no others: else it locks none of them.
 */
export function workspaceMembers(project: Project): WorkspaceMembers {
  const kept = new Map<string, string>();
  const candidates = new Map<string, Candidate>();
  for (const folder of editableFolders(project.root, project.manifest)) {
    const loaded = project.input.files.get(folder.manifest);
    const document = loaded === undefined ? null : tomlOf(loaded);
    const why = whyNoWorkspace(project) ?? whyNoMember(project, folder, document);
    if (why !== null) kept.set(folder.location, why);
    else if (document !== null)
      candidates.set(folder.location, { ...folder, sources: sourcesOf(document) });
  }
  for (let before = -1; before !== candidates.size;) {
    before = candidates.size;
    for (const candidate of candidates.values()) {
      const why = whyNotBeside(candidate, [...candidates.values()]);
      if (why === null) continue;
      kept.set(candidate.location, why);
      candidates.delete(candidate.location);
    }
  }
  return { ready: new Set(candidates.keys()), kept };
}

interface Candidate extends EditableFolder {
  readonly sources: readonly Source[];
}

/** An entry of `[tool.uv.sources]`. */
interface Source {
  /** PEP 503. */
  readonly name: string;
  /** As written; null for what is no path. */
  readonly path: string | null;
  readonly isMember: boolean;
}

function whyNoWorkspace({ input }: Project): string | null {
  const document = tomlOf(input.manifest);
  if (document !== null && tableAt(document.root, 'tool', 'uv', 'workspace') !== null)
    return '[tool.uv.workspace] is there and does not name it';
  return uvWorkspaceFile(input) === null ? null : 'the project is a member of a workspace itself';
}

function whyNoMember(
  { manifest }: Project,
  { name, manifest: file }: EditableFolder,
  document: TomlDocument | null,
): string | null {
  if (document === null || document.errors.length > 0)
    return 'there is no pyproject.toml that can be read';
  const { root } = document;
  const own = asText(valueOf(tableAt(root, 'project'), 'name'))?.text;
  if (own === undefined) return 'it has no [project] yet: moved first, it could be one';
  if (normalizeName(own) !== name) return `its [project] is called ${own}`;
  if (tableAt(root, 'tool', 'uv', 'workspace') !== null) return 'it is a workspace itself';
  if (asBoolean(valueOf(tableAt(root, 'tool', 'uv'), 'managed')) === false)
    return 'uv is told not to manage it';
  const { projectRequiresPython } = readPyproject(file, document);
  return hasCommonPython(projectRequiresPython, manifest.requiresPython)
    ? null
    : 'it is for other Pythons';
}

function hasCommonPython(a: DeclaredConstraint | null, b: DeclaredConstraint | null): boolean {
  if (a === null || b === null || isProblem(a.parsed) || isProblem(b.parsed)) return true;
  return !isEmpty(intersect(a.parsed, b.parsed));
}

function whyNotBeside(
  { manifest, sources }: Candidate,
  candidates: readonly Candidate[],
): string | null {
  for (const { name, path, isMember } of sources) {
    const file =
      path === null ? null : posix.resolve(posix.dirname(manifest), path, 'pyproject.toml');
    if (candidates.some((each) => each.manifest === file))
      return `it takes ${name}, which would be a member too, by its path`;
    if (isMember && !candidates.some((each) => each.name === name))
      return `it takes ${name} of a workspace in which that would not be`;
  }
  return null;
}

function sourcesOf({ root }: TomlDocument): readonly Source[] {
  const sources = asEntries(tableAt(root, 'tool', 'uv', 'sources') ?? undefined);
  return sources.flatMap(({ key, value }) =>
    (value.kind === 'array' ? asItems(value) : [value]).map((each) => ({
      name: normalizeName(key),
      path: asText(valueOf(asTable(each), 'path'))?.text ?? null,
      isMember: asBoolean(valueOf(asTable(each), 'workspace')) === true,
    })),
  );
}
