/** Milliseconds that a loop takes which is the same on every machine, at its best of five: what times beside it are to be read by. */
export function calibration(): number {
  return Math.min(...Array.from({ length: 5 }, () => timed(loop)));
}

function timed(task: () => void): number {
  const started = performance.now();
  task();
  return performance.now() - started;
}

function loop(): void {
  let sum = 0;
  for (let index = 0; index < 10_000_000; index += 1) sum = (sum + index * 3) % 1_000_003;
  if (sum < 0) throw new Error('the loop was left out');
}
