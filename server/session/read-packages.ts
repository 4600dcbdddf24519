import { basename, dirname, join } from 'node:path/posix';
import type { ReadPackage } from '../inspect/knowledge.ts';
import { NEEDS_FILE, readNeeds, type NeedsText } from '../inspect/needs-file.ts';
import type { Lock, LockedPackage } from '../locks/model.ts';
import { memoized } from '../memoize.ts';
import type { Finding } from '../project/model.ts';
import type { SourceText } from '../text.ts';
import type { Reader } from './reader.ts';
import type { FileProblem } from './file-system.ts';
import { fileFinding, needsFileFinding } from './session-findings.ts';
import type { UserReadings } from './user-readings.ts';

/** What was read in the files that a project's locks pin, and what is wrong with what says so. */
export interface ReadPackages {
  readonly packages: readonly ReadPackage[];
  readonly problems: readonly Finding[];
  readonly sources: ReadonlyMap<string, SourceText>;
}

/**
 * What this user's cache has of the files that the locks pin, and what the file beside a lock says of them: of these
 * only rows whose version and hash are locked.
 */
export function readPackagesOf(
  locks: readonly Lock[],
  reader: Reader,
  readings: UserReadings,
): ReadPackages {
  const packages: ReadPackage[] = [];
  const problems: Finding[] = [];
  const sources = new Map<string, SourceText>();
  const hasOwn = !readings.isEmpty;
  for (const lock of locks) {
    const own = hasOwn ? ownReadings(lock, readings) : [];
    packages.push(...own);
    const file = join(dirname(lock.file), NEEDS_FILE);
    const { source, problem: unread } = reader.load(file);
    // One that leads out of the project is told of elsewhere, and a heavy one is read by another thread.
    if (unread !== null && !UNTOLD.has(unread.kind)) problems.push(fileFinding(file, unread));
    if (source === null) continue;
    sources.set(file, source);
    const { rows, problem } = needsIn(source);
    if (problem !== null) problems.push(needsFileFinding(file, problem));
    const known = new Set(own.map(({ reading }) => reading.sha256));
    for (const { lock: of, name, version, source: from, reading } of rows) {
      if (of !== basename(lock.file) || known.has(reading.sha256)) continue;
      const isLocked = lock.byName.get(name)?.some((each) => pins(each, version, reading.sha256));
      if (isLocked === true) packages.push({ name, version, source: from, reading, isOwn: false });
    }
  }
  return { packages, problems, sources };
}

const UNTOLD: ReadonlySet<FileProblem['kind']> = new Set(['missing', 'outside', 'heavy']);

const needsIn = memoized((source: SourceText): NeedsText => readNeeds(source.text));

function ownReadings({ packages }: Lock, readings: UserReadings): ReadPackage[] {
  return packages.flatMap((locked) => {
    const { name, version } = locked;
    if (version === null) return [];
    return readings
      .of(name, version)
      .filter(({ reading }) => pins(locked, version, reading.sha256))
      .map(({ source, reading }) => ({ name, version, source, reading, isOwn: true }));
  });
}

function pins(locked: LockedPackage, version: string, sha256: string): boolean {
  return locked.version === version && locked.files.some(({ hash }) => hash === `sha256:${sha256}`);
}
