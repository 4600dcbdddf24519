import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReadingsFile } from '../reading.ts';
import type { FactsFile, SourceFact } from '../source-text.ts';

/** A source's facts before they are cut into files. */
export interface FactsSet extends Omit<FactsFile, 'packages'> {
  readonly packages: ReadonlyMap<string, readonly SourceFact[]>;
}

/**
 * Writes one source as `<folder>/<shard>.json`: a shard is the first character of the names,
 * every statement a line, packages and statements sorted, so that a change of one fact is a change of one line.
 */
export function writeFacts(folder: string, facts: FactsSet): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [shard, names] of shards(facts.packages.keys())) {
    const packages = names.map((name): [string, readonly SourceFact[]] => [
      name,
      facts.packages.get(name) ?? [],
    ]);
    writeFileSync(join(folder, `${shard}.json`), renderFacts(facts, packages));
  }
}

/** Every facts file below a folder, in the order of their paths. */
export function readFacts(folder: string): FactsFile[] {
  return filesBelow(folder)
    .filter((path) => !READINGS.test(path))
    .map((path): FactsFile => JSON.parse(readFileSync(join(folder, path), 'utf8')));
}

/** What was read in packages, below the same folder. */
export function readReadings(folder: string): ReadingsFile[] {
  return filesBelow(folder)
    .filter((path) => READINGS.test(path))
    .map((path): ReadingsFile => JSON.parse(readFileSync(join(folder, path), 'utf8')));
}

/** Writes the readings of one kind of file, cut as facts are; a line for each piece of evidence. */
export function writeReadings(folder: string, { source, packages }: ReadingsFile): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [shard, names] of shards(Object.keys(packages))) {
    const bodies = names.map((name) => {
      const releases = Object.entries(packages[name] ?? {}).map(([version, reading]) => {
        const { evidence, ...head } = reading;
        const text = JSON.stringify(head).slice(0, -1);
        const lines = evidence.map((one) => `        ${JSON.stringify(one)}`);
        const body = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n      ]`;
        return `      ${JSON.stringify(version)}: ${text},"evidence": ${body}}`;
      });
      return `    ${JSON.stringify(name)}: {\n${releases.join(',\n')}\n    }`;
    });
    const head = `{\n  "$schema": "../../schema/readings.schema.json",\n  "source": "${source}",\n`;
    const text = `${head}  "packages": {\n${bodies.join(',\n')}\n  }\n}\n`;
    writeFileSync(join(folder, `${shard}.json`), text);
  }
}

const READINGS = /^(?:sdist|wheel)\//;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.includes('/') && path.endsWith('.json'))
    .toSorted();
}

export function renderFacts(
  { source, revision, date, ref, role }: FactsSet,
  packages: readonly [string, readonly SourceFact[]][],
): string {
  const head = { $schema: '../../schema/facts.schema.json', source, revision, date, ref, role };
  const headLines = Object.entries(head).map(
    ([key, value]) => `  ${JSON.stringify(key)}: ${JSON.stringify(value)},`,
  );
  const bodies = packages.map(([name, facts]) => `    ${JSON.stringify(name)}: ${list(facts)}`);
  return `{\n${headLines.join('\n')}\n  "packages": {\n${bodies.join(',\n')}\n  }\n}\n`;
}

/** An object as text with one entry a line, keys sorted: the shape of the tables. */
export function renderTable(schema: string, rows: ReadonlyMap<string, unknown>): string {
  const lines = [...rows]
    .toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, row]) => `  ${JSON.stringify(key)}: ${JSON.stringify(row)}`);
  return `{\n${[`  "$schema": ${JSON.stringify(schema)}`, ...lines].join(',\n')}\n}\n`;
}

/** PEP 503. */
export function normalizeName(name: string): string {
  return name.replaceAll(/[-_.]+/g, '-').toLowerCase();
}

function list(facts: readonly SourceFact[]): string {
  const lines = [...new Set(facts.map((fact) => JSON.stringify(fact)))].toSorted();
  return lines.length === 0 ? '[]' : `[\n${lines.map((l) => `      ${l}`).join(',\n')}\n    ]`;
}

function shards(names: Iterable<string>): Map<string, string[]> {
  const result = new Map<string, string[]>();
  for (const name of [...names].toSorted()) {
    const shard = /^[a-z0-9]/.test(name) ? name.slice(0, 1) : '_';
    result.set(shard, [...(result.get(shard) ?? []), name]);
  }
  return result;
}
