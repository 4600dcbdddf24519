import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { wholeFile } from '../../server/artifacts/archive/byte-source.ts';
import { readSdist } from '../../server/artifacts/sdist/read.ts';
import { readWheel } from '../../server/artifacts/wheel/read.ts';
import { parseSdistFilename, parseWheelFilename } from '../../server/python/tags.ts';
import type { Reading, ReadingsFile } from '../reading.ts';
import { readReadings, writeReadings } from './facts-text.ts';
import { sdistReading, wheelReading } from '../../server/inspect/reading-text.ts';

/*
 * Reads the sdists and wheels of a folder outside of the repository, which fetch-packages.py fills, and writes
 * `facts/sdist` and `facts/wheel` anew. A release whose file is not in the folder keeps what was read of it.
 *
 *   tsx overrides-db/builder/read-packages.ts --from FOLDER [--from FOLDER …] [--report]
 *
 * A folder has `sdist/` and `wheel/`. With --report each release that reads otherwise than before is named.
 */

const { values } = parseArgs({
  options: { from: { type: 'string', multiple: true }, report: { type: 'boolean' } },
});
const facts = join(fileURLToPath(new URL('..', import.meta.url)), 'facts');

main();

function main(): void {
  if (values.from === undefined) {
    process.stderr.write('usage: read-packages.ts --from FOLDER … [--report]\n');
    process.exit(2);
  }
  const before = readReadings(facts);
  for (const source of ['sdist', 'wheel'] as const) {
    const known = before.filter((file) => file.source === source);
    const packages = new Map<string, Map<string, Reading>>();
    for (const file of known)
      for (const [name, versions] of Object.entries(file.packages))
        packages.set(name, new Map(Object.entries(versions)));
    for (const { name, version, reading } of readAll(values.from, source)) {
      const old = packages.get(name)?.get(version);
      if (values.report === true && JSON.stringify(old) !== JSON.stringify(reading))
        process.stdout.write(
          `${old === undefined ? 'new' : 'changed'} ${source} ${name} ${version}\n`,
        );
      packages.set(name, (packages.get(name) ?? new Map<string, Reading>()).set(version, reading));
    }
    writeReadings(join(facts, source), { source, packages: plain(packages) });
    process.stdout.write(`${source}: ${packages.size} packages\n`);
  }
}

interface Release {
  readonly name: string;
  readonly version: string;
  readonly reading: Reading;
}

function readAll(folders: readonly string[], source: ReadingsFile['source']): Release[] {
  const files = folders.flatMap((folder) => filesOf(join(folder, source), source));
  return source === 'sdist' ? files.map(readOneSdist) : readWheels(files);
}

interface PackageFile {
  readonly path: string;
  readonly file: string;
  readonly name: string;
  readonly version: string;
}

function filesOf(folder: string, source: ReadingsFile['source']): PackageFile[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .toSorted()
    .flatMap((file) => {
      const parsed = source === 'sdist' ? parseSdistFilename(file) : parseWheelFilename(file);
      if (parsed === null) return [];
      return [{ path: join(folder, file), file, name: parsed.name, version: parsed.version.text }];
    });
}

function readOneSdist({ path, file, name, version }: PackageFile): Release {
  const bytes = readFileSync(path);
  return { name, version, reading: sdistReading(readSdist(bytes), headOf(file, bytes)) };
}

/** All of them first: what one wheel lacks another may bring. */
function readWheels(files: readonly PackageFile[]): Release[] {
  const wheels = files.map(({ path, file, name, version }) => {
    const bytes = readFileSync(path);
    const wheel = readWheel(file, wholeFile(bytes));
    if ('missing' in wheel) throw new Error(`${file} is not whole`);
    return { name, version, wheel, head: headOf(file, bytes) };
  });
  return wheels.map(({ name, version, wheel, head }) => {
    // What lies in a wheel is found by the parts of one project, pyqt6 and pyqt6-qt6, which share a folder.
    const kin = wheels.filter((one) => one.name !== name && familyOf(one.name) === familyOf(name));
    const broughtBy = new Map(
      kin.flatMap((one) => one.wheel.brings.map((library) => [library, one.name] as const)),
    );
    return { name, version, reading: wheelReading(wheel, head, broughtBy) };
  });
}

function familyOf(name: string): string {
  return name.split('-', 1)[0] ?? name;
}

function headOf(file: string, bytes: Uint8Array): Pick<Reading, 'file' | 'sha256'> {
  return { file, sha256: createHash('sha256').update(bytes).digest('hex') };
}

function plain(
  packages: ReadonlyMap<string, ReadonlyMap<string, Reading>>,
): ReadingsFile['packages'] {
  return Object.fromEntries([...packages].map(([name, map]) => [name, Object.fromEntries(map)]));
}
