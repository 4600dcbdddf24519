/**
 * What a change of a manifest costs inside of the server, part by part, and what the collector promotes of it: bytes
 * that outlive a change, and that a longer collection has to take away later. Those do not depend on what else the
 * machine does. `npx tsx bench/change.ts`, or with a number of changes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openKnowledge } from '../overrides-db/lookup.ts';
import { findings } from '../server/rules/run.ts';
import { nodeFileSystem } from '../server/session/node-file-system.ts';
import { Session } from '../server/session/session.ts';
import type { SourceText, Span } from '../server/text.ts';
import { EDITED_LINE, writeSample } from './lib/sample.ts';

const PACKAGES = 300;
const MISTAKE = 'broken = ';
/** What stands before the milliseconds since the start, once the code is warm: collections before are not counted. */
const WARM = 'warm after ';

const own = fileURLToPath(import.meta.url);
const [given = '1000', isChild] = process.argv.slice(2);
const count = Number(given);
if (isChild === undefined) measure();
else change();

/** Runs the changes in a process that tells of each collection. */
function measure(): void {
  const args = ['--trace-gc-nvp', '--import', 'tsx', own, String(count), 'child'];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
  const lines = stdout.split('\n');
  const warm = Number(lines.find((line) => line.startsWith(WARM))?.slice(WARM.length));
  const collections = lines.filter((line) => numberIn(line, /(\d+) ms: pause=/) >= warm);
  const mean = (what: RegExp): number =>
    collections.reduce((sum, line) => sum + numberIn(line, what), 0) / count;
  for (const line of lines.filter((each) => each.includes('µs'))) console.log(line);
  console.log(`${(1000 * mean(/ pause=([\d.]+)/)).toFixed(0).padStart(6)} µs of collections`);
  console.log(`${(mean(/ promoted=(\d+)/) / 1024).toFixed(1).padStart(6)} KiB promoted`);
}

function numberIn(line: string, what: RegExp): number {
  return Number(what.exec(line)?.[1] ?? 0);
}

/** As many changes to have the code warm, then those that count. */
function change(): void {
  const root = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-change-'));
  try {
    const database = join(import.meta.dirname, '../dist/overrides-db.bin');
    const knowledge = openKnowledge(readFileSync(database));
    const names = [...knowledge.names()].filter((name) => /^[a-z][a-z0-9-]+$/.test(name));
    const step = Math.floor(names.length / PACKAGES);
    const some = names.filter((_, n) => n % step === 0);
    const { manifest } = writeSample(root, PACKAGES, some);
    const session = new Session(nodeFileSystem, knowledge);
    session.setFolders([root]);
    const file = join(root, 'pyproject.toml');
    session.open(file, 0, manifest);
    edit(session, file);
    console.log(`${WARM}${performance.now().toFixed(0)}`);
    for (const [part, milliseconds] of edit(session, file))
      console.log(`${((1000 * milliseconds) / count).toFixed(0).padStart(6)} µs to ${part}`);
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** Answers the milliseconds of each part in all. */
function edit(session: Session, file: string): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  const timed = <T>(part: string, work: () => T): T => {
    const since = performance.now();
    const result = work();
    times.set(part, (times.get(part) ?? 0) + performance.now() - since);
    return result;
  };
  for (let n = 0; n < count; n += 1) {
    const [before, after] = n % 2 === 0 ? [EDITED_LINE, MISTAKE] : [MISTAKE, EDITED_LINE];
    timed('look at the disk', () => session.recheckAround(file));
    timed('take the edit', () =>
      session.change(file, n, [{ locate: (text) => spanOfLast(text, before), newText: after }]),
    );
    const project = timed('read and join', () => session.projectsOf(file)[0]?.project);
    if (project === undefined || project === null) throw new Error('the sample is no project');
    timed('judge', () => findings(project));
  }
  return times;
}

function spanOfLast({ text }: SourceText, words: string): Span {
  const start = text.lastIndexOf(words);
  return { start, end: start + words.length };
}
