import { posix } from 'node:path';
import type { UvAround } from '../../freshness/uv-around.ts';
import { tableAt } from '../../manifests/toml-access.ts';
import type { Lock } from '../../locks/model.ts';
import type { TomlDocument, TomlTable } from '../../toml/model.ts';
import type { ProjectInput } from '../model.ts';
import { baseName, tomlOf } from './text-file.ts';
import { uvConfigurationFile, UV_TOML, uvSettings } from './uv-configuration.ts';
import { uvWorkspaceFile } from './uv-settings.ts';

/** What uv reads beside the manifest to see whether a lock belongs to it, as far as it is loaded. */
export function uvAround(input: ProjectInput, lock: Lock): UvAround {
  const folder = posix.dirname(lock.file);
  const workspace = uvWorkspaceFile(input);
  const root = workspace === null ? undefined : input.files.get(workspace);
  const manifests = new Map<string, TomlDocument>();
  for (const file of [...(input.uvMembers ?? []), ...uvFolderFiles(input, lock)]) {
    const loaded = input.files.get(file);
    const document = loaded === undefined ? null : tomlOf(loaded);
    if (document !== null) manifests.set(folderFrom(folder, file), document);
  }
  return {
    settings: isScript(input) ? 'own' : uvSettings(input),
    elsewhere: isScript(input) ? settingsBeside(input) : null,
    root: root === undefined ? null : tomlOf(root),
    members: input.uvMembers?.map((file) => folderFrom(folder, file)) ?? null,
    manifests,
  };
}

/**
 * The manifests that uv reads beside the root of a workspace, a project alone or a script: those of its
 * members, and of the folders that its lock has packages of. Absolute paths. A member is held against
 * its own package alone, and asks for none.
 */
export function uvFreshnessFiles(input: ProjectInput, lock: Lock | null): readonly string[] {
  if (lock === null || posix.dirname(lock.file) !== input.root) return [];
  return [...(input.uvMembers ?? []), ...uvFolderFiles(input, lock)];
}

function uvFolderFiles({ manifest }: ProjectInput, lock: Lock): readonly string[] {
  return (lock.folders ?? [])
    .map((folder) => posix.resolve(posix.dirname(lock.file), folder, 'pyproject.toml'))
    .filter((file) => file !== manifest.file);
}

/** The folder of a file as uv writes it in a lock. */
function folderFrom(folder: string, file: string): string {
  const relative = posix.relative(folder, posix.dirname(file));
  return relative === '' ? '.' : relative;
}

function isScript({ manifest }: ProjectInput): boolean {
  return manifest.file.endsWith('.py');
}

function settingsBeside(input: ProjectInput): TomlTable | null {
  const file = uvConfigurationFile(input);
  const document = file === null ? null : tomlOf(file);
  if (file === null || document === null) return null;
  return baseName(file.file) === UV_TOML ? document.root : tableAt(document.root, 'tool', 'uv');
}
