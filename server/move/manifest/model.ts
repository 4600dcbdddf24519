import type { BuildBackend } from './build-backends.ts';
import type { Span, TextEdit } from '../../text.ts';

/** What a person has to do with a line of the report. */
export type NoteKind =
  /** It was carried over, and there is nothing to do. */
  | 'done'
  /** It was carried over in a way that has to be looked at. */
  | 'look'
  /** It has no equivalent. */
  | 'lost';

/** One line of the report of a move. */
export interface MoveNote {
  readonly kind: NoteKind;
  /** A sentence. */
  readonly message: string;
  /** Where it was in the text before; UTF-16 offsets. Null where it was nowhere. */
  readonly span: Span | null;
}

/** A manifest that was moved, or why it was not. */
export type ManifestMove =
  | {
      readonly outcome: 'moved';
      readonly edits: readonly TextEdit[];
      readonly notes: readonly MoveNote[];
      /** What builds the project from then on; null where that is what did before. */
      readonly buildBackend: BuildBackend | null;
    }
  /** There is nothing of `[tool.poetry]` that another tool would not read. */
  | { readonly outcome: 'nothing'; readonly notes: readonly MoveNote[] }
  /** A sentence. */
  | { readonly outcome: 'refused'; readonly reason: string };
