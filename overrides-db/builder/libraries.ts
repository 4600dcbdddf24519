import type { LibraryRow } from '../source-text.ts';

/** A table of library names as it was collected: the attribute and what confirms it. */
export type CollectedLibraries = Readonly<
  Record<
    string,
    {
      readonly attr: string | null;
      readonly kind?: LibraryRow['kind'];
      readonly verified: readonly string[];
      readonly current: boolean | 'unknown';
      readonly note?: string;
    }
  >
>;

/** The rows of `libraries.json`. An attribute that nothing confirms is left out: it would be a guess. */
export function importLibraries(json: CollectedLibraries): Map<string, LibraryRow> {
  const rows = new Map<string, LibraryRow>();
  for (const [key, { attr, kind, verified, current, note }] of Object.entries(json)) {
    const known = attr !== null && verified.length > 0;
    rows.set(key, {
      attr: known ? attr : null,
      kind: kind ?? 'library',
      verified: known ? verified : [],
      current,
      ...(note === undefined || note === '' ? {} : { note }),
    });
  }
  return rows;
}
