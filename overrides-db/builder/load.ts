import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileKnowledge } from '../compile.ts';
import type { KnowledgeBase, PackageFacts } from '../model.ts';
import { reconcile, type Knowledge } from '../reconcile.ts';
import type { Correction, DefaultsTable, FactsFile, LibraryTable } from '../source-text.ts';
import { readRows } from '../lab/rows.ts';
import { readFacts, readReadings } from './facts-text.ts';

/** All of the reviewable text below `overrides-db/`. */
export function readKnowledge(folder: string): Knowledge {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const libraries: LibraryTable = JSON.parse(read('libraries.json'));
  const defaults: DefaultsTable = JSON.parse(read('poetry2nix-defaults.json'));
  const { corrections }: { corrections: readonly Correction[] } = JSON.parse(
    read('corrections.json'),
  );
  const facts = join(folder, 'facts');
  return {
    files: readFacts(facts),
    readings: readReadings(facts),
    builds: readRows(join(folder, 'lab', 'rows')),
    libraries,
    corrections,
    defaults,
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
