import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { buildBytes, buildPackages, readKnowledge } from '../overrides-db/builder/load.ts';
import { openKnowledge } from '../overrides-db/lookup.ts';
import type { KnowledgeBase, PackageFacts } from '../overrides-db/model.ts';

/*
 * How the compiled knowledge base compares with the same content as JSON, in one run:
 * time and memory to load, time of one look-up.
 *
 *   node --expose-gc --import tsx bench/overrides-db.ts
 */

const ROUNDS = 15;

const knowledge = readKnowledge(fileURLToPath(new URL('../overrides-db/', import.meta.url)));
const json = JSON.stringify(buildPackages(knowledge));
const bytes = buildBytes(knowledge);

const parsed = measure(() => JSON.parse(json) as PackageFacts[]);
const opened = measure(() => openKnowledge(bytes.slice()));
const names = [...opened.value.names()];
const perLookup = timeLookups(opened.value, names);
const perMiss = timeLookups(
  opened.value,
  names.map((name) => `${name}-x`),
);

print('packages', String(names.length));
print('size', `${bytes.length} bytes, JSON ${Buffer.byteLength(json)}`);
print(
  'load',
  `${ms(opened.time)}, JSON.parse ${ms(parsed.time)}: ${ratio(opened.time, parsed.time)}`,
);
print(
  'memory',
  `${kb(opened.memory)}, JSON.parse ${kb(parsed.memory)}: ${ratio(opened.memory, parsed.memory)}`,
);
print(
  'look-up',
  `${(perLookup * 1000).toFixed(2)} µs, of an unknown name ${(perMiss * 1000).toFixed(2)} µs`,
);

/** The median time of loading, and what one load keeps in memory, on the heap and beside it. */
function measure<T>(load: () => T): { value: T; time: number; memory: number } {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    load();
    times.push(performance.now() - start);
  }
  const before = used();
  const value = load();
  const memory = used() - before;
  return { value, time: times.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? 0, memory };
}

function used(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

/** Milliseconds for one look-up, over all names. */
function timeLookups(base: KnowledgeBase, wanted: readonly string[]): number {
  const start = performance.now();
  for (const name of wanted) base.lookup(name);
  return (performance.now() - start) / wanted.length;
}

function print(label: string, text: string): void {
  process.stdout.write(`${label.padEnd(10)}${text}\n`);
}

function ms(value: number): string {
  return `${value.toFixed(3)} ms`;
}

function kb(value: number): string {
  return `${(value / 1024).toFixed(0)} KiB`;
}

function ratio(ours: number, theirs: number): string {
  return `${((100 * ours) / theirs).toFixed(1)} %`;
}
