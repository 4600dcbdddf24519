/** Times that four times the size may take of what one takes: 4 is linear, 16 is quadratic. */
export const SUPER_LINEAR = 9;

/** Milliseconds of processor time below which nothing that is made four times as large is looked at. */
const NEGLIGIBLE = 150;

/** Milliseconds of processor time that a task is taken for at least: of less the clock tells little. */
const LEAST = 5;

const MOST_LOOKS = 3;

/**
 * How many times as much processor time a task takes when its size is `4 * size` as when it is `size`:
 * to be held against `SUPER_LINEAR`. 0 where even the large one takes next to nothing. What else the
 * machine does has no part in processor time, but compiling and collecting have: what looks
 * super-linear is looked at again, and is it only if it looks so every time.
 */
export function growthOfTime(task: (size: number) => void, size: number): number {
  let least = Infinity;
  for (let look = 1; look <= MOST_LOOKS && least >= SUPER_LINEAR; look += 1) {
    const large = processorTime(() => task(4 * size), look);
    if (large < NEGLIGIBLE) return 0;
    least = Math.min(least, large / processorTime(() => task(size), look + 1));
  }
  return least;
}

/** The least of some runs, in milliseconds. */
function processorTime(run: () => void, runs: number): number {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.max(Math.min(...times), LEAST);
}
