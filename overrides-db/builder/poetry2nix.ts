import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { DefaultsRow, SourceFact } from '../source-text.ts';
import { normalizeName, renderTable, writeFacts } from './facts-text.ts';
import { buildSystemsHistory, historyWord, overridesHistory } from './history.ts';
import { importBuildSystems, type BuildSystemsJson } from './build-systems.ts';
import { defaultsOf, factsOf } from './poetry2nix-facts.ts';
import { tracePoetry2nix, type TracedPackage } from './poetry2nix-trace.ts';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/*
 * poetry2nix: evaluates its overrides, reads its table of build systems, and walks the history of both.
 *
 *   tsx overrides-db/builder/poetry2nix.ts --checkout DIR --nixpkgs-lib DIR --revision REV --date YYYY-MM-DD
 *     [--nix 'nix-instantiate'] [--scratch DIR] [--trace FILE]
 *
 * `--trace` keeps what the evaluation said, or takes it from there if the file exists already.
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

main(values.checkout ?? '.', values['nixpkgs-lib'] ?? '.');

function main(checkout: string, nixpkgsLib: string): void {
  const base = fileURLToPath(new URL('..', import.meta.url));
  const head = {
    source: 'poetry2nix',
    role: 'recipe',
    revision: values.revision,
    date: values.date,
  } as const;
  const traced = trace(checkout, nixpkgsLib);
  const names = new Set(traced.map(({ name }) => name));
  const words = overridesHistory(checkout, names);
  const packages = new Map<string, SourceFact[]>();
  const rows = new Map<string, DefaultsRow>();
  for (const one of traced) {
    packages.set(
      normalizeName(one.name),
      factsOf(one).map((fact) => dated(fact, one.name, words)),
    );
    const row = defaultsOf(one);
    if (row !== null) rows.set(normalizeName(one.name), row);
  }
  writeFacts(join(base, 'facts/poetry2nix'), { ...head, ref: 'overrides/default.nix', packages });
  const table: BuildSystemsJson = JSON.parse(
    readFileSync(join(checkout, 'overrides/build-systems.json'), 'utf8'),
  );
  writeFacts(join(base, 'facts/poetry2nix-build-systems'), {
    ...head,
    ref: 'overrides/build-systems.json',
    packages: importBuildSystems(table, buildSystemsHistory(checkout)),
  });
  const defaults = renderTable('./schema/poetry2nix-defaults.schema.json', rows);
  writeFileSync(join(base, 'poetry2nix-defaults.json'), defaults);
  process.stdout.write(
    `poetry2nix: ${packages.size} overrides, ${rows.size} with more than inputs\n`,
  );
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

/** A fact since its attribute's last word stands in the package's override. */
function dated(fact: SourceFact, name: string, words: ReadonlyMap<string, string>): SourceFact {
  if (!('attr' in fact)) return fact;
  const since = words.get(`${name}\t${historyWord(fact.attr)}`);
  return since === undefined ? fact : { ...fact, since };
}
