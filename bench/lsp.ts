/**
 * Measures the built server in one run against what it has to stand beside: a bare `node`, tombi
 * (a TOML server, its newest program on npm) and `poetry check --lock`. `npm run bench` prints the table;
 * `npm run bench -- --write` puts it into bench/README.md as well.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { openKnowledge } from '../overrides-db/lookup.ts';
import { findTool } from '../test/support/tools.ts';
import { LanguageServer, type Published } from './lib/language-server.ts';
import { EDITED_LINE, LOCK_LINE, writeSample, type Sample } from './lib/sample.ts';
import { statistics, type Statistics } from './lib/statistics.ts';

const PACKAGES = 300;
const LARGE_PACKAGES = 1300;
const MANIFEST_MISTAKE = 'broken = ';
const LOCK_MISTAKE = 'optional = ';

/** How often each server is started, in turn with the other one: the table has medians, and least and most. */
const RUNS = 5;

/** So many of each, that a 95th percentile is of a session and not of its first keys. */
const REQUESTS = 1000;
const CHANGES = 200;
const LOCK_CHANGES = 20;

interface Row {
  readonly what: string;
  readonly ours: string;
  readonly baseline: string;
  readonly ratio: number | null;
}

const repository = join(import.meta.dirname, '..');
const main = join(repository, 'dist/main.js');
const CHECK = [process.execPath, main, 'check'];
const baselines = join(import.meta.dirname, 'baselines');
if (!existsSync(main)) throw new Error('dist/main.js is missing: npm run build');

// What else the machine does shows in the numbers.
const [load = 0] = loadavg();
const folder = mkdtempSync(join(tmpdir(), 'pyproject-nix-ls-bench-'));
try {
  const table = asTable(await measure());
  console.log(table);
  if (process.argv.includes('--write')) writeReadme(table);
} finally {
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<Row[]> {
  const names = someKnownNames();
  const small = join(folder, 'small');
  const large = join(folder, 'large');
  const sample = writeSample(small, PACKAGES, names);
  const largeSample = writeSample(large, LARGE_PACKAGES, names);
  const ours = [process.execPath, main, '--stdio'];
  const tombi = [installTombi(), 'lsp', '--offline'];
  const rows = [await measureStart(ours, small)];
  const [oursNumbers, tombiNumbers] = await inTurn(
    () => measureEditing(ours, small, sample),
    () => measureEditing(tombi, small, sample),
  );
  const [oursLarge, tombiLarge] = await inTurn(
    () => measureEditing(ours, large, largeSample),
    () => measureEditing(tombi, large, largeSample),
  );
  rows.push(
    row('hover on a dependency, p95', oursNumbers.hover, tombiNumbers.hover, 'tombi'),
    row(
      'completion at a dependency, p95',
      oursNumbers.completion,
      tombiNumbers.completion,
      'tombi',
    ),
    row('`didChange` to diagnostics, p50', oursNumbers.changeP50, tombiNumbers.changeP50, 'tombi'),
    row('`didChange` to diagnostics, p95', oursNumbers.change, tombiNumbers.change, 'tombi'),
    row(
      `opening a lock of ${PACKAGES} packages (${megabytes(sample.lock)}) to diagnostics, median`,
      oursNumbers.openLock,
      tombiNumbers.openLock,
      'tombi',
    ),
    row(
      `the same with ${LARGE_PACKAGES} packages (${megabytes(largeSample.lock)})`,
      oursLarge.openLock,
      tombiLarge.openLock,
      'tombi',
    ),
    row(
      `a key typed into that lock to diagnostics, p95`,
      oursLarge.changeLock,
      tombiLarge.changeLock,
      'tombi',
    ),
    row('memory with that lock open', oursLarge.memory, tombiLarge.memory, 'tombi', 'MiB'),
  );
  rows.push(...measureCheck());
  return rows;
}

/** Spawn to the answer of `initialize`, and a `node` that does nothing, alternately. */
async function measureStart(command: readonly string[], root: string): Promise<Row> {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let n = 0; n < 20; n += 1) {
    const started = performance.now();
    spawnSync(process.execPath, ['-e', '0']);
    bare.push(performance.now() - started);
    const server = new LanguageServer(command, root);
    ours.push(await server.initialize(root));
    await server.stop();
  }
  return row(
    'spawn to `initialize`, median',
    statistics(ours).median,
    statistics(bare).median,
    '`node -e 0`',
  );
}

interface Numbers<Value = number | null> {
  readonly hover: Value;
  readonly completion: Value;
  readonly changeP50: Value;
  readonly change: Value;
  readonly openLock: Value;
  readonly changeLock: Value;
  readonly memory: Value;
}

/** Of the runs, in the unit of what was measured. */
interface Spread {
  readonly least: number;
  readonly median: number;
  readonly most: number;
}

/** One server after the other over the same files, `RUNS` times each, so that neither has the warm disk. */
async function inTurn(
  one: () => Promise<Numbers>,
  other: () => Promise<Numbers>,
): Promise<[Numbers<Spread | null>, Numbers<Spread | null>]> {
  const first: Numbers[] = [];
  const second: Numbers[] = [];
  for (let n = 0; n < RUNS; n += 1) {
    first.push(await one());
    second.push(await other());
  }
  return [medians(first), medians(second)];
}

function medians(runs: readonly Numbers[]): Numbers<Spread | null> {
  const of = (key: keyof Numbers): Spread | null => {
    const known = runs.map((run) => run[key]).filter((value) => value !== null);
    if (known.length < runs.length) return null;
    const { median } = statistics(known);
    return { least: Math.min(...known), median, most: Math.max(...known) };
  };
  return {
    hover: of('hover'),
    completion: of('completion'),
    changeP50: of('changeP50'),
    change: of('change'),
    openLock: of('openLock'),
    changeLock: of('changeLock'),
    memory: of('memory'),
  };
}

async function measureEditing(
  command: readonly string[],
  root: string,
  sample: Sample,
): Promise<Numbers> {
  console.error(`${command[0] === process.execPath ? 'ours' : 'tombi'}: ${root}`);
  const server = new LanguageServer(command, root);
  try {
    await server.initialize(root);
    const manifest = pathToFileURL(join(root, 'pyproject.toml')).href;
    const lock = pathToFileURL(join(root, 'poetry.lock')).href;
    server.open(manifest, sample.manifest);
    await server.published(manifest, 0);
    const hover = await measureRequests(server, 'textDocument/hover', manifest, sample);
    const completion = await measureRequests(server, 'textDocument/completion', manifest, sample);
    const change = await measureChange(
      server,
      manifest,
      sample.manifest,
      EDITED_LINE,
      MANIFEST_MISTAKE,
      CHANGES,
    );
    const broken = withMistake(sample.lock, LOCK_LINE, LOCK_MISTAKE);
    const opened = performance.now();
    server.open(lock, broken);
    const published = await server.published(
      lock,
      opened,
      ({ diagnostics }) => diagnostics.length > 0,
    );
    const changeLock = await measureChange(
      server,
      lock,
      broken,
      LOCK_MISTAKE,
      LOCK_LINE,
      LOCK_CHANGES,
    );
    return {
      hover,
      completion,
      changeP50: change?.median ?? null,
      change: change?.p95 ?? null,
      openLock: published === null ? null : published.at - opened,
      changeLock: changeLock?.p95 ?? null,
      memory: server.memory(),
    };
  } finally {
    await server.stop();
  }
}

/** A request at one dependency of the manifest after the other. */
async function measureRequests(
  server: LanguageServer,
  method: string,
  uri: string,
  { manifest }: Sample,
): Promise<number | null> {
  const lines = manifest.split('\n');
  const first = lines.findIndex((line) => line.startsWith('python = ')) + 1;
  const end = lines.indexOf(EDITED_LINE);
  const times: number[] = [];
  for (let n = 0; n < REQUESTS; n += 1) {
    const position = { line: first + (n % (end - first)), character: 1 };
    const started = performance.now();
    await server.request(method, { textDocument: { uri }, position });
    times.push(performance.now() - started);
  }
  return statistics(times).p95;
}

/** Replaces the last line of a wording by another and back: from the change to the diagnostics that know of it. */
async function measureChange(
  server: LanguageServer,
  uri: string,
  text: string,
  line: string,
  other: string,
  count: number,
): Promise<Statistics | null> {
  const at = text.split('\n').lastIndexOf(line);
  const times: number[] = [];
  let found = messagesOf(await server.published(uri, 0));
  for (let n = 0; n < count; n += 1) {
    const [from, to] = n % 2 === 0 ? [line, other] : [other, line];
    const before = found;
    const started = performance.now();
    server.replace(uri, at, from, to);
    const next = await server.published(uri, started, (now) => messagesOf(now) !== before);
    if (next === null) return null;
    found = messagesOf(next);
    times.push(next.at - started);
  }
  return statistics(times);
}

function messagesOf(published: Published | null): string {
  return JSON.stringify(published?.diagnostics.map(({ message }) => message) ?? []);
}

/** The text with the last line of a wording replaced. */
function withMistake(text: string, line: string, mistake: string): string {
  const at = text.lastIndexOf(`\n${line}\n`) + 1;
  return text.slice(0, at) + mistake + text.slice(at + line.length);
}

/**
 * The command against Poetry's own check: of one project, and of all projects of a folder in one run,
 * which Poetry has to be started for each. The folder is `../shared/corpus/poetry2nix` where that is
 * at hand, else the examples.
 */
function measureCheck(): Row[] {
  const examples = ['imgapp', 'imgapp-broken', 'science'].map((name) =>
    join(repository, 'examples', name),
  );
  const corpus = join(repository, '../shared/corpus/poetry2nix');
  const parent = existsSync(corpus) ? corpus : join(repository, 'examples');
  const projects = readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((project) => existsSync(join(project, 'poetry.lock')));
  const thrice = examples.flatMap((project) => [project, project, project]);
  const some = projects.filter((_, n) => n % Math.ceil(projects.length / 9) === 0);
  const alone = medianTime(thrice.map((cwd) => ({ command: CHECK, cwd })));
  const together = medianTime(
    [1, 2, 3].map(() => ({ command: [...CHECK, '--recursive'], cwd: parent })),
  );
  const poetry = findTool('poetry', 'POETRY');
  const timePoetry = (folders: readonly string[]): number | null =>
    poetry === null
      ? null
      : medianTime(folders.map((cwd) => ({ command: [poetry, 'check', '--lock'], cwd })));
  return [
    against('`check` of a project, median', alone, timePoetry(thrice)),
    against(
      `\`check\` of ${projects.length} projects in one run, a project`,
      together / projects.length,
      timePoetry(some),
    ),
  ];
}

function against(what: string, ours: number, theirs: number | null): Row {
  return theirs === null
    ? { what, ours: milliseconds(ours), baseline: 'Poetry is not here', ratio: null }
    : row(what, ours, theirs, '`poetry check --lock`');
}

/** Of whole processes, from start to end. */
function medianTime(
  runs: readonly { readonly command: readonly string[]; readonly cwd: string }[],
): number {
  const times = runs.map(({ command: [file = '', ...args], cwd }) => {
    const started = performance.now();
    spawnSync(file, args, { cwd });
    return performance.now() - started;
  });
  return statistics(times).median;
}

/** Names of real packages, spread over the alphabet, so that there is something to know of them. */
function someKnownNames(): string[] {
  const knowledge = openKnowledge(readFileSync(join(repository, 'dist/overrides-db.bin')));
  const names = [...knowledge.names()].filter((name) => /^[a-z][a-z0-9-]+$/.test(name));
  const step = Math.max(1, Math.floor(names.length / LARGE_PACKAGES));
  return names.filter((_, n) => n % step === 0);
}

/** tombi's own program, not npm's wrapper around it, which is older: of the newest npm has the one for Linux on x64. */
function installTombi(): string {
  const installed = (): string | undefined =>
    [join(baselines, 'node_modules/@tombi-toml/cli-linux-x64/tombi')].find((path) =>
      existsSync(path),
    );
  if (installed() === undefined)
    execFileSync('npm', ['install', '--no-package-lock', '--prefix', baselines], {
      stdio: 'inherit',
    });
  const path = installed();
  if (path === undefined) throw new Error('tombi has no program for this machine');
  return path;
}

function row(
  what: string,
  ours: number | Spread | null,
  theirs: number | Spread | null,
  baseline: string,
  unit = 'ms',
): Row {
  const one = (value: number): string =>
    unit === 'ms' ? milliseconds(value) : `${value.toFixed(0)} ${unit}`;
  const show = (value: number | Spread | null): string => {
    if (value === null || typeof value === 'number') return value === null ? '–' : one(value);
    return `${one(value.median)} (${one(value.least)}–${one(value.most)})`;
  };
  const ratio = ours === null || theirs === null ? null : medianOf(ours) / medianOf(theirs);
  return { what, ours: show(ours), baseline: `${show(theirs)} (${baseline})`, ratio };
}

function medianOf(value: number | Spread): number {
  return typeof value === 'number' ? value : value.median;
}

function megabytes(text: string): string {
  return `${(text.length / 1e6).toFixed(1)} MB`;
}

function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

function asTable(rows: readonly Row[]): string {
  const head = ['| | pyproject-nix-ls | baseline | ratio |', '|---|---|---|---|'];
  const body = rows.map(
    ({ what, ours, baseline, ratio }) =>
      `| ${what} | ${ours} | ${baseline} | ${ratio === null ? '–' : ratioText(ratio)} |`,
  );
  const [cpu] = cpus();
  const machine = `${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}, Node ${process.versions.node}`;
  return `${[...head, ...body].join('\n')}\n\nMeasured on ${machine}, at a load of ${load.toFixed(1)} before the run.`;
}

function ratioText(ratio: number): string {
  return ratio < 0.1 ? ratio.toFixed(4) : ratio.toFixed(2);
}

function writeReadme(table: string): void {
  const path = join(import.meta.dirname, 'README.md');
  const text = readFileSync(path, 'utf8');
  const [before, after] = [text.split('<!-- table -->')[0], text.split('<!-- end of table -->')[1]];
  if (before === undefined || after === undefined)
    throw new Error('bench/README.md has no place for the table');
  writeFileSync(path, `${before}<!-- table -->\n\n${table}\n\n<!-- end of table -->${after}`);
}
