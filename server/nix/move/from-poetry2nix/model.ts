import type { Span, TextEdit } from '../../../text.ts';

/** A line for the report of a move, about a place of the file as it was. */
export interface NixMoveNote {
  readonly kind: 'look' | 'lost' | 'done';
  /** A sentence. */
  readonly message: string;
  readonly span: Span | null;
}

/** What a file of poetry2nix is to become. */
export interface NixMoveRequest {
  readonly text: string;
  /** Whether a flake of the project reads the file, so that it can fetch nothing by itself. */
  readonly isOfFlake: boolean;
  /** Spans of the calls of poetry2nix's functions. */
  readonly calls: readonly MovedCall[];
  /** PEP 503 name of the project. */
  readonly package: string;
  /** The project's extras and groups, normalised, as uv2nix names them together. */
  readonly extras: readonly string[];
  readonly groups: readonly string[];
  /** What the manifest depends on, as attributes of nixpkgs' Python packages, for a builder that is told all of it. */
  readonly packages: {
    readonly main: readonly string[];
    readonly extras: ReadonlyMap<string, readonly string[]>;
    readonly groups: ReadonlyMap<string, readonly string[]>;
    readonly buildSystem: readonly string[];
  };
  /** Entries of the overlay behind that of the lock, or of nixpkgs' Python packages, with comments: whole lines from column 0, LF. */
  readonly overrides: readonly string[];
}

export interface MovedCall {
  readonly span: Span;
  readonly callee: string;
  /** Where the project is, from the folder of the file: `./.`, `./app`. */
  readonly workspaceRoot: string;
  readonly preferWheels: boolean;
  /** Null where the default counts. */
  readonly groups: readonly string[] | null;
  readonly extras: readonly string[] | null;
}

/** The edits of the file, or why it is left as it is. */
export type NixMove =
  | { readonly edits: readonly TextEdit[]; readonly notes: readonly NixMoveNote[] }
  /** A clause without a full stop. */
  | { readonly refused: string };
