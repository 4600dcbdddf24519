import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Material that stands beside the repository on some machines; tests that read it are skipped elsewhere. */
const folder = fileURLToPath(new URL('../../../shared/', import.meta.url));

export const hasShared: boolean = existsSync(`${folder}README.md`);

export function sharedPath(name: string): string {
  return folder + name;
}

/** The rows of an oracle: what the real Poetry or packaging answers. Empty without the material. */
export function oracleRows<Row>(name: string): readonly Row[] {
  const file = sharedPath(`oracles/${name}.json`);
  if (!existsSync(file)) return [];
  const { rows } = JSON.parse(readFileSync(file, 'utf8')) as { rows: readonly Row[] };
  return rows;
}
