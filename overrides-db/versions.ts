import { compare, valid } from '@renovatebot/pep440';

/** PEP 440 order: negative, zero or positive; null where either text is no version. */
export function compareVersions(a: string, b: string): number | null {
  if (a.length > 256 || b.length > 256) return null;
  const key = `${a} ${b}`;
  const known = compared.get(key);
  if (known !== undefined) return known;
  const order = valid(a) === null || valid(b) === null ? null : compare(a, b);
  if (compared.size >= MOST_COMPARED) compared.clear();
  compared.set(key, order);
  return order;
}

/** The library parses both texts anew at each call, and one package is asked for every interpreter and system. */
const compared = new Map<string, number | null>();
const MOST_COMPARED = 2000;

/** Whether the text is a PEP 440 version. */
export function isVersion(text: string): boolean {
  return text.length <= 256 && valid(text) !== null;
}
