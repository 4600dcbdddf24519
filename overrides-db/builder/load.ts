import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKnowledge } from '../compile.ts';
import type { KnowledgeBase, PackageFacts } from '../model.ts';
import { reconcile, type Knowledge } from '../reconcile.ts';
import type { Correction, FactsFile } from '../source-text.ts';
import { readFacts } from './facts-text.ts';

/** All of the reviewable text below `overrides-db/`. */
export function readKnowledge(folder: string): Knowledge {
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(folder, name), 'utf8'));
  return {
    files: readFacts(join(folder, 'facts')),
    libraries: read('libraries.json'),
    corrections: read<{ corrections: readonly Correction[] }>('corrections.json').corrections,
    defaults: read('poetry2nix-defaults.json'),
  };
}

/** The packages as they are compiled; refs keep `{name}` until a look-up. */
export function buildPackages(knowledge: Knowledge): PackageFacts[] {
  return reconcile(knowledge);
}

/** The compiled bytes. */
export function buildBytes(knowledge: Knowledge): Uint8Array {
  return compileKnowledge(buildPackages(knowledge), provenanceOf(knowledge.files));
}

/** Each source's state, once. */
export function provenanceOf(files: readonly FactsFile[]): KnowledgeBase['provenance'] {
  const seen = new Map<string, KnowledgeBase['provenance'][number]>();
  for (const { source, revision, date } of files) {
    seen.set(`${source} ${revision}`, { id: source, revision, date });
  }
  return [...seen].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
