import { fileURLToPath } from 'node:url';
import { buildBytes, readKnowledge } from './builder/load.ts';
import { compileKnowledge } from './compile.ts';
import { openKnowledge } from './lookup.ts';
import type { KnowledgeBase, PackageFacts } from './model.ts';

let bundled: KnowledgeBase | null = null;

/** The knowledge base of this checkout, compiled once a process (about a second). For tests and benches. */
export function bundledKnowledge(): KnowledgeBase {
  bundled ??= openKnowledge(
    buildBytes(readKnowledge(fileURLToPath(new URL('.', import.meta.url)))),
  );
  return bundled;
}

/** A knowledge base of just these packages. For tests. */
export function knowledgeOf(packages: readonly PackageFacts[]): KnowledgeBase {
  return openKnowledge(compileKnowledge(packages, []));
}
