/** `a`; `a and b`; `a, b and c`. Each once; empty for none. */
export function enumeration(labels: readonly string[]): string {
  const all = [...new Set(labels)];
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}
