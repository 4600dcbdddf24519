import { posix } from 'node:path';
import type { Manifest } from '../../manifests/model.ts';

const MOST_FOLDERS = 100;
const LONGEST_PATH = 1024;

/** A folder below a project's own that it takes in editable mode. */
export interface EditableFolder {
  /** PEP 503. */
  readonly name: string;
  /** As written. */
  readonly location: string;
  /** Absolute path of the manifest that makes it a project. */
  readonly manifest: string;
}

/**
 * The folders that a manifest of Poetry's takes as they are (`develop = true`) and that are below its own: what uv
 * would call members of a workspace.
 *
 * @param root the manifest's folder
 */
export function editableFolders(
  root: string,
  { dependencies }: Manifest,
): readonly EditableFolder[] {
  return dependencies
    .flatMap(({ normalized, origin, form, reference }): readonly EditableFolder[] => {
      if (origin !== 'tool.poetry' || form !== 'path' || reference?.develop !== true) return [];
      const { location, subdirectory } = reference;
      if (subdirectory !== null || location.length > LONGEST_PATH || location.includes('\0'))
        return [];
      const folder = posix.resolve(root, location);
      if (posix.isAbsolute(location) || !folder.startsWith(`${root}/`)) return [];
      return [{ name: normalized, location, manifest: posix.join(folder, 'pyproject.toml') }];
    })
    .slice(0, MOST_FOLDERS);
}
