import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Row } from '../build-row.ts';

/** Every row below a folder `<name>/<version>.json`, in the order of their paths. */
export function readRows(folder: string): Row[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .toSorted()
    .map((path): Row => JSON.parse(readFileSync(join(folder, path), 'utf8')));
}
