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
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseSdistFilename } from '../../server/python/tags.ts';
import type { Row } from '../build-row.ts';
import { buildBytes, readKnowledge } from '../builder/load.ts';
import { openKnowledge } from '../lookup.ts';
import { BOOKWORM, laboratoryFolder, laboratoryOf, rootCommand, TRIXIE } from './laboratory.ts';
import { type Release, rowOf, type Said } from './row.ts';

/*
 * Builds releases in clean Debian roots and writes what that proved, a row each, to `rows/`, and what failed to `logs/`.
 * A release that has a row is passed over. What does not build on trixie is built on bookworm as well.
 *
 *   tsx overrides-db/lab/run.ts --sdists FOLDER [--list FILE] [--jobs N] [--again] [--rows FOLDER] [NAME…]
 *
 * The list has a package name a line, in the order to take them; without list and names, all sdists of the folder are
 * taken. `--again` builds also what has a row. Needs root rights, debootstrap, and unshare. What is downloaded is kept
 * in $PNLS_LAB (~/.cache/pyproject-nix-ls/lab).
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
const cache = laboratoryFolder(process.env, homedir());
const newest = laboratoryOf(cache, TRIXIE);
const older = laboratoryOf(cache, BOOKWORM);
const said = whatIsSaid();

await main();

async function main(): Promise<void> {
  if (values.sdists === undefined) {
    process.stderr.write(
      'usage: run.ts --sdists FOLDER [--list FILE] [--jobs N] [--again] [--rows FOLDER] [NAME…]\n',
    );
    process.exit(2);
  }
  for (const lab of [newest, older]) await rootCommand(lab, ['make']);
  const queue = wanted(values.sdists);
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next);
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
}

function whatIsSaid(): Said {
  const knowledge = readKnowledge(new URL('..', import.meta.url).pathname);
  return {
    base: openKnowledge(buildBytes({ ...knowledge, builds: [] })),
    libraries: knowledge.libraries,
    files: knowledge.files,
    curated: JSON.parse(readFileSync(new URL('debian-packages.json', import.meta.url), 'utf8')),
  };
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

async function one(release: Release): Promise<void> {
  const { name, version } = release;
  const file = join(values.rows, 'rows', name, `${version}.json`);
  const before: Row | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (before !== null && !values.again) return;
  const started = Date.now();
  let row: Row;
  try {
    row = await onEitherBase(release, before);
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
    join(cache, 'times.jsonl'),
    `${JSON.stringify({ name, version, seconds, builds: row.builds.length + row.needs.length })}\n`,
  );
  process.stdout.write(
    `${name} ${version}: ${row.verdict}${row.cause === undefined ? '' : ` (${row.cause})`}, ${seconds} s\n`,
  );
}

/** On bookworm, with the build systems of its day, where nothing can be concluded on trixie. */
async function onEitherBase(release: Release, before: Row | null): Promise<Row> {
  const pinned = (suite: string): Row | null => (before?.base === suite ? before : null);
  const row = await rowOf(newest, said, release, { before: pinned(TRIXIE.suite), keep });
  if (row.cause === undefined) return row;
  const second = await rowOf(older, said, release, { before: pinned(BOOKWORM.suite), keep });
  return second.cause === undefined
    ? { ...second, failedOn: { base: row.base, cause: row.cause } }
    : row;
}

/** Keeps an excerpt by the first digits of its SHA-256. */
function keep(excerpt: string): string {
  const name = createHash('sha256').update(excerpt).digest('hex').slice(0, 16);
  mkdirSync(join(values.rows, 'logs'), { recursive: true });
  writeFileSync(join(values.rows, 'logs', `${name}.txt`), excerpt);
  return name;
}
