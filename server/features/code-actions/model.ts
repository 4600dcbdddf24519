import type { Finding } from '../../project/model.ts';
import type { FileEdits } from '../model.ts';

export type CodeActionKind = 'quickfix' | 'refactor.rewrite' | 'source.fixAll.pyproject-nix-ls';

/** Something that a user can let the program write. */
export interface CodeAction {
  /** Unlike every other title at the same place. */
  readonly title: string;
  readonly kind: CodeActionKind;
  /** At most one for each finding. */
  readonly isPreferred: boolean;
  /** The findings that the action removes. */
  readonly findings: readonly Finding[];
  /** Whether the action makes a new file, which not every editor can. */
  readonly createsFile: boolean;
  /** Text for the client's clipboard, made when asked; then there are no edits, and the title begins with “Copy”. */
  readonly copies?: () => string;
  /** Packages of the project's lock (PEP 503), null for all unread ones, that are read and kept in place of an edit. */
  readonly reads?: { readonly packages: readonly string[] | null };
  /** Whether the edits are only for texts that git could give back, since they replace what people wrote. */
  readonly wantsGit?: true;
  /** What there is to look at and to do once the edits are made: lines for people. Made when asked. */
  readonly report?: () => readonly string[];
  /** Made when asked: planning takes time, and most actions that are offered are not chosen. Null where nothing can be written after all. */
  readonly edits: () => FileEdits | null;
}
