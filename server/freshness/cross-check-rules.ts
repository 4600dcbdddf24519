import type { LockKind } from '../locks/model.ts';
import type { Dependency } from '../manifests/model.ts';

/** How a dependency is held against the locks of a format, where formats differ. */
export interface CrossCheckRule {
  /** Whether it names where a package comes from in the words of the manifest, so that the two compare. */
  readonly comparesSources: boolean;
  /** Whether markers were asked on the machine that locked: what they leave out there is not in the lock. */
  readonly isOfOneMachine: boolean;
  /** Whether it is made for fewer Pythons than the manifest's where its own range says so. */
  readonly narrowsPythons: boolean;
  /** Whether what comes from a place instead of an index may have any version. */
  readonly takesAnyVersionOfPlace: boolean;
  /** Whether its tool takes a range of Pythons that ends at 4.0 for one without an end. */
  readonly takesPython4ForNoBound: boolean;
  /** Whether its tool leaves a dependency out of the lock, or gives it another name there. */
  readonly leavesOut: (dependency: Dependency) => boolean;
}

const LEAVES_OUT_NONE = (): boolean => false;

/** What pip-compile leaves out unless it is told otherwise (`--allow-unsafe`), and pip freeze (`--all`). */
const LEFT_OUT_OF_PINS: ReadonlySet<string> = new Set(['distribute', 'pip', 'setuptools', 'wheel']);

const PLAIN: CrossCheckRule = {
  comparesSources: false,
  isOfOneMachine: false,
  narrowsPythons: false,
  takesAnyVersionOfPlace: false,
  takesPython4ForNoBound: false,
  leavesOut: LEAVES_OUT_NONE,
};

export const CROSS_CHECK_RULES: Readonly<Record<LockKind, CrossCheckRule>> = {
  poetry: { ...PLAIN, comparesSources: true },
  // uv locks a workspace for the Pythons that all of its members take.
  uv: { ...PLAIN, narrowsPythons: true, takesAnyVersionOfPlace: true },
  // `_fix_py4k` of PDM.
  pdm: { ...PLAIN, takesPython4ForNoBound: true },
  pylock: { ...PLAIN, isOfOneMachine: true },
  // Pipenv finds out the name of what is not a release.
  pipfile: { ...PLAIN, isOfOneMachine: true, leavesOut: ({ reference }) => reference !== null },
  requirements: {
    ...PLAIN,
    isOfOneMachine: true,
    leavesOut: ({ normalized }) => LEFT_OUT_OF_PINS.has(normalized),
  },
};
