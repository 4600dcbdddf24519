/** `a`; `a and b`; `a, b and c`. Each once; empty for none. */
export function enumeration(labels: readonly string[]): string {
  const all = [...new Set(labels)];
  const last = all.pop() ?? '';
  return all.length === 0 ? last : `${all.join(', ')} and ${last}`;
}

/** `812 bytes`, `1.5 MB`: bytes for people, in powers of 1000 as indexes show them. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  const [unit, size] =
    bytes < 1e6
      ? (['kB', 1e3] as const)
      : bytes < 1e9
        ? (['MB', 1e6] as const)
        : (['GB', 1e9] as const);
  return `${(bytes / size).toFixed(bytes < 10 * size ? 1 : 0)} ${unit}`;
}

/** Bytes of `50M`, `1.5 GB` or a plain number; null for what is none. */
export function readSize(text: string): number | null {
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?)\s*([kmg]?)b?$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const factor = { '': 1, k: 1e3, m: 1e6, g: 1e9 }[unit.toLowerCase()] ?? 1;
  return Math.round(Number(digits) * factor);
}
