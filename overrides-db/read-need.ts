import type { Conditions, Need, VersionBound } from './model.ts';

/** A need that follows from what was read in one release. */
export interface ReadNeed {
  readonly need: Need;
  readonly required: boolean;
  /** Without versions and distribution, which the reading has. */
  readonly when: Pick<Conditions, 'systems' | 'python'>;
  /** Of a build system, where no version above some is taken. */
  readonly bounds?: readonly VersionBound[];
  /** File and line. */
  readonly at: string;
  /** The sdist brings it along and builds that. */
  readonly bundled?: true;
  /** It hangs on what someone switches on. */
  readonly feature?: true;
}
