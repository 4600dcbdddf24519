import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPackages, readKnowledge } from './load.ts';
import { compareVersions } from '../versions.ts';
import { mainLine, statesOf } from './history.ts';

/*
 * npx tsx overrides-db/builder/build-system-pkgs.ts --checkout DIR: the versions of build systems in every revision of
 * pyproject-nix/build-system-pkgs, by its uv.lock, into build-system-versions.json. Several versions of one, for several
 * Pythons, count as the lowest; steps that leave the first two numbers as they are count as none. Kept are those that a
 * package is known to take no version of above some.
 */

const { values } = parseArgs({ options: { checkout: { type: 'string' } } });
const { checkout } = values;
if (checkout === undefined) throw new Error('--checkout DIR');
const folder = fileURLToPath(new URL('..', import.meta.url));
const path = join(folder, 'build-system-versions.json');
const table: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));

interface Step {
  readonly from: string;
  readonly least: string;
}

const bounded = new Set(
  buildPackages(readKnowledge(folder)).flatMap(({ facts }) =>
    facts.flatMap(({ need, bounds }) =>
      bounds !== undefined && 'attr' in need ? [need.attr] : [],
    ),
  ),
);
const line = mainLine(checkout);
const steps = new Map<string, Step[]>();
for (const { position, text } of statesOf(checkout, line, 'uv.lock')) {
  const from = line[position]?.date;
  if (from === undefined) continue;
  for (const [name, least] of leastVersions(text)) {
    if (!bounded.has(name)) continue;
    const known = steps.get(name) ?? [];
    if (series(known.at(-1)?.least) !== series(least)) steps.set(name, [...known, { from, least }]);
  }
}
table['build-system-pkgs'] = Object.fromEntries(
  [...steps].toSorted(([a], [b]) => (a < b ? -1 : 1)),
);
writeFileSync(path, `${JSON.stringify(table, null, 2)}\n`);

function leastVersions(lock: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', version = ''] of lock.matchAll(/^name = "(.*)"\nversion = "(.*)"$/gm)) {
    const known = found.get(name);
    const order = known === undefined ? -1 : compareVersions(version, known);
    if (order !== null && order < 0) found.set(name, version);
  }
  return found;
}

function series(version: string | undefined): string | undefined {
  return version?.split('.').slice(0, 2).join('.');
}
