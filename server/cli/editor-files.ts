import { readFileSync } from 'node:fs';

/** The files beside the bundle; from a checkout, those that were built last. */
const CANDIDATES = ['editors.json', '../../dist/editors.json'];

/** A file of `editors/` by its path there. Throws where the file with them is missing, or has no such one. */
export function bundledEditorFile(file: string): string {
  for (const candidate of CANDIDATES) {
    try {
      const text = readFileSync(new URL(candidate, import.meta.url), 'utf8');
      const files: unknown = JSON.parse(text);
      const found: unknown =
        typeof files === 'object' && files !== null ? Reflect.get(files, file) : undefined;
      if (typeof found === 'string') return found;
    } catch {
      // Not here: the next candidate is asked.
    }
  }
  throw new Error(`editors/${file} is not in this package`);
}
