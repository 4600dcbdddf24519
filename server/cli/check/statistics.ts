import { groupBy } from '../../../overrides-db/group.ts';
import { joined, line, type Printed } from '../printed.ts';
import type { DiagnosticReport } from './report.ts';
import { label, type Look } from './text-format.ts';

/** How often each diagnostic is found, the most frequent first. */
export function formatStatistics(diagnostics: readonly DiagnosticReport[], look: Look): Printed {
  const counts = [...groupBy(diagnostics, ({ code }) => code).values()].toSorted(
    (a, b) => b.length - a.length,
  );
  const width = String(counts[0]?.length ?? 0).length;
  return joined(
    counts.flatMap((all) => {
      const [first] = all;
      return first === undefined
        ? []
        : [line`${String(all.length).padStart(width)}  ${label(first, look)}\n`];
    }),
  );
}
