/**
 * How fast many projects are judged, against Poetry: `npx tsx bench/projects.ts`. Ours reads every
 * project of a folder in one process and judges freshness and every dependency; the baseline is one
 * `poetry check --lock` for each of some of them. The folder is `../shared/corpus/poetry2nix` where
 * that is at hand, else `examples`; POETRY names a Poetry that is not on the PATH.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { crossCheck } from '../server/freshness/cross-check.ts';
import { poetryFreshness } from '../server/freshness/poetry-freshness.ts';
import { readPoetryLock } from '../server/locks/poetry.ts';
import { readPyproject } from '../server/manifests/pyproject.ts';
import { parseToml } from '../server/toml/parse.ts';
import { statistics } from './lib/statistics.ts';

const ROUNDS = 5;
const POETRY_RUNS = 5;

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shared = join(root, '../shared/corpus/poetry2nix');
const folder = existsSync(shared) ? shared : join(root, 'examples');
const projects = readdirSync(folder)
  .map((name) => join(folder, name))
  .filter((project) => existsSync(join(project, 'poetry.lock')));

let dependencies = 0;
const rounds = Array.from({ length: ROUNDS }, () => {
  const start = performance.now();
  dependencies = projects.reduce((sum, project) => sum + judge(project), 0);
  return performance.now() - start;
});
const ours = statistics(rounds).median / projects.length;
console.log(
  `${projects.length} projects, ${dependencies} dependencies, median of ${ROUNDS} rounds`,
);
console.log(`ours: ${ours.toFixed(2)} ms a project`);

const poetry = process.env['POETRY'] ?? 'poetry';
if (spawnSync(poetry, ['--version']).status === 0) {
  const sample = projects.filter(
    (_, index) => index % Math.ceil(projects.length / POETRY_RUNS) === 0,
  );
  const theirs = statistics(sample.map(timePoetry)).median;
  console.log(`poetry check --lock: ${theirs.toFixed(0)} ms a project, median of ${sample.length}`);
  console.log(`ratio: ${(theirs / ours).toFixed(0)} times as fast`);
} else {
  console.log('no Poetry: no baseline');
}

/** Answers the number of dependencies that were judged. */
function judge(project: string): number {
  const text = (name: string): string => readFileSync(join(project, name), 'utf8');
  const document = parseToml(text('pyproject.toml'));
  const manifest = readPyproject(join(project, 'pyproject.toml'), document);
  const lock = readPoetryLock(join(project, 'poetry.lock'), parseToml(text('poetry.lock')));
  poetryFreshness(document, manifest, lock);
  for (const dependency of manifest.dependencies) crossCheck(dependency, manifest, lock);
  return manifest.dependencies.length;
}

function timePoetry(project: string): number {
  const start = performance.now();
  spawnSync(poetry, ['check', '--lock'], { cwd: project });
  return performance.now() - start;
}
