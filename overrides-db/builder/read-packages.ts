import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { wholeFile } from '../../server/artifacts/archive/byte-source.ts';
import { readSdist } from '../../server/artifacts/sdist/read.ts';
import { readWheel } from '../../server/artifacts/wheel/read.ts';
import { parseSdistFilename, parseWheelFilename } from '../../server/python/tags.ts';
import type { Reading, ReadingsFile } from '../reading.ts';
import { readReadings, writeReadings } from './facts-text.ts';
import { sdistReading, wheelReading } from './reading-text.ts';

/*
 * Reads the sdists and wheels of a folder outside of the repository, which fetch-packages.py fills, and writes
 * `facts/sdist` and `facts/wheel` anew. A release whose file is not in the folder keeps what was read of it.
 *
 *   tsx overrides-db/builder/read-packages.ts --from FOLDER [--report]
 */

const { values } = parseArgs({
  options: { from: { type: 'string' }, report: { type: 'boolean' } },
});
const facts = join(new URL('..', import.meta.url).pathname, 'facts');

main();

function main(): void {
  if (values.from === undefined) {
    process.stderr.write('usage: read-packages.ts --from FOLDER [--report]\n');
    process.exit(2);
  }
  const before = readReadings(facts);
  for (const source of ['sdist', 'wheel'] as const) {
    const known = before.filter((file) => file.source === source);
    const packages = new Map<string, Map<string, Reading>>();
    for (const file of known)
      for (const [name, versions] of Object.entries(file.packages))
        packages.set(name, new Map(Object.entries(versions)));
    for (const { name, version, reading } of readFolder(join(values.from, source), source)) {
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

function* readFolder(
  folder: string,
  source: ReadingsFile['source'],
): Generator<{ name: string; version: string; reading: Reading }> {
  if (!existsSync(folder)) return;
  for (const file of readdirSync(folder).toSorted()) {
    const parsed = source === 'sdist' ? parseSdistFilename(file) : parseWheelFilename(file);
    if (parsed === null) continue;
    const bytes = readFileSync(join(folder, file));
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const head = { file, sha256 };
    if (source === 'sdist') {
      const reading = sdistReading(readSdist(bytes), head);
      yield { name: parsed.name, version: parsed.version.text, reading };
      continue;
    }
    const wheel = readWheel(file, wholeFile(bytes));
    if ('missing' in wheel) throw new Error(`${file} is not whole`);
    yield { name: parsed.name, version: parsed.version.text, reading: wheelReading(wheel, head) };
  }
}

function plain(
  packages: ReadonlyMap<string, ReadonlyMap<string, Reading>>,
): ReadingsFile['packages'] {
  return Object.fromEntries([...packages].map(([name, map]) => [name, Object.fromEntries(map)]));
}
