/**
 * What of a lock costs how much, against toml-eslint-parser reading the whole of the same text:
 * `npx tsx bench/toml.ts`. The lock is made up (`lib/sample.ts`, 850 packages, 2 MB); where
 * `../shared` is at hand, one merged from real locks is measured too.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseTOML } from 'toml-eslint-parser';
import type { TomlDocument } from '../server/toml/model.ts';
import { parseToml } from '../server/toml/parse.ts';
import { writeSample } from './lib/sample.ts';
import { statistics, type Statistics } from './lib/statistics.ts';

const ROUNDS = 15;
const KEYSTROKES = 300;
const CORPUS_MAKER = new URL('../../shared/bench/make-sample-lock.mjs', import.meta.url);

const folder = mkdtempSync(join(tmpdir(), 'bench-toml-'));
try {
  measure('made-up lock', writeSample(join(folder, 'made-up'), 850, []).lock);
  if (existsSync(CORPUS_MAKER)) measure('lock of real packages', corpusLock());
  else console.log('../shared is not there: the made-up lock alone');
} finally {
  rmSync(folder, { recursive: true });
}

function corpusLock(): string {
  const out = join(folder, 'real');
  execFileSync(process.execPath, [fileURLToPath(CORPUS_MAKER), out, '1300']);
  return readFileSync(join(out, 'poetry.lock'), 'utf8');
}

function measure(name: string, text: string): void {
  console.log(`\n${name}: ${(text.length / 1e6).toFixed(2)} million characters`);
  const whole = time(ROUNDS, () => parseTOML(text, { tomlVersion: '1.0' }));
  console.log(`  baseline, all of it by toml-eslint-parser: ${milliseconds(whole)}`);
  const row = (what: string, ours: Statistics): void => {
    const ratio = (ours.median / whole.median).toFixed(4);
    console.log(`  ${what.padEnd(56)} ${milliseconds(ours)}, ratio ${ratio}`);
  };
  row(
    'sections, and the name and version of each package',
    time(ROUNDS, () => index(parseToml(text))),
  );
  row(
    'sections, and the first table',
    time(ROUNDS, () => firstTable(parseToml(text))),
  );
  row(
    'all errors',
    time(ROUNDS, () => parseToml(text).errors),
  );
  row(
    'the whole tree',
    time(ROUNDS, () => parseToml(text).root),
  );
  row('a keystroke, and the table that it is in', keystrokes(text, tableAt));
  row(
    'a keystroke, and all errors',
    keystrokes(text, (document) => document.errors),
  );
}

function index(document: TomlDocument): number {
  const packages = document.sections.filter(
    ({ isArrayElement, path }) => isArrayElement && path?.[0] === 'package',
  );
  const found = packages.filter(
    (section) => section.peekString('name') !== null && section.peekString('version') !== null,
  );
  if (found.length === 0) throw new Error('No package was found: nothing was measured.');
  return found.length;
}

function firstTable({ sections }: TomlDocument): unknown {
  return sections.find(({ isArrayElement }) => isArrayElement)?.table();
}

/** Types a digit into one version after the other, all over a text whose errors are known. */
function keystrokes(
  text: string,
  ask: (document: TomlDocument, offset: number) => unknown,
): Statistics {
  let document = parseToml(text);
  if (document.errors.length > 0) throw new Error('The sample is no valid TOML.');
  let stroke = 0;
  return time(KEYSTROKES, () => {
    stroke += 1;
    const somewhere = Math.floor(((stroke * 0.618) % 1) * 0.95 * document.text.length);
    const offset = document.text.indexOf('\nversion = "', somewhere) + '\nversion = "'.length;
    document = document.edit({ start: offset, end: offset }, '1');
    ask(document, offset);
  });
}

function tableAt({ sections }: TomlDocument, offset: number): unknown {
  return sections.find(({ span }) => span.start <= offset && offset < span.end)?.table();
}

/** Milliseconds; the first run warms up and does not count. */
function time(rounds: number, run: () => unknown): Statistics {
  const times: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const start = performance.now();
    run();
    if (round > 0) times.push(performance.now() - start);
  }
  return statistics(times);
}

function milliseconds({ median, p95 }: Statistics): string {
  return `median ${median.toFixed(2)} ms, p95 ${p95.toFixed(2)} ms`;
}
