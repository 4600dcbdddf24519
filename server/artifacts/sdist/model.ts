import type { Evidence } from '../evidence.ts';

/** What an sdist's own files say of how it is built. */
export interface SdistReading {
  /** The back end as PEP 517 names it; null where no `[build-system]` names one: setuptools' legacy one. */
  readonly backend: string | null;
  readonly backendPath: readonly string[];
  /** Whether it has a `[build-system]` (PEP 518). */
  readonly declared: boolean;
  /** Whether it has a `setup.py`. */
  readonly hasSetupScript: boolean;
  /** As `PKG-INFO` has them; null where it has none. */
  readonly name: string | null;
  readonly version: string | null;
  /**
   * Whether all that the build takes beside Python is in `evidence`: nothing is compiled, or crates alone of which it is known
   * what they link. Else a script may compute more.
   */
  readonly declaresAll: boolean;
  readonly evidence: readonly Evidence[];
  /** What could not be read, in words. Where there is any, what is not said is not known. */
  readonly problems: readonly string[];
}
