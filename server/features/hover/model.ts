import type { Span } from '../../text.ts';

/** What a hover says, before it is laid out: one block for each way in which the package is built. */
export interface Hover {
  /** What it is about, to be marked in the text. */
  readonly span: Span;
  readonly blocks: readonly HoverBlock[];
}

export interface HoverBlock {
  /** `pillow 7.2.0`. */
  readonly title: string;
  /** What follows the title: the constraint as it is written, whether what is locked satisfies it, and how the package is built. */
  readonly constraint: string | null;
  readonly mark: '✓' | '✗' | null;
  readonly remarks: readonly string[];
  readonly rows: readonly {
    readonly label: string;
    /** What is quoted as it is written, before the text. */
    readonly code?: string;
    readonly text: string;
  }[];
  readonly notes: readonly string[];
  /** Nix that would provide what is missing; empty where nothing is. Lines end in LF. */
  readonly preview: string;
}
