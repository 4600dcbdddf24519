import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { DefaultsRow, DefaultsTable, SourceFact } from '../source-text.ts';
import { normalizeName, readFacts, renderTable, writeFacts } from './facts-text.ts';
import { mainLine, type MainLine } from './history.ts';
import { defaultsOf, factsOf } from './poetry2nix-facts.ts';
import {
  buildSystemFacts,
  cargoVersions,
  datedFacts,
  inputsByWord,
  overridesHistory,
  written,
  type OverridesHistory,
} from './poetry2nix-history.ts';
import { tracePoetry2nix, type TracedPackage } from './poetry2nix-trace.ts';

/*
 * poetry2nix: evaluates its overrides, and reads the history of these and of its table of build systems.
 *
 *   tsx overrides-db/builder/poetry2nix.ts --checkout DIR --revision REV --date YYYY-MM-DD
 *     [--nixpkgs-lib DIR] [--nix 'nix-instantiate'] [--scratch DIR] [--trace FILE]
 *
 * Without `--nixpkgs-lib` and `--trace` what was evaluated last stands, and its history alone is read anew. `--trace`
 * keeps what the evaluation said, or takes it from there if the file exists already.
 */

const { values } = parseArgs({
  options: {
    checkout: { type: 'string' },
    'nixpkgs-lib': { type: 'string' },
    nix: { type: 'string', default: 'nix-instantiate' },
    scratch: { type: 'string', default: '/tmp' },
    revision: { type: 'string', default: '' },
    date: { type: 'string', default: '' },
    trace: { type: 'string' },
  },
});

const base = fileURLToPath(new URL('..', import.meta.url));

main(values.checkout ?? '.');

function main(checkout: string): void {
  const head = {
    source: 'poetry2nix',
    role: 'recipe',
    revision: values.revision,
    date: values.date,
  } as const;
  const line = mainLine(checkout);
  const history = overridesHistory(checkout, line);
  const { packages, rows } = evaluated(checkout);
  const table = buildSystemFacts(checkout, line, history);
  const others = readFacts(join(base, 'facts')).flatMap((file) => Object.values(file.packages));
  const inputs = inputsByWord([...others, ...table.values()].flat());
  const known = new Set([
    ...packages.keys(),
    ...table.keys(),
    ...others.flatMap((one) => Object.keys(one)),
  ]);
  for (const [name, things] of byNormalized(history)) {
    const facts = packages.get(name);
    if (facts === undefined && !known.has(name)) continue;
    const of = { name, evaluated: facts !== undefined };
    const dated = datedFacts(facts ?? [], of, things, inputs, line);
    if (facts !== undefined || dated.length > 0) packages.set(name, dated);
    withCargo(rows, name, cargoVersions(things, line));
    withWheelPreference(rows, name, written(things.get('word preferWheel') ?? [], line));
  }
  writeFacts(join(base, 'facts/poetry2nix'), { ...head, ref: 'overrides/default.nix', packages });
  writeFacts(join(base, 'facts/poetry2nix-build-systems'), {
    ...head,
    ref: 'overrides/build-systems.json',
    packages: table,
  });
  writeFileSync(
    join(base, 'poetry2nix-defaults.json'),
    renderTable('./schema/poetry2nix-defaults.schema.json', rows),
  );
  writeFileSync(join(base, 'poetry2nix-revisions.json'), renderLine(line));
  process.stdout.write(
    `poetry2nix: ${packages.size} overrides, ${rows.size} with more than inputs, ${line.length} revisions\n`,
  );
}

interface Evaluated {
  readonly packages: Map<string, readonly SourceFact[]>;
  readonly rows: Map<string, DefaultsRow>;
}

function evaluated(checkout: string): Evaluated {
  if (values['nixpkgs-lib'] === undefined && values.trace === undefined) return evaluatedLast();
  const traced = trace(checkout, values['nixpkgs-lib'] ?? '.');
  const rows = traced.map((one) => [normalizeName(one.name), defaultsOf(one)] as const);
  return {
    packages: new Map(traced.map((one) => [normalizeName(one.name), factsOf(one)])),
    rows: new Map(rows.flatMap(([name, row]) => (row === null ? [] : [[name, row] as const]))),
  };
}

/** What stands in the files, less what was put there by the history. */
function evaluatedLast(): Evaluated {
  const own = readFacts(join(base, 'facts')).filter(
    ({ source, ref }) => source === 'poetry2nix' && ref === 'overrides/default.nix',
  );
  const packages = own
    .flatMap((file) => Object.entries(file.packages))
    .map(([name, facts]): [string, SourceFact[]] => [
      name,
      facts.filter(({ named }) => named !== true).map(undated),
    ]);
  const text = readFileSync(join(base, 'poetry2nix-defaults.json'), 'utf8');
  const table: DefaultsTable = JSON.parse(text);
  const rows = Object.entries(table).filter(([name]) => !name.startsWith('$'));
  return {
    packages: new Map(packages),
    rows: new Map(rows.map(([name, row]) => [name, withoutHistory(row)])),
  };
}

function undated(fact: SourceFact): SourceFact {
  const { during: _, ...rest } = fact;
  return rest;
}

function withoutHistory(row: DefaultsRow): DefaultsRow {
  const { cargoDuring: _, prefersWheelDuring: __, ...rest } = row;
  return rest;
}

function byNormalized(history: OverridesHistory): OverridesHistory {
  return new Map([...history].map(([name, things]) => [normalizeName(name), things]));
}

function withCargo(
  rows: Map<string, DefaultsRow>,
  name: string,
  cargoDuring: NonNullable<DefaultsRow['cargoDuring']>,
): void {
  const row = rows.get(name);
  if (row?.cargoVersions === undefined) return;
  const known = row.cargoVersions.every((version) => version in cargoDuring);
  if (known) rows.set(name, { ...row, cargoDuring });
}

function withWheelPreference(
  rows: Map<string, DefaultsRow>,
  name: string,
  prefersWheelDuring: readonly string[],
): void {
  const row = rows.get(name);
  if (row?.prefersWheel === true && prefersWheelDuring.length > 0)
    rows.set(name, { ...row, prefersWheelDuring });
}

function renderLine(line: MainLine): string {
  const commits = line.map(({ commit, date }) => `${date} ${commit}`);
  const table = { $schema: './schema/poetry2nix-revisions.schema.json', commits };
  return `${JSON.stringify(table, null, 2)}\n`;
}

function trace(checkout: string, nixpkgsLib: string): TracedPackage[] {
  const kept = values.trace;
  if (kept !== undefined) {
    try {
      return JSON.parse(readFileSync(kept, 'utf8'));
    } catch {
      // Not there yet: it is written below.
    }
  }
  const traced = tracePoetry2nix({
    checkout,
    nixpkgsLib,
    nix: values.nix.split(' '),
    scratch: values.scratch,
  });
  if (kept !== undefined) writeFileSync(kept, JSON.stringify(traced));
  return traced;
}
