/**
 * How fast Poetry's constraints are judged, against the library that would be taken otherwise:
 * `npx tsx bench/constraints.ts`. Both sides are given texts and judge the same rows in turn, in one
 * process; `satisfies` knows PEP 440 only, so the rows are those whose constraint is of that kind.
 * The rows are `../shared/oracles/poetry-allows` where that is at hand, else a grid of our own.
 */
import { satisfies, validRange } from '@renovatebot/pep440';
import { existsSync, readFileSync } from 'node:fs';
import { allows } from '../server/python/constraint.ts';
import type { Constraint } from '../server/python/model.ts';
import { parsePoetryConstraint } from '../server/python/poetry-constraint.ts';
import { parseVersion } from '../server/python/version.ts';

interface Row {
  readonly constraint: string;
  readonly version: string;
}

const ROUNDS = 7;

const oracle = new URL('../../shared/oracles/poetry-allows.public.json', import.meta.url);
const all = existsSync(oracle) ? readRows() : ownGrid();

const ours = (row: Row): boolean => judge(parsePoetryConstraint(row.constraint), row.version);
const baseline = ({ constraint, version }: Row): boolean =>
  satisfies(version, constraint, { prereleases: true });

const comparable = all.filter((row) => validRange(row.constraint) && !throws(() => baseline(row)));

const [oursRate, baselineRate] = ratesInTurn(comparable, [ours, baseline]);
const [everyRate] = ratesInTurn(all, [ours]);
const [parsedOnceRate] = ratesInTurn(all, [withParsed(all)]);

console.log(
  `rows: ${all.length}, of them PEP 440: ${comparable.length}; median of ${ROUNDS} rounds`,
);
print('PEP 440 rows, ours', oursRate);
print('PEP 440 rows, @renovatebot/pep440 satisfies', baselineRate);
console.log(`ratio: ${((oursRate ?? 0) / (baselineRate ?? 1)).toFixed(1)} times the baseline`);
print('all rows, ours', everyRate);
print('all rows, ours, each constraint parsed once', parsedOnceRate);

/** The library throws on some versions, such as ones with blanks around. */
function throws(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

function readRows(): readonly Row[] {
  return (JSON.parse(readFileSync(oracle, 'utf8')) as { readonly rows: readonly Row[] }).rows;
}

function ownGrid(): readonly Row[] {
  const versions: string[] = [];
  for (let major = 0; major < 4; major += 1)
    for (let minor = 0; minor < 6; minor += 1)
      versions.push(`${major}.${minor}`, `${major}.${minor}.3`, `${major}.${minor}.0rc1`);
  const operators = ['>=', '<', '==', '!=', '~=', '^', '~'];
  return versions.flatMap((bound) =>
    operators.flatMap((operator) =>
      versions.map((version) => ({ constraint: `${operator}${bound}`, version })),
    ),
  );
}

function judge(constraint: Constraint | { readonly problem: string }, text: string): boolean {
  const version = parseVersion(text);
  return !('problem' in constraint) && version !== null && allows(constraint, version);
}

function withParsed(rows: readonly Row[]): (row: Row) => boolean {
  const parsed = new Map(
    rows.map(({ constraint }) => [constraint, parsePoetryConstraint(constraint)]),
  );
  return (row) => judge(parsed.get(row.constraint) ?? { problem: '' }, row.version);
}

/** Rows a second of each, the rounds of one beside those of the others so that they meet the same machine. */
function ratesInTurn(
  rows: readonly Row[],
  judges: readonly ((row: Row) => boolean)[],
): readonly number[] {
  const times = judges.map((): number[] => []);
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [index, judgeRow] of judges.entries()) {
      const start = performance.now();
      let held = 0;
      for (const row of rows) if (judgeRow(row)) held += 1;
      const took = performance.now() - start;
      // The first round warms up; a judge that never agrees has not judged.
      if (held === 0) throw new Error('No row holds: nothing was measured.');
      if (round > 0) times[index]?.push(took);
    }
  return times.map((each) => (1000 * rows.length) / median(each));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? Infinity;
}

function print(what: string, rate: number | undefined): void {
  console.log(`${what}: ${Math.round(rate ?? 0).toLocaleString('en')} rows/s`);
}
