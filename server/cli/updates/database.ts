import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { wholeFile } from '../../artifacts/archive/byte-source.ts';
import type { ArchiveLimits } from '../../artifacts/archive/limits.ts';
import { readZipDirectory, readZipEntry } from '../../artifacts/archive/zip.ts';
import { readAdvisory, type Advisory } from '../../index/osv.ts';

/** A zip of all of PyPI has some twenty thousand entries of a few kB. */
const LIMITS: ArchiveLimits = {
  entries: 500_000,
  unpacked: 2 ** 31,
  kept: 2 ** 30,
  entry: 2 ** 24,
};
const MOST_BYTES = 2 ** 30;

/**
 * Reads a database of vulnerabilities in OSV's format: one entry, a list of them, a folder of such files, or a zip of
 * them. Throws an `Error` for people where that cannot be done.
 *
 * @param path absolute, the system's own
 */
export function readDatabase(path: string): readonly Advisory[] {
  const stats = statSync(path);
  if (stats.isDirectory())
    return readdirSync(path)
      .filter((name) => name.endsWith('.json'))
      .toSorted()
      .flatMap((name) => advisoriesIn(readFileSync(join(path, name), 'utf8'), name));
  if (!stats.isFile()) throw new Error('it is no file');
  if (stats.size > MOST_BYTES) throw new Error('it is too large to be read');
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 2).toString('latin1') !== 'PK')
    return advisoriesIn(bytes.toString('utf8'), 'it');
  const source = wholeFile(bytes);
  const directory = readZipDirectory(source, LIMITS);
  const [problem] = 'missing' in directory ? ['it is cut short'] : directory.problems;
  if ('missing' in directory || problem !== undefined) throw new Error(`it ${problem ?? ''}`);
  return directory.entries.flatMap((entry) => {
    if (!entry.path.endsWith('.json') || entry.size > LIMITS.entry) return [];
    const text = readZipEntry(source, entry);
    if (text === null || 'missing' in text)
      throw new Error(`${entry.path} in it cannot be unpacked`);
    return advisoriesIn(Buffer.from(text).toString('utf8'), entry.path);
  });
}

function advisoriesIn(text: string, name: string): readonly Advisory[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Error(`${name} is no JSON`);
  }
  const entries: readonly unknown[] = Array.isArray(value) ? value : [value];
  return entries.flatMap((entry) => readAdvisory(entry) ?? []);
}
