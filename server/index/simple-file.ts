/** Bound of one page: the largest project of the default index has some ten thousand files. */
export const MOST_FILES = 100_000;

/** A file's own name; null for what is none, or leads elsewhere. */
export function fileNameOf(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > 500) return null;
  // oxlint-disable-next-line no-control-regex
  return value === '' || /[/\\\u0000-\u001f\u007f]/.test(value) || /^\.\.?$/.test(value)
    ? null
    : value;
}

/** An absolute address without its fragment; null for what is none that is fetched. */
export function addressIn(value: unknown, base: string): string | null {
  if (typeof value !== 'string') return null;
  try {
    const url = new URL(value, base);
    url.hash = '';
    return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
  } catch {
    return null;
  }
}

export function sha256Of(value: unknown): string | null {
  return typeof value === 'string' && /^[0-9a-f]{64}$/i.test(value) ? value.toLowerCase() : null;
}
