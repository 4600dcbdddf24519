/** What building one release of a package proved: `overrides-db/lab/rows`, described in `schema/lab-row.schema.json`. */
export interface Row {
  readonly name: string;
  readonly version: string;
  /** The Debian release that it was built on, and its Python. */
  readonly base: string;
  readonly python: string;
  /** The base that it was built on before, where nothing could be concluded there. */
  readonly failedOn?: { readonly base: string; readonly cause: string };
  readonly file: string;
  /** Hexadecimal digits. */
  readonly sha256: string;
  /** The Python packages of the build environment, pinned: a second run takes the same ones. */
  readonly requirements: readonly string[];
  /** What was called required, and all that was known, as nixpkgs attributes, when it was built. */
  readonly required: readonly string[];
  readonly known: readonly string[];
  readonly builds: readonly BuildRow[];
  /** What can be concluded; `inconclusive` where no build succeeded. */
  readonly verdict: 'bare' | 'needs' | 'inconclusive';
  /** Of an inconclusive one: why. */
  readonly cause?: string;
  readonly needs: readonly NeedRow[];
  /** Libraries outside of the wheel and of what its platform promises that its files link. */
  readonly links: readonly string[];
  /** What importing it came to, with all at hand that it was built with. */
  readonly imports?: { readonly modules: readonly string[]; readonly failure?: string };
}

/** One build: with what, and how it ended. */
export interface BuildRow {
  readonly with: string;
  readonly outcome: 'built' | 'failed' | 'out-of-time';
  /** Of a failure: the line that tells it, and the excerpt below `logs/` by the first digits of its SHA-256. */
  readonly line?: string;
  readonly log?: string;
}

/** What one need turned out to be. */
export interface NeedRow {
  /** Nixpkgs attributes; several where the same Debian packages stand for them. */
  readonly attrs: readonly string[];
  /** The Debian packages that stood for it. */
  readonly packages: readonly string[];
  /**
   * `needed`: without it alone, the build fails. `loaded`: it builds without, and what it gives cannot be imported.
   * `feature`: it builds without, and the result links less or has fewer modules. `unused`: neither build nor import
   * looked at a file of it, or they come to the same without.
   */
  readonly verdict: 'needed' | 'loaded' | 'feature' | 'unused';
  readonly line?: string;
  readonly log?: string;
  /** Files of it that the build opened, the first few of each kind. */
  readonly headers?: readonly string[];
  readonly pkgConfig?: readonly string[];
  readonly programs?: readonly string[];
  /** What of it the result links. */
  readonly links?: readonly string[];
  /** What of it was opened by importing the result. */
  readonly loads?: readonly string[];
  /** Of a feature: what is missing from the result without it. */
  readonly loses?: readonly string[];
  /** Of a feature: the others, where the build fails without all of them. */
  readonly instead?: readonly string[];
}
