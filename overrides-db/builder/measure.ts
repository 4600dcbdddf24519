import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { canonicalAttr, carriedBy } from '../attributes.ts';
import { explain } from '../explain.ts';
import { openKnowledge } from '../lookup.ts';
import type { KnowledgeBase } from '../model.ts';
import { compareVersions } from '../versions.ts';
import { readKnowledge, buildBytes } from './load.ts';

/*
 * Holds the knowledge base against a table of what packages need: which needs are called required, which
 * attributes are called required that are none.
 *
 *   tsx overrides-db/builder/measure.ts --truth FILE [--corrections FILE] [--verbose]
 *
 * A row of the table: `name`, `version` (the newest known where it has none), `required` (lists of attributes of which one
 * each is needed), `acceptable` (may be named). The corrections have whole rows in the place of the table's, each with a `reason`.
 */

interface TruthRow {
  readonly name: string;
  readonly version?: string;
  readonly kind: string;
  readonly required: readonly (readonly string[])[];
  readonly acceptable: readonly string[];
}

const { values } = parseArgs({
  options: {
    truth: { type: 'string' },
    corrections: { type: 'string' },
    verbose: { type: 'boolean' },
  },
});

main();

function main(): void {
  if (values.truth === undefined) {
    process.stderr.write('usage: measure.ts --truth FILE [--corrections FILE] [--verbose]\n');
    process.exit(2);
  }
  const folder = fileURLToPath(new URL('..', import.meta.url));
  const base = readKnowledge(folder);
  const knowledge = openKnowledge(buildBytes(base));
  const newest = newestRead(base.readings ?? []);
  const corrected = new Map(
    (values.corrections === undefined ? [] : rowsOf(values.corrections)).map((row) => [
      row.name,
      row,
    ]),
  );
  const totals = { needs: 0, found: 0, named: 0, wrong: 0, whole: 0, packages: 0 };
  for (const stated of rowsOf(values.truth)) {
    const row = corrected.get(stated.name) ?? stated;
    const version = row.version ?? newest.get(row.name) ?? null;
    const named = requiredOf(knowledge, row.name, version);
    const missing = row.required.filter((options) => !options.some((one) => has(named, one)));
    const wrong = named.filter((attr) => !isAllowed(attr, row));
    totals.packages++;
    totals.needs += row.required.length;
    totals.found += row.required.length - missing.length;
    totals.named += named.length;
    totals.wrong += wrong.length;
    totals.whole += missing.length === 0 && wrong.length === 0 ? 1 : 0;
    if (values.verbose === true && missing.length + wrong.length > 0)
      process.stdout.write(
        `${row.name} ${version ?? ''}: misses ${JSON.stringify(missing)}, names ${JSON.stringify(wrong)}\n`,
      );
  }
  process.stdout.write(
    [
      `needs called required: ${totals.found} of ${totals.needs} (${percent(totals.found, totals.needs)})`,
      `called required and none: ${totals.wrong} of ${totals.named} (${percent(totals.wrong, totals.named)})`,
      `packages without a fault: ${totals.whole} of ${totals.packages}`,
      '',
    ].join('\n'),
  );
}

function rowsOf(file: string): TruthRow[] {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function newestRead(
  readings: readonly { readonly packages: Readonly<Record<string, object>> }[],
): Map<string, string> {
  return new Map(
    readings.flatMap(({ packages }) =>
      Object.entries(packages).map(([name, versions]): [string, string] => [
        name,
        Object.keys(versions)
          .toSorted((a, b) => compareVersions(a, b) ?? 0)
          .at(-1) ?? '',
      ]),
    ),
  );
}

/** What an sdist on Linux is said to need for certain. */
function requiredOf(knowledge: KnowledgeBase, name: string, version: string | null): string[] {
  return explain(knowledge, name, version)
    .nativeInputs.filter(
      ({ optional, systems, distribution }) =>
        !optional && systems.includes('x86_64-linux') && distribution !== 'wheel',
    )
    .map(({ attr }) => attr);
}

function has(named: readonly string[], wanted: string): boolean {
  return named.some(
    (attr) => isSame(attr, wanted) || carriedBy(attr).includes(canonicalAttr(wanted)),
  );
}

function isAllowed(attr: string, { required, acceptable }: TruthRow): boolean {
  return [...required.flat(), ...acceptable].some(
    (one) => isSame(attr, one) || carriedBy(one).includes(canonicalAttr(attr)),
  );
}

/** `llvm_*` stands for every version. */
function isSame(attr: string, wanted: string): boolean {
  if (!wanted.includes('*')) return canonicalAttr(attr) === canonicalAttr(wanted);
  const [start = '', end = ''] = wanted.split('*');
  return attr.startsWith(start) && attr.endsWith(end);
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}
