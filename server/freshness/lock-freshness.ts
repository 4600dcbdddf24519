import { posix } from 'node:path';
import type { Lock, LockKind } from '../locks/model.ts';
import type { UvLock } from '../locks/uv.ts';
import type { Manifest } from '../manifests/model.ts';
import type { TomlDocument } from '../toml/model.ts';
import { UNKNOWN, type Freshness, type StalenessCause } from './model.ts';
import { pdmFreshness } from './pdm-freshness.ts';
import { pipfileCauses } from './pipfile-causes.ts';
import { pipfileFreshness } from './pipfile-freshness.ts';
import { poetryCauses } from './poetry-causes.ts';
import { poetryFreshness } from './poetry-freshness.ts';
import { ALONE, type UvAround } from './uv-around.ts';
import { uvCauses } from './uv-causes.ts';
import { uvFreshness, type UvFreshness } from './uv-freshness.ts';

/**
 * Whether a lock of any kind still belongs to its manifest, by the rules of the tool that wrote it.
 * Unknown for those that have no such rule (a `pylock.toml` by any tool but PDM, pins of a requirements file).
 *
 * @param around what uv reads beside the manifest.
 */
export function lockFreshness(
  document: TomlDocument,
  manifest: Manifest,
  lock: Lock,
  around: UvAround = ALONE,
): Freshness {
  return FRESHNESS_RULES[lock.kind].judge({ document, manifest, lock, around });
}

/** Why a lock that is stale is so; empty where the format keeps a hash alone and that is all that tells. */
export function lockCauses(
  document: TomlDocument,
  manifest: Manifest,
  lock: Lock,
  around: UvAround = ALONE,
): readonly StalenessCause[] {
  return FRESHNESS_RULES[lock.kind].causes({ document, manifest, lock, around });
}

/** The command that makes a lock anew: the one that it names itself, or that of its tool. Null where that is not known. */
export function lockCommand({ kind, command }: Pick<Lock, 'kind' | 'command'>): string | null {
  return command ?? FRESHNESS_RULES[kind].command;
}

/** A lock and what it is held against. */
interface HeldAgainst {
  /** The manifest as TOML, and as it was read. */
  readonly document: TomlDocument;
  readonly manifest: Manifest;
  readonly lock: Lock;
  readonly around: UvAround;
}

/** How the tool of a format sees whether a lock is fresh. */
interface FreshnessRule {
  readonly judge: (asked: HeldAgainst) => Freshness;
  readonly causes: (asked: HeldAgainst) => readonly StalenessCause[];
  /** What makes the lock anew; null where several tools write the format. */
  readonly command: string | null;
}

const FRESHNESS_RULES: Readonly<Record<LockKind, FreshnessRule>> = {
  poetry: {
    judge: ({ document, manifest, lock }) => poetryFreshness(document, manifest, lock),
    causes: ({ manifest, lock }) => poetryCauses(manifest, lock),
    command: 'poetry lock',
  },
  uv: {
    judge: (asked) => judgedByUv(asked) ?? UNKNOWN,
    causes: (asked) => {
      const { manifest, lock } = asked;
      return uvCauses(judgedByUv(asked)?.differences ?? [], manifest, lock);
    },
    command: 'uv lock',
  },
  pdm: {
    judge: ({ document, lock }) => pdmFreshness(document, lock),
    causes: () => [],
    command: 'pdm lock',
  },
  // Those by PDM have its hash, or what it made them from.
  pylock: {
    judge: ({ document, lock }) =>
      lock.contentHash === null && (lock.inputs ?? null) === null
        ? UNKNOWN
        : pdmFreshness(document, lock),
    causes: () => [],
    command: null,
  },
  pipfile: {
    judge: ({ document, lock }) => pipfileFreshness(document, lock),
    causes: ({ manifest, lock }) => pipfileCauses(manifest, lock),
    command: 'pipenv lock',
  },
  requirements: { judge: () => UNKNOWN, causes: () => [], command: null },
};

function judgedByUv({ document, manifest, lock, around }: HeldAgainst): UvFreshness | null {
  if (!isUvLock(lock)) return null;
  const folder = folderOf(manifest, lock);
  return uvFreshness(document, lock, { folder, around, isScript: manifest.kind === 'script' });
}

/** The manifest's folder as uv writes it in a lock: relative, with `/`. */
function folderOf({ file }: Manifest, lock: Lock): string {
  const folder = posix.relative(posix.dirname(lock.file), posix.dirname(file));
  return folder === '' ? '.' : folder;
}

function isUvLock(lock: Lock): lock is UvLock {
  return lock.kind === 'uv' && 'manifest' in lock;
}
