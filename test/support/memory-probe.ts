/**
 * `node --expose-gc --import tsx memory-probe.ts TASKS` prints what each task takes of memory at three
 * sizes, a line of JSON each. It is a program of its own because what else a process allocates counts.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GCProfiler } from 'node:v8';
import { DEEP, LONG, projectOf, type Growing } from './growing-files.ts';
import { checkFolder, folderWith, removeFolder, serveFolder } from './hostile-project.ts';

/** Bytes. */
export interface Memory {
  readonly kept: number;
  readonly allocated: number;
}

export interface Measured {
  readonly name: string;
  /** At next to no size, at one, and at four times that. */
  readonly none: Memory;
  readonly one: Memory;
  readonly four: Memory;
}

interface Task {
  readonly name: string;
  readonly size: number;
  /** Does its work, and calls `whileKept` while it holds on to what it made. */
  readonly run: (size: number, whileKept: () => void) => Promise<void>;
}

const TASKS: ReadonlyMap<string, readonly Task[]> = new Map([
  ['deep', DEEP.map((one) => serving(one, 10_000))],
  ['long', LONG.map((one) => serving(one, 50_000))],
  ['stand-ins', standIns()],
]);

const NEXT_TO_NONE = 40;

for (const task of TASKS.get(process.argv[2] ?? '') ?? []) {
  // What is compiled for good is so after the first time. Of another size, as texts are remembered.
  await measure(task, 0.9 * task.size);
  const none = await measure(task, NEXT_TO_NONE);
  // What is forgotten meanwhile of an earlier task makes it seem less than it is, and never more.
  const one = larger(await measure(task, 0.99 * task.size), await measure(task, task.size));
  const four = await measure(task, 4 * task.size);
  const measured: Measured = { name: task.name, none, one, four };
  console.log(JSON.stringify(measured));
}

function larger(a: Memory, b: Memory): Memory {
  return { kept: Math.max(a.kept, b.kept), allocated: Math.max(a.allocated, b.allocated) };
}

async function measure({ run }: Task, size: number): Promise<Memory> {
  const before = inUse();
  const profiler = new GCProfiler();
  const started = process.memoryUsage().heapUsed;
  profiler.start();
  let kept = 0;
  await run(size, () => {
    kept = inUse() - before;
  });
  const ended = process.memoryUsage().heapUsed;
  const { statistics } = profiler.stop();
  // What was allocated between two collections is the difference of their ends.
  let allocated = 0;
  let last = started;
  for (const { beforeGC, afterGC } of statistics) {
    allocated += beforeGC.heapStatistics.usedHeapSize - last;
    last = afterGC.heapStatistics.usedHeapSize;
  }
  return { kept, allocated: allocated + ended - last };
}

/** Behind a collection; what is outside of the heap, such as buffers, counts. */
function inUse(): number {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** A project that is checked and then served, all its files open and asked about. */
function serving(growing: Growing, size: number): Task {
  return {
    name: growing.what,
    size,
    async run(n, whileKept) {
      const files = projectOf(growing, n);
      const folder = folderWith(files);
      checkFolder(folder);
      const open = Object.keys(files).filter((name) => name !== 'flake.lock');
      const documents = new Map(
        open.map((name) => [join(folder, name), readFileSync(join(folder, name), 'utf8')]),
      );
      await serveFolder(folder, documents, whileKept);
      removeFolder(folder);
    },
  };
}

/** Of known growth, to see that the measure tells them apart. */
function standIns(): readonly Task[] {
  return [
    {
      name: 'keeps a linear amount',
      size: 20_000,
      async run(size, whileKept) {
        const kept = filled(size);
        whileKept();
        if (kept.length !== size) throw new Error('nothing was kept');
      },
    },
    {
      name: 'keeps a quadratic amount',
      size: 500,
      async run(size, whileKept) {
        const kept = filled((size * size) / 4);
        whileKept();
        if (kept.length === 0) throw new Error('nothing was kept');
      },
    },
    {
      name: 'allocates a quadratic amount and keeps none',
      size: 400,
      async run(size, whileKept) {
        let made = 0;
        for (let n = 0; n < size; n += 1) made += filled(size).length;
        if (made !== size * size) throw new Error('nothing was made');
        whileKept();
      },
    },
  ];
}

function filled(length: number): readonly Uint8Array[] {
  return Array.from({ length }, () => new Uint8Array(64));
}
