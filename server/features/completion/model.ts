import type { Span } from '../../text.ts';

export type CompletionKind = 'package' | 'version' | 'extra' | 'group' | 'key' | 'marker' | 'value';

/** One thing that can be written at the cursor. */
export interface CompletionItem {
  readonly label: string;
  readonly kind: CompletionKind;
  /** Short, shown beside the label: a locked version, native libraries. */
  readonly detail: string;
  /** Sentences; made when the editor asks for them. */
  documentation(): string;
  /** What takes the place of `span`. */
  readonly newText: string;
  /** The part of `newText` that is most likely typed over; an editor that can selects it. */
  readonly placeholder?: Span;
}

export interface Completion {
  /** What is replaced, on one line. */
  readonly span: Span;
  /** In the order in which they are offered. */
  readonly items: readonly CompletionItem[];
  /** Whether typing on brings up others. */
  readonly isIncomplete: boolean;
}

/** An item whose documentation is at hand. */
export function item(
  kind: CompletionKind,
  label: string,
  detail: string,
  documentation: string,
  newText: string = label,
): CompletionItem {
  return { kind, label, detail, newText, documentation: () => documentation };
}
