import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { importBuildSystems } from './build-systems.ts';
import { importDebianBinaries, importDebianSources } from './debian.ts';
import { renderTable, writeFacts, type FactsSet } from './facts-text.ts';
import { importHammer } from './hammer.ts';
import { importLibraries } from './libraries.ts';
import { importSpack } from './spack.ts';

/*
 * One command for each source: reads a registry or facts file and rewrites the
 * source's reviewable text.
 *
 *   tsx overrides-db/builder/import.ts SOURCE --from FILE --revision REV --date YYYY-MM-DD
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: 'string' },
    revision: { type: 'string' },
    date: { type: 'string' },
    history: { type: 'string' },
    libraries: { type: 'string' },
  },
});

const base = new URL('..', import.meta.url).pathname;

type Head = Omit<FactsSet, 'packages' | 'revision' | 'date'>;

interface Importer {
  readonly folder: string;
  readonly head: Head;
  readonly read: (json: never) => FactsSet['packages'];
}

const IMPORTERS: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  [
    'build-systems',
    {
      folder: 'poetry2nix-build-systems',
      head: { source: 'poetry2nix', ref: 'overrides/build-systems.json', role: 'recipe' },
      read: (json) => importBuildSystems(json, readHistory()),
    },
  ],
  [
    'hammer',
    {
      folder: 'uv2nix_hammer_overrides',
      head: { source: 'uv2nix_hammer_overrides', ref: 'overrides/{name}', role: 'recipe' },
      read: importHammer,
    },
  ],
  [
    'spack',
    {
      folder: 'spack',
      head: { source: 'spack', ref: 'packages', role: 'recipe' },
      read: importSpack,
    },
  ],
  [
    'debian-sources',
    {
      folder: 'debian',
      head: { source: 'debian', ref: 'Build-Depends', role: 'recipe' },
      read: importDebianSources,
    },
  ],
  [
    'debian-binaries',
    {
      folder: 'debian-binaries',
      head: { source: 'debian', ref: 'Depends', role: 'mention' },
      read: importDebianBinaries,
    },
  ],
]);

main();

function main(): void {
  const [name] = positionals;
  if (values.from === undefined || name === undefined)
    fail('usage: import.ts SOURCE --from FILE …');
  const json = JSON.parse(readFileSync(values.from, 'utf8'));
  if (name === 'libraries') {
    const table = renderTable('./schema/libraries.schema.json', importLibraries(json));
    writeFileSync(join(base, 'libraries.json'), table);
    return;
  }
  const importer = IMPORTERS.get(name);
  if (importer === undefined) fail(`no such source: ${name}`);
  if (values.revision === undefined || values.date === undefined)
    fail('--revision and --date say which state of the source this is');
  const { head, folder, read } = importer;
  const packages = read(json as never);
  writeFacts(join(base, 'facts', folder), {
    ...head,
    revision: values.revision,
    date: values.date,
    packages,
  });
  process.stdout.write(`${folder}: ${packages.size} packages\n`);
}

function readHistory(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  if (values.history === undefined) return new Map();
  const json: Record<string, Record<string, string>> = JSON.parse(
    readFileSync(values.history, 'utf8'),
  );
  return new Map(
    Object.entries(json).map(([name, entries]) => [name, new Map(Object.entries(entries))]),
  );
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
