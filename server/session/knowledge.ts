import { readFileSync } from 'node:fs';
import { openKnowledge } from '../../overrides-db/lookup.ts';
import type { KnowledgeBase } from '../../overrides-db/model.ts';

/** The knowledge file beside the bundle; from a checkout, the one that was built last. */
const CANDIDATES = ['overrides-db.bin', '../../dist/overrides-db.bin'];

/** The knowledge that the package carries. Null where its file is missing: then nothing is known of any package. */
export function bundledKnowledge(): KnowledgeBase | null {
  for (const candidate of CANDIDATES) {
    try {
      return openKnowledge(readFileSync(new URL(candidate, import.meta.url)));
    } catch {
      // Not here: the next candidate is asked.
    }
  }
  return null;
}
