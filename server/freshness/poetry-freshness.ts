import { compareVersions, parseVersion } from '../python/version.ts';
import type { TomlDocument } from '../toml/model.ts';
import { contentHashes, HASH_FORMULAS } from './content-hash.ts';
import type { Lock } from '../locks/model.ts';
import type { Manifest } from '../manifests/model.ts';
import { UNKNOWN, type Freshness } from './model.ts';

/** The first Poetry whose hash has `[dependency-groups]` in it. */
const HASHES_GROUPS = parseVersion('2.3.0');

/**
 * Poetry's `Locker.is_fresh`: the lock's `content-hash` is that of the manifest by the newest
 * formula, or, where its first line names a Poetry before 2.3, by the formula without
 * `[dependency-groups]`. A lock without a `content-hash` is stale.
 */
export function poetryFreshness(document: TomlDocument, manifest: Manifest, lock: Lock): Freshness {
  if (!manifest.complete || document.errors.length > 0) return UNKNOWN;
  const hashes = contentHashes(document.root);
  const expected = hashes.hash('2.3');
  if (expected === null) return UNKNOWN;
  const stored = lock.contentHash?.text ?? null;
  if (stored === null && !lock.complete) return UNKNOWN;
  if (stored === expected) return { state: 'fresh', formula: '2.3', expected };
  if (writtenBefore23(lock.generator) && stored === hashes.hash('2.0'))
    return { state: 'fresh', formula: '2.0', expected };
  const formula = HASH_FORMULAS.find((each) => stored === hashes.hash(each)) ?? null;
  return { state: 'stale', formula, expected };
}

function writtenBefore23(generator: string | null): boolean {
  const version = generator === null ? null : parseVersion(generator);
  return version !== null && HASHES_GROUPS !== null && compareVersions(version, HASHES_GROUPS) < 0;
}
