import type { Finding, Project } from '../project/model.ts';
import type { SourceText, TextEdit } from '../text.ts';

export type DocumentRole = 'manifest' | 'lock' | 'nix';

/**
 * One document as it stood when a request came, with the projects that it belongs to. All that a
 * feature may look at: immutable, in memory, offsets in UTF-16.
 */
export interface Snapshot {
  /** Absolute path. */
  readonly file: string;
  readonly source: SourceText;
  readonly role: DocumentRole;
  /** At least one. A Nix file may serve several; a manifest and a lock belong to one. */
  readonly projects: readonly [Project, ...Project[]];
  /** What the editor shows inside of the text. */
  readonly hints: {
    readonly versions: boolean;
    readonly native: boolean;
    readonly updates: boolean;
  };
  /** Whether keys and headers are completed that a TOML server completes by SchemaStore's schemas. */
  readonly completesSchemaKeys: boolean;
  /** The words of `[tool.pyproject-nix-ls]`: its keys and the codes of diagnostics, each with what it means. */
  readonly settings: {
    readonly keys: readonly (readonly [key: string, meaning: string])[];
    readonly codes: readonly (readonly [code: string, meaning: string])[];
  };
  /** What is to be told about this file, ignore comments and settings applied. */
  readonly findings: readonly Finding[];
  /** The text of another file of these projects, as far as it is loaded. */
  readonly sourceOf: (file: string) => SourceText | null;
}

/** Changes to several files as one step. */
export interface FileEdits {
  /** By absolute path. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** New files: absolute path → text. */
  readonly creates: ReadonlyMap<string, string>;
}
