const MOST_LISTED = 40;

/** Labels in a row, each once, and as many as can be read. */
export function listed(labels: readonly string[]): string {
  const distinctLabels = [...new Set(labels)];
  const more = distinctLabels.length - MOST_LISTED;
  const shown = distinctLabels.slice(0, MOST_LISTED).join(', ');
  return more > 0 ? `${shown} and ${more} more` : shown;
}
