import type { TextEdit } from '../text.ts';
import type { MoveNote } from './manifest/model.ts';

/** A line of the report, and the file that it is about. */
export interface ReportLine extends MoveNote {
  /** Absolute path. */
  readonly file: string;
}

/** A project as it is to be, and what there is to say of it; nothing was written. */
export interface ProjectMove {
  /** By absolute path. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** In the order in which to look. */
  readonly report: readonly ReportLine[];
  /** What a person or a tool has to do then, in order: sentences. */
  readonly next: readonly string[];
  /** Why nothing was moved, a sentence; null where all went well. */
  readonly refused: string | null;
}
