import { readFileSync } from 'node:fs';

/** The pages beside the bundle; from a checkout, those that were built last. */
const CANDIDATES = ['rules.json', '../../dist/rules.json'];

/** The page of a diagnostic by its code, Markdown; null where there is none, or the file with them is missing. */
export function bundledRulePage(code: string): string | null {
  for (const candidate of CANDIDATES) {
    try {
      const text = readFileSync(new URL(candidate, import.meta.url), 'utf8');
      const pages: unknown = JSON.parse(text);
      const isKnown = typeof pages === 'object' && pages !== null && Object.hasOwn(pages, code);
      const page: unknown = isKnown ? Reflect.get(pages, code) : null;
      return typeof page === 'string' ? page : null;
    } catch {
      // Not here: the next candidate is asked.
    }
  }
  return null;
}
