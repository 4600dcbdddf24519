import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { importDebianSources } from './debian.ts';
import { importExternal, type ExternalCorrection } from './external.ts';
import { renderTable, writeFacts, type FactsSet } from './facts-text.ts';
import { importHammer } from './hammer.ts';
import { importHammerWheels } from './hammer-wheels.ts';
import { importLibraries } from './libraries.ts';
import { importEvaluated, importOld } from './nixpkgs.ts';
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
    registry: { type: 'string' },
  },
});

const base = fileURLToPath(new URL('..', import.meta.url));

type Head = Omit<FactsSet, 'packages' | 'revision' | 'date'>;

interface Importer {
  readonly folder: string;
  readonly head: Head;
  readonly read: (text: string) => FactsSet['packages'];
  /** `--from` is a folder, which `read` is given the path of. */
  readonly fromFolder?: true;
}

const IMPORTERS: ReadonlyMap<string, Importer> = new Map<string, Importer>([
  [
    'hammer',
    {
      folder: 'uv2nix_hammer_overrides',
      head: { source: 'uv2nix_hammer_overrides', ref: 'overrides/{name}', role: 'recipe' },
      read: (text) => importHammer(JSON.parse(text)),
    },
  ],
  [
    'hammer-wheels',
    {
      folder: 'uv2nix_hammer_overrides-wheels',
      head: { source: 'uv2nix_hammer_overrides', ref: 'overrides/{name}', role: 'mention' },
      read: (folder) => importHammerWheels(overrideFiles(folder)),
      fromFolder: true,
    },
  ],
  [
    'corepkgs',
    {
      folder: 'corepkgs',
      head: { source: 'corepkgs', ref: 'python3.pkgs.{name}', role: 'recipe' },
      read: (text) => importEvaluated(JSON.parse(text)),
    },
  ],
  [
    'nixpkgs-2018',
    {
      folder: 'nixpkgs-2018',
      head: { source: 'nixpkgs', ref: 'python3Packages.{name} in 2018', role: 'mention' },
      read: (text) => importOld(JSON.parse(text)),
    },
  ],
  [
    'spack',
    {
      folder: 'spack',
      head: { source: 'spack', ref: 'packages', role: 'recipe' },
      read: (text) => importSpack(JSON.parse(text)),
    },
  ],
  [
    'debian-sources',
    {
      folder: 'debian',
      head: { source: 'debian', ref: 'Build-Depends', role: 'recipe' },
      read: (text) => importDebianSources(JSON.parse(text)),
    },
  ],
]);

main();

function main(): void {
  const [name] = positionals;
  if (values.from === undefined || name === undefined)
    fail('usage: import.ts SOURCE --from FILE …');
  const fromFolder = IMPORTERS.get(name)?.fromFolder === true;
  const text = fromFolder ? values.from : readFileSync(values.from, 'utf8');
  if (name === 'libraries') {
    const table = renderTable('./schema/libraries.schema.json', importLibraries(JSON.parse(text)));
    writeFileSync(join(base, 'libraries.json'), table);
    return;
  }
  if (name === 'external') {
    const { external } = readCorrections();
    const registry = JSON.parse(readFileSync(values.registry ?? values.from, 'utf8'));
    const rows = importExternal(JSON.parse(text), registry, external);
    writeFileSync(join(base, 'external.json'), renderTable('./schema/external.schema.json', rows));
    return;
  }
  const importer = IMPORTERS.get(name);
  if (importer === undefined) fail(`no such source: ${name}`);
  if (values.revision === undefined || values.date === undefined)
    fail('--revision and --date say which state of the source this is');
  const { head, folder, read } = importer;
  const packages = read(text);
  writeFacts(join(base, 'facts', folder), {
    ...head,
    revision: values.revision,
    date: values.date,
    packages,
  });
  process.stdout.write(`${folder}: ${packages.size} packages\n`);
}

/** `NAME/VERSION/default.nix` below a folder, by name and version. */
function overrideFiles(folder: string): Map<string, Map<string, string>> {
  const files = new Map<string, Map<string, string>>();
  for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const [name = '', version = '', file] = path.split(/[\\/]/);
    if (file !== 'default.nix') continue;
    const byVersion = files.get(name) ?? new Map<string, string>();
    byVersion.set(version, readFileSync(join(folder, path), 'utf8'));
    files.set(name, byVersion);
  }
  return files;
}

function readCorrections(): { external: readonly ExternalCorrection[] } {
  return JSON.parse(readFileSync(join(base, 'corrections.json'), 'utf8'));
}

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}
