/**
 * `npm run build && npx tsx bench/hold-up.ts [--write] [--server MAIN.js] [WORD…]`: the longest that a hover in
 * one project waits while a file of another one is opened, for each kind of file as full as it can be: at
 * the size up to which it is light, just above that, and at its limit; and for files as tools write them,
 * of four times the size of the largest that we have seen, and for a project of many files. Of each is asked
 * what editors ask. What is stated is the median of five runs, and the longest of them. `--server` measures
 * another build; as root the threads that speak with each other have precedence over what else the
 * machine does; `--write` puts the table into docs/limits.md.
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { repositoryRoot } from '../scripts/lib/repository.ts';
import { sizesAtLimit, sizesAtOnce } from '../test/support/at-limit.ts';
import { DENSE, MANY_FILES, projectOf, type Growing } from '../test/support/growing-files.ts';
import { folderWith, removeFolder } from '../test/support/hostile-project.ts';
import { calibration } from './lib/calibration.ts';
import { LanguageServer } from './lib/language-server.ts';
import { goesFirst } from './lib/precedence.ts';

/** Milliseconds from one hover to the next, and without a long one until it is taken to be over. */
const EVERY = 5;
const QUIET = 1000;

/** How often each is measured: what else the machine does is in the longest of all times. */
const RUNS = 5;

/** Milliseconds that docs/limits.md promises. */
const PROMISED = 100;

/** Bytes: four times the largest real file of the kind, where the filling is as tools write it. */
const AS_WRITTEN: ReadonlyMap<string, number> = new Map([
  ['lock: packages as Poetry writes them', 4 * 450_988],
  ['requirements: pins with hashes', 4 * 16_080],
]);

const { values, positionals: words } = parseArgs({
  options: {
    write: { type: 'boolean' },
    server: { type: 'string', default: join(repositoryRoot, 'dist/main.js') },
  },
  allowPositionals: true,
});
const hasPrecedence = goesFirst(process.pid);
const rows = [];
const medians: number[] = [];
const all: number[] = [];
const shapes = [...DENSE, MANY_FILES].filter(({ what }) =>
  words.every((word) => what.includes(word)),
);
// Those that one thread answers for first: they take longest.
const cases = [
  ...shapes.map((shape) => ({ shape, which: 'light', size: sizesAtOnce(shape).at })),
  ...shapes.map((shape) => ({ shape, which: 'just heavy', size: sizesAtOnce(shape).above })),
  ...shapes.flatMap((shape) => {
    const size = AS_WRITTEN.get(shape.what);
    return size === undefined ? [] : [{ shape, which: 'four times the largest', size }];
  }),
  ...shapes
    .filter((shape) => shape !== MANY_FILES)
    .map((shape) => ({ shape, which: 'at its limit', size: sizesAtLimit(shape).at })),
];
for (const { shape, which, size } of cases) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await longestWait(shape, size));
  runs.sort((a, b) => a - b);
  const median = runs[(RUNS - 1) / 2] ?? NaN;
  medians.push(median);
  all.push(...runs);
  const [first, last] = [runs[0] ?? NaN, runs.at(-1) ?? NaN];
  const row = `| ${shape.what} | ${kilobytesOf(shape, size)} KB, ${which} | ${median.toFixed(0)} ms | ${first.toFixed(0)}–${last.toFixed(0)} ms |`;
  console.log(row);
  rows.push(row);
}
const within = all.filter((ms) => ms <= PROMISED).length;
const text = [
  `Of ${all.length} runs the longest wait of a hover was at most ${PROMISED} ms in ${within}; the largest median of ${RUNS} was ${Math.max(...medians).toFixed(0)} ms, the longest wait of all ${Math.max(...all).toFixed(0)} ms. A loop of ten million additions took ${calibration().toFixed(0)} ms in the same run (Node ${process.version}).${hasPrecedence ? ' The thread that answers and the one that asks had precedence over what else the machine did.' : ''}`,
  '',
  '| file of the other project | its size | longest wait of a hover, median | least–most |',
  '| --- | --- | --- | --- |',
  ...rows,
].join('\n');
console.log(`\n${text}`);
if (values.write === true) {
  const page = join(repositoryRoot, 'docs/limits.md');
  const [before = '', , after = ''] = readFileSync(page, 'utf8').split(
    /<!-- (?:waits|measured) -->/,
  );
  const parts = [`${before}<!-- waits -->`, text, `<!-- measured -->${after}`];
  writeFileSync(page, parts.join('\n\n'));
}

/** Asks what editors ask of a file that is opened, and when that is answered a hover: its diagnostics are made by then. */
async function askAll(server: LanguageServer, uri: string): Promise<void> {
  const textDocument = { uri };
  const range = { start: { line: 0, character: 0 }, end: { line: 60, character: 0 } };
  const first = [
    'documentSymbol',
    'foldingRange',
    'documentLink',
    'codeLens',
    'semanticTokens/full',
  ];
  await Promise.all([
    ...first.map((method) => server.request(`textDocument/${method}`, { textDocument })),
    server.request('textDocument/inlayHint', { textDocument, range }),
  ]);
  await server.request('textDocument/hover', { textDocument, position: range.start });
}

function kilobytesOf(shape: Growing, size: number): number {
  const grown = { [shape.file]: shape.text(size), ...shape.beside?.(size) };
  const bytes = Object.values(grown).map((each) => Buffer.byteLength(each));
  return Math.round(bytes.reduce((sum, each) => sum + each, 0) / 1024);
}

async function longestWait(shape: Growing, size: number): Promise<number> {
  const folder = folderWith(projectOf(shape, size));
  const beside = folderWith({});
  cpSync(join(repositoryRoot, 'examples/imgapp'), beside, { recursive: true });
  const server = new LanguageServer([process.execPath, values.server, '--stdio'], beside);
  await server.initialize(beside);
  if (hasPrecedence && server.pid !== null) goesFirst(server.pid);
  const quiet = join(beside, 'pyproject.toml');
  const uri = pathToFileURL(quiet).href;
  server.open(uri, readFileSync(quiet, 'utf8'));
  const hover = { textDocument: { uri }, position: { line: 8, character: 1 } };
  const timed = async (): Promise<number> => {
    const since = performance.now();
    await server.request('textDocument/hover', hover);
    return performance.now() - since;
  };
  await timed();
  await setTimeout(500);
  const large = join(folder, shape.file);
  const largeUri = pathToFileURL(large).href;
  server.open(largeUri, readFileSync(large, 'utf8'));
  let isAnswered = false;
  const answered = askAll(server, largeUri).then(() => {
    isAnswered = true;
  });
  let waited = 0;
  for (let last = performance.now(); performance.now() - last < QUIET; await setTimeout(EVERY)) {
    const one = await timed();
    if (one > 20 || !isAnswered) last = performance.now();
    waited = Math.max(waited, one);
  }
  await answered;
  await server.stop();
  for (const made of [folder, beside]) removeFolder(made);
  return waited;
}
