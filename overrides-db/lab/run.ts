import { createHash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readSdist } from '../../server/artifacts/sdist/read.ts';
import { parseSdistFilename } from '../../server/python/tags.ts';
import { buildBytes, readKnowledge } from '../builder/load.ts';
import { explain } from '../explain.ts';
import { groupBy } from '../group.ts';
import { openKnowledge } from '../lookup.ts';
import type { KnowledgeBase } from '../model.ts';
import type { FactsFile, LibraryTable } from '../source-text.ts';
import { cratesOf } from './crates.ts';
import { layersOf, packagesFor, type Provided } from './debian.ts';
import { experiment } from './experiment.ts';
import { type Laboratory, laboratoryFolder, rootCommand } from './laboratory.ts';
import { buildEnvironment } from './release.ts';
import type { Row } from '../build-row.ts';

/*
 * Builds releases in clean Debian roots and writes what that proved, a row each, to `rows/`, and what failed to `logs/`.
 * A release that has a row is passed over.
 *
 *   tsx overrides-db/lab/run.ts --sdists FOLDER [--list FILE] [--jobs N] [--again] [--rows FOLDER] [NAME…]
 *
 * The list has a package name a line, in the order to take them; without list and names, all sdists of the folder are
 * taken. Needs root rights, debootstrap, and unshare. What is downloaded is kept in $PNLS_LAB (~/.cache/pyproject-nix-ls/lab).
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sdists: { type: 'string' },
    list: { type: 'string' },
    jobs: { type: 'string', default: '1' },
    again: { type: 'boolean', default: false },
    rows: { type: 'string', default: new URL('.', import.meta.url).pathname },
  },
});
const lab: Laboratory = { folder: laboratoryFolder(process.env, homedir()) };
const folder = new URL('..', import.meta.url).pathname;
const knowledge = readKnowledge(folder);
const base: KnowledgeBase = openKnowledge(buildBytes({ ...knowledge, builds: [] }));
const curated: Readonly<Record<string, readonly string[]>> = JSON.parse(
  readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8'),
);

await main();

async function main(): Promise<void> {
  if (values.sdists === undefined) {
    process.stderr.write(
      'usage: run.ts --sdists FOLDER [--list FILE] [--jobs N] [--again] [--rows FOLDER] [NAME…]\n',
    );
    process.exit(2);
  }
  await rootCommand(lab, ['make']);
  const queue = wanted(values.sdists);
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next);
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}

interface Release {
  readonly name: string;
  readonly version: string;
  readonly sdist: string;
}

function wanted(sdists: string): Release[] {
  const all = readdirSync(sdists)
    .toSorted()
    .flatMap((file): Release[] => {
      const parsed = parseSdistFilename(file);
      return parsed === null
        ? []
        : [{ name: parsed.name, version: parsed.version.text, sdist: join(sdists, file) }];
    });
  const listed =
    values.list === undefined
      ? []
      : readFileSync(values.list, 'utf8')
          .split('\n')
          .filter((line) => line !== '');
  const names = [...positionals, ...listed];
  return names.length === 0
    ? all
    : names.flatMap((name) => all.filter((release) => release.name === name));
}

async function one({ name, version, sdist }: Release): Promise<void> {
  const file = join(values.rows, 'rows', name, `${version}.json`);
  const before: Row | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (before !== null && !values.again) return;
  const started = Date.now();
  let row: Row;
  try {
    row = await rowOf({ name, version, sdist }, before);
  } catch (error) {
    // The laboratory's own failure proves nothing of the package: no row.
    process.stderr.write(
      `${name} ${version}: ${error instanceof Error ? error.message : String(error)}\n`,
    );
    return;
  }
  mkdirSync(join(values.rows, 'rows', name), { recursive: true });
  writeFileSync(file, `${JSON.stringify(row, null, 2)}\n`);
  const seconds = Math.round((Date.now() - started) / 1000);
  appendFileSync(
    join(lab.folder, 'times.jsonl'),
    `${JSON.stringify({ name, version, seconds, builds: row.builds.length + row.needs.length })}\n`,
  );
  process.stdout.write(
    `${name} ${version}: ${row.verdict}${row.cause === undefined ? '' : ` (${row.cause})`}, ${seconds} s\n`,
  );
}

async function rowOf({ name, version, sdist }: Release, before: Row | null): Promise<Row> {
  const bytes = readFileSync(sdist);
  const { required, known, buildSystems } = said(name, version);
  const unmapped = [...required, ...known].filter((attr) => provided(attr).packages.length === 0);
  const all = [...required, ...known].filter((attr) => !unmapped.includes(attr));
  const head = {
    name,
    version,
    base: 'trixie',
    python: '3.13',
    file: basename(sdist),
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const asked = { required, known: [...required, ...known] };
  const pins = before?.requirements ?? null;
  const environment = await buildEnvironment(
    lab,
    sdist,
    unique(all.map(provided)),
    buildSystems,
    pins,
  );
  if (typeof environment === 'string')
    return {
      ...head,
      requirements: pins ?? [],
      ...asked,
      builds: [],
      verdict: 'inconclusive',
      cause: environment,
      needs: [],
      links: [],
    };
  const layers = [...environment.layers];
  // In nixpkgs, meson-python brings the program along that it asks for as a wheel.
  if (environment.pins.some((pin) => pin.startsWith('meson-python==')))
    layers.push(...(await layersOf(lab, [{ attrs: ['ninja'], packages: ['ninja-build'] }])));
  if (readSdist(bytes).evidence.some(({ kind }) => kind === 'crate')) {
    const crates = await cratesOf(lab, sdist);
    if ('failure' in crates)
      return {
        ...head,
        requirements: environment.pins,
        ...asked,
        builds: [],
        verdict: 'inconclusive',
        cause: crates.failure,
        needs: [],
        links: [],
      };
    layers.push(crates.layer);
  }
  const { cause, ...found } = await experiment(lab, {
    sdist,
    layers,
    required: unique(required.filter((attr) => !unmapped.includes(attr)).map(provided)),
    known: unique(all.map(provided)),
    debian: debianOf(name),
    keep,
  });
  const why =
    cause !== undefined && unmapped.length > 0
      ? `${cause} (no Debian package for ${unmapped.join(', ')})`
      : cause;
  return {
    ...head,
    requirements: environment.pins,
    ...asked,
    ...found,
    ...(why === undefined ? {} : { cause: why }),
  };
}

/** What the knowledge base says, without what this laboratory itself found. */
function said(
  name: string,
  version: string,
): { required: string[]; known: string[]; buildSystems: string[] } {
  const rows = explain(base, name, version).nativeInputs.filter(
    ({ attr, systems, distribution }) =>
      systems.includes('x86_64-linux') &&
      distribution !== 'wheel' &&
      // Hooks of Nix alone: here cargo finds what is vendored by its own configuration.
      !attr.startsWith('rustPlatform.'),
  );
  const tools = explain(base, name, version).buildSystems.filter(({ attr }) =>
    /^(?:cmake|ninja|swig)$/.test(attr),
  );
  const buildSystems = explain(base, name, version)
    .buildSystems.filter(({ optional, attr }) => !optional && !/^(?:cmake|ninja|swig)$/.test(attr))
    .map(({ attr }) => attr);
  const required = attributesOf([
    ...rows.filter(({ optional }) => !optional),
    ...tools.filter(({ optional }) => !optional),
  ]);
  return {
    required,
    buildSystems,
    known: attributesOf(rows.filter(({ optional }) => optional)).filter(
      (attr) => !required.includes(attr),
    ),
  };
}

function attributesOf(list: readonly { readonly attr: string }[]): string[] {
  return [...new Set(list.map(({ attr }) => attr))].toSorted();
}

function provided(attr: string): Provided {
  return { attrs: [attr], packages: packagesFor(attr, curated, knowledge.libraries) };
}

/** Attributes of the same packages are one need: `libpq` and its `pg_config`. */
function unique(needs: readonly Provided[]): Provided[] {
  return [...groupBy(needs, ({ packages }) => packages.join(' ')).values()].flatMap((group) =>
    group[0] === undefined
      ? []
      : [{ attrs: [...new Set(group.flatMap(({ attrs }) => attrs))], packages: group[0].packages }],
  );
}

function debianOf(name: string): Provided[] {
  const libraries: LibraryTable = knowledge.libraries;
  const names = knowledge.files
    .filter(({ source }: FactsFile) => source === 'debian')
    .flatMap(({ packages }) => packages[name] ?? [])
    .flatMap((fact) => (fact.kind === 'native-input' && 'library' in fact ? [fact.library] : []))
    .filter((library) => !/^(?:python3|cython|dh-|debhelper|lib.*-perl)/.test(library));
  return [...new Set(names)].map((library) => ({
    attrs: [libraries[`debian:${library}`]?.attr ?? `debian:${library}`],
    packages: [library],
  }));
}

/** Keeps an excerpt by the first digits of its SHA-256. */
function keep(excerpt: string): string {
  const name = createHash('sha256').update(excerpt).digest('hex').slice(0, 16);
  mkdirSync(join(values.rows, 'logs'), { recursive: true });
  writeFileSync(join(values.rows, 'logs', `${name}.txt`), excerpt);
  return name;
}
