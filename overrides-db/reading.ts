/** What was read in one release of a package, as `facts/sdist` and `facts/wheel` keep it: `schema/readings.schema.json`. */
export interface ReadingsFile {
  readonly source: 'sdist' | 'wheel';
  /** By PEP 503 name, then by version. */
  readonly packages: Readonly<Record<string, Readonly<Record<string, Reading>>>>;
}

export interface Reading {
  /** The file's name on the index, and its SHA-256 in hexadecimal digits. */
  readonly file: string;
  readonly sha256: string;
  /** Of an sdist: the back end as PEP 517 names it; absent where it names none. */
  readonly backend?: string;
  /** Absent where all of it could be read. */
  readonly incomplete?: true;
  /** Of an sdist: no script computes what it takes, so that what is not in `evidence` it does not take. */
  readonly declaresAll?: true;
  readonly evidence: readonly ReadEvidence[];
}

/** One thing that the package's files say; see `server/artifacts/evidence.ts`. */
export interface ReadEvidence {
  readonly kind: EvidenceKind;
  readonly name: string;
  /** File and line in the archive. */
  readonly at: string;
  /** In the file's words: it may hold. */
  readonly if?: string;
  readonly on?: 'linux' | 'darwin';
  /** Of what a wheel links: a folder of `site-packages` outside of the wheel's own where it looks for it. */
  readonly beside?: string;
  /** Of what a wheel links: a package whose wheel was read and brings it. */
  readonly by?: string;
}

export type EvidenceKind =
  | 'requirement'
  | 'library'
  | 'pkg-config'
  | 'program'
  | 'cmake-package'
  | 'meson-dependency'
  | 'language'
  | 'crate'
  | 'bundled'
  /** Of a wheel: a library that it links, and neither it nor its platform tag brings. */
  | 'links'
  /** Of a wheel: a library that it opens by name. */
  | 'opens';
