import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect } from 'vitest';
import type { MarkerEnvironment, SyntaxProblem } from '../../server/python/model.ts';

const folder = new URL('../../../shared/oracles/', import.meta.url);

/** Whether the answers of the real packaging and poetry-core are beside this repository. */
export const hasRows: boolean = existsSync(folder);

interface OracleFile {
  readonly rows: readonly unknown[];
  readonly environments?: Readonly<Record<string, MarkerEnvironment>>;
}

function filesOf(set: string): readonly OracleFile[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(`${set}.`) && name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as OracleFile);
}

/** The rows of all files of a set: `names.public.json` and others of that name. */
export function rowsOf(set: string): readonly unknown[] {
  return filesOf(set).flatMap(({ rows }) => rows);
}

/** The environments that the rows of a set on markers name. */
export function environmentsOf(set: string): ReadonlyMap<string, MarkerEnvironment> {
  return new Map(filesOf(set).flatMap(({ environments = {} }) => Object.entries(environments)));
}

/** Judges every row, prints how many there were, and fails on the first that are wrong. */
export function judge<Row>(
  what: string,
  rows: readonly Row[],
  isRight: (row: Row) => boolean,
): void {
  const wrong = rows.filter((row) => !isRight(row));
  console.log(`${what}: ${rows.length} rows judged, ${wrong.length} wrong`);
  expect(rows.length).toBeGreaterThan(0);
  expect(wrong.slice(0, 5)).toEqual([]);
}

export function sameJson(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

export function isProblem(value: object | null): value is SyntaxProblem {
  return value !== null && 'problem' in value;
}
