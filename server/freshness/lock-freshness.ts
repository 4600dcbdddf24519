import { posix } from 'node:path';
import type { TomlDocument } from '../toml/model.ts';
import type { Freshness } from './freshness.ts';
import { freshness } from './freshness.ts';
import type { Lock } from '../locks/model.ts';
import { pdmFreshness } from './pdm-freshness.ts';
import { pipfileCauses } from './pipfile-causes.ts';
import { pipfileFreshness } from './pipfile-freshness.ts';
import type { StalenessCause } from './staleness-cause.ts';
import { stalenessCauses } from './staleness-causes.ts';
import { uvCauses } from './uv-causes.ts';
import type { UvSettings } from './uv-declared.ts';
import { uvFreshness } from './uv-freshness.ts';
import type { UvLock } from '../locks/uv.ts';
import type { WantedProject } from './wanted.ts';

/**
 * Whether a lock of any kind still belongs to its manifest, by the rules of the tool that wrote it.
 * Unknown for kinds that have no such rule (`pylock.toml`, pins of a requirements file).
 *
 * @param settings what uv takes in place of the manifest's `[tool.uv]`, where it does.
 */
export function lockFreshness(
  manifest: TomlDocument,
  project: WantedProject,
  lock: Lock,
  settings: UvSettings = 'own',
): Freshness {
  if (isUvLock(lock)) return uvFreshness(manifest, lock, folderOf(project, lock), settings);
  if (lock.kind === 'pdm') return pdmFreshness(manifest, lock);
  if (lock.kind === 'pipfile') return pipfileFreshness(manifest, lock);
  return freshness(manifest, project, lock);
}

/** Why a lock that is stale is so; empty where the format keeps a hash alone and that is all that tells. */
export function lockCauses(
  manifest: TomlDocument,
  project: WantedProject,
  lock: Lock,
  settings: UvSettings = 'own',
): readonly StalenessCause[] {
  if (isUvLock(lock)) {
    const { differences } = uvFreshness(manifest, lock, folderOf(project, lock), settings);
    return uvCauses(differences, project, lock);
  }
  if (lock.kind === 'pipfile') return pipfileCauses(project, lock);
  return lock.kind === 'poetry' ? stalenessCauses(project, lock) : [];
}

/** The manifest's folder as uv writes it in a lock: relative, with `/`. */
function folderOf({ file }: WantedProject, lock: Lock): string {
  const folder = posix.relative(posix.dirname(lock.file), posix.dirname(file));
  return folder === '' ? '.' : folder;
}

function isUvLock(lock: Lock): lock is UvLock {
  return lock.kind === 'uv' && 'manifest' in lock;
}
