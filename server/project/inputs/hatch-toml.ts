import { posix } from 'node:path';
import type { Manifest } from '../../manifests/model.ts';
import type { ProjectInput, TextFile } from '../model.ts';

/** The file in which hatchling reads what may stand in `[tool.hatch]` as well. */
const HATCH_TOML = 'hatch.toml';

/** Absolute path of the `hatch.toml` of a project that hatchling builds, whether it is there or not; null for any other project. */
export function hatchFile(
  { root }: Pick<ProjectInput, 'root'>,
  { buildSystem }: Pick<Manifest, 'buildSystem'>,
): string | null {
  return buildSystem?.backend?.text === 'hatchling.build' ? posix.join(root, HATCH_TOML) : null;
}

/** What is loaded of it. */
export function loadedHatchFile({
  root,
  files,
}: Pick<ProjectInput, 'root' | 'files'>): TextFile | null {
  return files.get(posix.join(root, HATCH_TOML)) ?? null;
}
