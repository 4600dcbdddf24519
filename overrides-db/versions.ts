import { compare, valid } from '@renovatebot/pep440';

/** PEP 440 order: negative, zero or positive; null where either text is no version. */
export function compareVersions(a: string, b: string): number | null {
  if (a.length > 256 || b.length > 256 || valid(a) === null || valid(b) === null) return null;
  return compare(a, b);
}

/** Whether the text is a PEP 440 version. */
export function isVersion(text: string): boolean {
  return text.length <= 256 && valid(text) !== null;
}
