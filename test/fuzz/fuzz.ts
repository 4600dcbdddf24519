/**
 * `npm run fuzz -- [--seconds N] [--in-root] [TARGET…]` runs each target, or those that are named, for N
 * seconds with Jazzer.js (libFuzzer): inputs are kept that reach code which none has reached before. What
 * breaks an invariant is written to `.work/finds/TARGET/`; mended, it is kept in `seeds/TARGET/`, which the
 * ordinary tests replay. The corpus grows in `.work/`, from run to run. `--in-root` runs it in the Debian root of scripts/forky-root.sh: the fuzzer
 * wants glibc 2.38.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'rolldown';
import { repositoryRoot } from '../../scripts/lib/repository.ts';
import { fillCorpus } from './corpus.ts';

/** Seconds that one input may take, and megabytes of the process. */
const SLOWEST = 30;
const MOST_MEMORY = 2048;

const here = join(repositoryRoot, 'test/fuzz');
const work = join(here, '.work');
const jazzer = join(here, 'node_modules/@jazzer.js/core/dist/cli.js');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seconds: { type: 'string', default: '60' }, 'in-root': { type: 'boolean' } },
});
const all = readdirSync(join(here, 'targets')).map((name) => basename(name, '.ts'));
const targets = positionals.length === 0 ? all : positionals;

if (!existsSync(jazzer)) {
  const args = ['ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund'];
  const { status } = spawnSync('npm', args, { stdio: 'inherit' });
  if (status !== 0) process.exit(2);
}
const failed: string[] = [];
for (const target of targets) {
  console.log(`\n=== ${target}`);
  await bundle(target);
  if (!fuzz(target)) failed.push(target);
}
if (failed.length > 0) {
  console.error(`\nfound something: ${failed.join(', ')}; see test/fuzz/.work/finds`);
  process.exit(1);
}

/** One file a target: what is loaded by `require` is what Jazzer.js instruments. */
async function bundle(target: string): Promise<void> {
  await build({
    cwd: repositoryRoot,
    input: join(here, 'targets', `${target}.ts`),
    platform: 'node',
    tsconfig: false,
    logLevel: 'silent',
    resolve: { alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' } },
    output: { file: join(work, `${target}.cjs`), format: 'cjs' },
  });
}

function fuzz(target: string): boolean {
  const corpus = join(work, 'corpus', target);
  const seeds = join(here, 'seeds', target);
  fillCorpus(target, corpus, join(repositoryRoot, 'test'));
  const finds = join(work, 'finds', target);
  for (const folder of [seeds, finds]) mkdirSync(folder, { recursive: true });
  const options = [
    `-max_total_time=${values.seconds}`,
    `-timeout=${SLOWEST}`,
    `-rss_limit_mb=${MOST_MEMORY}`,
    `-artifact_prefix=${finds}/`,
    `-dict=${join(here, 'words.dict')}`,
    '-max_len=8192',
    '-print_final_stats=1',
    '-verbosity=0',
  ];
  const run = [jazzer, join(work, `${target}.cjs`), corpus, seeds, '--sync', '--', ...options];
  const [command, ...args] = values['in-root']
    ? [join(repositoryRoot, 'scripts/forky-root.sh'), 'run', 'node', ...run]
    : [process.execPath, ...run];
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}
