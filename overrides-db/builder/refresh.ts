import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { PackageFacts } from '../model.ts';
import { reconcile } from '../reconcile.ts';
import { differenceOf, reportOf } from './knowledge-difference.ts';
import { readKnowledge } from './load.ts';

/*
 * Brings all facts up to date, step by step, and says what changed:
 *
 *   tsx overrides-db/builder/refresh.ts --work FOLDER [--sources FILE] [--again]
 *
 * FOLDER, outside of the repository, keeps the sdists and wheels and how far it is: run again after a failure, it goes on
 * with the step that failed, and a step whose inputs are those of the last time is left out. FILE says where checkouts and
 * extracted facts are, by source, with the options of its importer:
 *
 *   { "poetry2nix": { "checkout": "…", "nixpkgs-lib": "…", "revision": "…", "date": "…" },
 *     "hammer": { "from": "…", "revision": "…", "date": "…" } }
 *
 * Sources that it does not name stay as they are. With --again no step is left out.
 */

const { values } = parseArgs({
  options: {
    work: { type: 'string' },
    sources: { type: 'string' },
    again: { type: 'boolean' },
  },
});
const builder = new URL('.', import.meta.url).pathname;

main();

interface Step {
  readonly name: string;
  readonly command: readonly [program: string, ...args: string[]];
  /** Files whose content decides whether it is to be done anew; null: it is done each time, and knows itself what is left. */
  readonly inputs: readonly string[] | null;
}

function main(): void {
  if (values.work === undefined) {
    process.stderr.write('usage: refresh.ts --work FOLDER [--sources FILE] [--again]\n');
    process.exit(2);
  }
  mkdirSync(values.work, { recursive: true });
  const beforeFile = join(values.work, 'refresh-before.json');
  // What it was before the first run of several counts.
  if (!existsSync(beforeFile)) writeFileSync(beforeFile, JSON.stringify(knowledge()));
  const stateFile = join(values.work, 'refresh-state.json');
  const state = new Map<string, string>(
    existsSync(stateFile) ? Object.entries(JSON.parse(readFileSync(stateFile, 'utf8'))) : [],
  );
  for (const step of steps(values.work, values.sources)) {
    const print = fingerprint(step);
    if (print !== null && state.get(step.name) === print && values.again !== true) {
      process.stdout.write(`${step.name}: nothing new\n`);
      continue;
    }
    process.stdout.write(`${step.name} …\n`);
    const [program, ...args] = step.command;
    const { status } = spawnSync(program, args, { stdio: 'inherit' });
    if (status !== 0) {
      process.stderr.write(`${step.name} failed; run again to go on with it\n`);
      process.exit(1);
    }
    if (print !== null) state.set(step.name, print);
    writeFileSync(stateFile, JSON.stringify(Object.fromEntries(state)));
  }
  const before: PackageFacts[] = JSON.parse(readFileSync(beforeFile, 'utf8'));
  const report = reportOf(differenceOf(before, knowledge()));
  writeFileSync(join(values.work, 'refresh-report.md'), report);
  rmSync(beforeFile);
  process.stdout.write(`\n${report}`);
}

/** As text and back, so that what was kept of the beginning compares with it. */
function knowledge(): PackageFacts[] {
  return JSON.parse(JSON.stringify(reconcile(readKnowledge(join(builder, '..')))));
}

function steps(work: string, sources: string | undefined): Step[] {
  const tsx = (script: string, ...args: readonly string[]): Step['command'] => [
    'npx',
    'tsx',
    join(builder, script),
    ...args,
  ];
  const given: Record<string, Record<string, string>> = sources === undefined
    ? {}
    : JSON.parse(readFileSync(sources, 'utf8'));
  const imports = Object.entries(given).map(([source, options]): Step => {
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, value]);
    const inputs = Object.values(options).filter((value) => existsSync(value));
    return {
      name: source,
      command:
        source === 'poetry2nix' ? tsx('poetry2nix.ts', ...args) : tsx('import.ts', source, ...args),
      inputs,
    };
  });
  return [
    ...imports,
    {
      name: 'sdists and wheels: fetch',
      command: ['python3', join(builder, 'fetch-packages.py'), work],
      inputs: null,
    },
    {
      name: 'sdists and wheels: read',
      command: tsx('read-packages.ts', '--from', work, '--report'),
      inputs: null,
    },
    { name: 'REVIEW.md', command: tsx('review.ts'), inputs: null },
  ];
}

/** Of the command and of its inputs: a file by its content, a folder by its time. */
function fingerprint({ command, inputs }: Step): string | null {
  if (inputs === null) return null;
  const hash = createHash('sha256').update(JSON.stringify(command));
  for (const input of inputs) {
    const stat = statSync(input);
    hash.update(stat.isDirectory() ? String(stat.mtimeMs) : readFileSync(input));
  }
  return hash.digest('hex');
}
