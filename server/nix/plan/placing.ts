import type { ReadContext } from '../read/context.ts';
import type { Draft } from './draft.ts';

/** What requests are placed in: files that are read, and the edits that are gathered. */
export interface Placing {
  readonly context: ReadContext;
  /** The folder of the project (absolute), so that calls which are surely for another one are left alone; null for any. */
  readonly projectDir: string | null;
  readonly draft: Draft;
}
