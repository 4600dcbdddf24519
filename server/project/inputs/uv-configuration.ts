import type { UvSettings } from '../../freshness/uv-around.ts';
import { tableAt } from '../../manifests/toml-access.ts';
import type { TomlTable } from '../../toml/model.ts';
import type { ProjectInput, TextFile } from '../model.ts';
import { baseName, tomlOf } from './text-file.ts';

/** uv's own file, whose keys are those of `[tool.uv]`. */
export const UV_TOML = 'uv.toml';

/**
 * The settings that uv takes in place of `[tool.uv]` beside the lock (uv's documentation,
 * configuration files: `uv.toml` takes precedence, and where neither is there the nearest folder
 * above decides). Not known where the file cannot be read, or where uv itself would refuse it.
 */
export function uvSettings(input: ProjectInput): UvSettings {
  if (input.uvConfiguration === null) return 'own';
  const from = uvConfigurationFile(input);
  const document = from === null ? null : tomlOf(from);
  if (from === null || document === null || document.errors.length > 0) return 'unknown';
  if (baseName(from.file) !== UV_TOML) return tableAt(document.root, 'tool', 'uv') ?? 'unknown';
  return isRefused(document.root) ? 'unknown' : document.root;
}

/** That file; null where there is none, or it cannot be read. */
export function uvConfigurationFile({ uvConfiguration, files }: ProjectInput): TextFile | null {
  return uvConfiguration === null ? null : (files.get(uvConfiguration) ?? null);
}

function isRefused({ entries }: TomlTable): boolean {
  return OF_PYPROJECT.some((key) => entries.has(key));
}

/** What uv takes from a `pyproject.toml` alone (`validate_uv_toml` of uv 0.12). */
const OF_PYPROJECT: readonly string[] = [
  'build-backend',
  'conflicts',
  'default-groups',
  'dependency-groups',
  'dev-dependencies',
  'environments',
  'managed',
  'package',
  'required-environments',
  'sources',
  'workspace',
];
