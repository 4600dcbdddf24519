import type { TargetUse } from '../../nix/api.ts';
import { activeLocksIn, type ActiveLock } from './active-lock.ts';
import { isConstraintsName } from './kinds.ts';
import type { ProjectInput, Selection, TextFile } from '../model.ts';
import { baseName } from './text-file.ts';

/** Which of a manifest's locks counts, beside the other manifests of the folder. */
export class LockChoice {
  /** The lock that counts first. */
  readonly locks: readonly TextFile[];
  readonly #all: readonly ActiveLock[];
  readonly #ofManifest: readonly ActiveLock[];
  readonly #isChoice: boolean;

  constructor(input: ProjectInput, uses: readonly TargetUse[]) {
    const { manifest, locks, candidates, settings, nixFiles } = input;
    this.#all = activeLocksIn(candidates, uses, settings.target, nixFiles);
    this.#ofManifest = this.#all.filter((each) => each.manifest === manifest.file);
    const [first] = this.#ofManifest;
    this.locks = locks.toSorted(
      (a, b) => Number(b.file === first?.lock) - Number(a.file === first?.lock),
    );
    const built = this.#all.filter((each) => !isConstraintsName(each.manifest));
    const all = candidates.filter((each) => !isConstraintsName(each.manifest));
    this.#isChoice =
      all.reduce((sum, each) => sum + Math.max(1, each.locks.length), 0) > built.length;
  }

  /** Null where there is no lock. */
  get lock(): TextFile | null {
    return this.locks[0] ?? null;
  }

  /** The uses that build the manifest with this lock. */
  uses(lock: TextFile | null): readonly TargetUse[] {
    return this.#of(lock)?.uses ?? [];
  }

  selection(lock: TextFile | null): Selection {
    const own = this.#of(lock);
    const [first] = this.#all;
    const shown = own ?? this.#ofManifest[0] ?? first;
    const file = shown?.lock ?? shown?.manifest;
    return {
      active: own !== undefined,
      why:
        this.#isChoice && shown !== undefined && file !== undefined
          ? `${baseName(file)} counts: ${shown.why}`
          : null,
    };
  }

  #of(lock: TextFile | null): ActiveLock | undefined {
    // A lock that cannot be read does not count as one, and the manifest counts all the same.
    const byLock = this.#ofManifest.find((each) => each.lock === (lock?.file ?? null));
    return byLock ?? (lock === this.lock ? this.#ofManifest[0] : undefined);
  }
}
