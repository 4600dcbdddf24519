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
import type { Manifest } from '../manifests/model.ts';

/**
 * Whether a lock of any kind still belongs to its manifest, by the rules of the tool that wrote it.
 * Unknown for kinds that have no such rule (`pylock.toml`, pins of a requirements file).
 *
 * @param settings what uv takes in place of the manifest's `[tool.uv]`, where it does.
 */
export function lockFreshness(
  document: TomlDocument,
  manifest: Manifest,
  lock: Lock,
  settings: UvSettings = 'own',
): Freshness {
  if (isUvLock(lock)) return uvFreshness(document, lock, folderOf(manifest, lock), settings);
  if (lock.kind === 'pdm') return pdmFreshness(document, lock);
  if (lock.kind === 'pipfile') return pipfileFreshness(document, lock);
  return freshness(document, manifest, lock);
}

/** Why a lock that is stale is so; empty where the format keeps a hash alone and that is all that tells. */
export function lockCauses(
  document: TomlDocument,
  manifest: Manifest,
  lock: Lock,
  settings: UvSettings = 'own',
): readonly StalenessCause[] {
  if (isUvLock(lock)) {
    const { differences } = uvFreshness(document, lock, folderOf(manifest, lock), settings);
    return uvCauses(differences, manifest, lock);
  }
  if (lock.kind === 'pipfile') return pipfileCauses(manifest, lock);
  return lock.kind === 'poetry' ? stalenessCauses(manifest, lock) : [];
}

/** The manifest's folder as uv writes it in a lock: relative, with `/`. */
function folderOf({ file }: Manifest, lock: Lock): string {
  const folder = posix.relative(posix.dirname(lock.file), posix.dirname(file));
  return folder === '' ? '.' : folder;
}

function isUvLock(lock: Lock): lock is UvLock {
  return lock.kind === 'uv' && 'manifest' in lock;
}
