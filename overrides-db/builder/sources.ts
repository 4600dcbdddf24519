import type { FactsSet } from './facts-text.ts';

/** What every source's command takes: the paths it reads, and what names the state of the source. */
export interface ImportArguments {
  readonly path: string;
  readonly revision: string;
  readonly date: string;
}

/** The head of a source's facts files. */
export type SourceHead = Omit<FactsSet, 'packages' | 'revision' | 'date'>;
