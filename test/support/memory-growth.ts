import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Memory, Measured } from './memory-probe.ts';

/** Times that four times the size may take of what one takes: 4 is linear, 16 is quadratic. */
export const SUPER_LINEAR = 10;

/**
 * Bytes that a task is taken for at least: what the process forgets meanwhile of earlier tasks is taken
 * off, too, and little is told by less.
 */
const LEAST: Memory = { kept: 1_000_000, allocated: 8_000_000 };

/** How many times as much a task takes at four times the size; 0 where even that is next to nothing. */
export interface MemoryGrowth {
  /** Of what is alive behind a collection, while the work is not over. */
  readonly kept: number;
  /** Of all that was ever allocated, which the most that was alive at a time is at most. */
  readonly allocated: number;
}

/**
 * Has the tasks of `tasks`, a name in memory-probe.ts, measured in a process of their own, in which
 * nothing else allocates. Answers the growth of each by its name.
 */
export async function measureMemoryGrowth(
  tasks: string,
): Promise<ReadonlyMap<string, MemoryGrowth>> {
  const probe = fileURLToPath(new URL('memory-probe.ts', import.meta.url));
  const child = spawn(process.execPath, ['--expose-gc', '--import', 'tsx', probe, tasks], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exit = once(child, 'exit');
  const growths = new Map<string, MemoryGrowth>();
  for await (const line of createInterface({ input: child.stdout })) {
    const measured = JSON.parse(line) as Measured;
    growths.set(measured.name, {
      kept: growthOf(measured, 'kept'),
      allocated: growthOf(measured, 'allocated'),
    });
  }
  const [code] = (await exit) as [number | null];
  if (code !== 0) throw new Error(`the measuring process ended with ${code}`);
  return growths;
}

/** What the smallest size takes is taken off both: it is what any size takes. */
function growthOf({ none, one, four }: Measured, what: keyof Memory): number {
  const large = four[what] - none[what];
  if (large < LEAST[what]) return 0;
  return large / Math.max(one[what] - none[what], LEAST[what]);
}
