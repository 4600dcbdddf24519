/** What an index says of one project (PEP 691), whatever form it says it in. */
export interface IndexProject {
  /** PEP 503. */
  readonly name: string;
  /** In the index' order. */
  readonly files: readonly IndexFile[];
}

/** One file of a project on an index. */
export interface IndexFile {
  /** Its own name, which has no `/`. */
  readonly name: string;
  /** Absolute. */
  readonly url: string;
  /** Hexadecimal digits; null where the index has none. */
  readonly sha256: string | null;
  /** `requires-python` (PEP 440), or null. */
  readonly requiresPython: string | null;
  /** Null where it is not yanked (PEP 592), else the reason, which may be empty. */
  readonly yanked: string | null;
  /** Bytes (PEP 700); null where the index does not say. */
  readonly size: number | null;
  /** Whether its core metadata stands beside it, at its address with `.metadata` (PEP 658, PEP 714). */
  readonly hasMetadata: boolean;
  /** ISO 8601 (PEP 700); null where the index does not say. */
  readonly uploaded: string | null;
}
