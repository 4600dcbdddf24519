export interface Statistics {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
}

/** Of at least one measurement, in its unit. */
export function statistics(measurements: readonly number[]): Statistics {
  const sorted = measurements.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { count: sorted.length, median: at(0.5), p95: at(0.95) };
}
