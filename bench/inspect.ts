/**
 * `npx tsx bench/inspect.ts`: how long `inspect` takes for a lock of 300 packages, each of which has an sdist of about a
 * megabyte: from the files on disk, and again when what they say is kept in the user's cache. Beside it what Python's
 * own `tarfile` takes to list the same files, where there is a python3.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryRoot } from '../scripts/lib/repository.ts';
import { sdistOf } from '../server/artifacts/testing.ts';
import { statistics } from './lib/statistics.ts';

const PACKAGES = 300;
const RUNS = 5;
const LIST_ALL =
  'import os, sys, tarfile\nfor n in os.listdir(sys.argv[1]): tarfile.open(os.path.join(sys.argv[1], n)).getnames()';

const folder = mkdtempSync(join(tmpdir(), 'bench-inspect-'));
const files = join(folder, 'files');
const project = join(folder, 'project');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
mkdirSync(files);
mkdirSync(join(project, '.git'), { recursive: true });
writeFileSync(join(project, '.git/HEAD'), '');
const bytes = writeProject();

const program = join(repositoryRoot, 'dist/main.js');
const cold: number[] = [];
const warm: number[] = [];
const listed: number[] = [];
for (let run = 0; run < RUNS; run += 1) {
  const cache = join(folder, `cache-${run}`);
  cold.push(inspect(['--all', '--from', files], cache));
  warm.push(inspect(['--from', files], cache));
  const python = timed('python3', ['-c', LIST_ALL, files], cache);
  if (python !== null) listed.push(python);
}
const megabytes = bytes / 1e6;
console.log(
  `${PACKAGES} sdists, ${megabytes.toFixed(0)} MB, Node ${process.version}, median of ${RUNS} (spread)`,
);
print('inspect --all, from files on disk', cold, true);
print('inspect, all of it kept in the cache', warm, false);
if (listed.length > 0) print("python3's tarfile, a list of the same files", listed, true);

function print(what: string, times: readonly number[], hasRate: boolean): void {
  const { median: middle } = statistics(times);
  const spread = `${Math.min(...times).toFixed(0)}–${Math.max(...times).toFixed(0)}`;
  const rate = hasRate ? `, ${(megabytes / (middle / 1000)).toFixed(0)} MB/s` : '';
  console.log(`${what}: ${middle.toFixed(0)} ms (${spread})${rate}`);
}

/** Writes the sdists and a project that locks them; answers their size in bytes. */
function writeProject(): number {
  let total = 0;
  const names = Array.from({ length: PACKAGES }, (_, at) => `package${at}`);
  const tables = names.map((name) => {
    const sdist = sdistOf({
      'setup.py': `from setuptools import setup, Extension\nsetup(ext_modules=[Extension("${name}", ["a.c"], libraries=["pq"])])\n`,
      // Source that packs about as well as source does.
      'a.c': noise(name, 2_000_000),
    });
    total += sdist.length;
    writeFileSync(join(files, `${name}-1.0.tar.gz`), sdist);
    const hash = createHash('sha256').update(sdist).digest('hex');
    return `[[package]]\nname = "${name}"\nversion = "1.0"\nsource = { registry = "https://index.example.org/simple" }\nsdist = { url = "https://files.example.org/${name}-1.0.tar.gz", hash = "sha256:${hash}" }\n`;
  });
  writeFileSync(
    join(project, 'pyproject.toml'),
    `[project]\nname = "p"\nversion = "1"\nrequires-python = ">=3.12"\ndependencies = ${JSON.stringify(names)}\n`,
  );
  writeFileSync(
    join(project, 'uv.lock'),
    `version = 1\nrequires-python = ">=3.12"\n\n${tables.join('\n')}\n[[package]]\nname = "p"\nversion = "1"\nsource = { virtual = "." }\n`,
  );
  return total;
}

function noise(seed: string, length: number): string {
  let state = createHash('sha256').update(seed).digest();
  const parts: string[] = [];
  for (let size = 0; size < length; size += state.length * 4) {
    state = createHash('sha256').update(state).digest();
    const word = state.toString('hex');
    parts.push(`int ${word};\n`, ' '.repeat(state.length * 4 - word.length - 6));
  }
  return parts.join('').slice(0, length);
}

function inspect(args: readonly string[], cache: string): number {
  const time = timed(process.execPath, [program, 'inspect', ...args], cache);
  if (time === null) throw new Error('inspect did not end well');
  return time;
}

/** Milliseconds; null where the program is not there, or fails. */
function timed(command: string, args: readonly string[], cache: string): number | null {
  const start = performance.now();
  const { status } = spawnSync(command, args, {
    cwd: project,
    env: { ...process.env, XDG_CACHE_HOME: cache },
    stdio: 'ignore',
  });
  return status === 0 ? performance.now() - start : null;
}
