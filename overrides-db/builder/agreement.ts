import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { holds } from '../conditions.ts';
import type { KnowledgeBase, Provision } from '../model.ts';
import { openKnowledge } from '../lookup.ts';
import type { BuildSystemsJson } from './build-systems.ts';
import { normalizeName } from './facts-text.ts';
import { buildBytes, readKnowledge } from './load.ts';

/*
 * Whether what we say that poetry2nix's defaults provide is what they do: evaluates every project below a
 * folder with the real poetry2nix and compares the names of buildInputs and nativeBuildInputs.
 *
 *   tsx overrides-db/builder/agreement.ts --projects DIR --poetry2nix DIR --corepkgs DIR --nixpkgs-lib DIR
 *     [--nix 'nix-instantiate'] [--scratch DIR] [--report FILE]
 */

const { values } = parseArgs({
  options: {
    projects: { type: 'string', default: '.' },
    poetry2nix: { type: 'string', default: '.' },
    corepkgs: { type: 'string', default: '.' },
    'nixpkgs-lib': { type: 'string', default: '.' },
    nix: { type: 'string', default: 'nix-instantiate' },
    scratch: { type: 'string', default: '/tmp' },
    report: { type: 'string' },
  },
});

interface Look {
  readonly version?: string;
  readonly wheel?: boolean;
  readonly added?: Readonly<Record<string, readonly string[]>>;
  readonly absent?: true;
  readonly failed?: true;
  readonly error?: string;
}

/** One project: its packages, the interpreter, and the build systems that the world lacks. */
interface Evaluation {
  readonly packages: ReadonlyMap<string, Look>;
  readonly python: string;
  readonly nulls: ReadonlySet<string>;
}

interface Difference {
  readonly project: string;
  readonly package: string;
  readonly version: string;
  readonly wheel: boolean;
  /** What poetry2nix adds and we do not say. */
  readonly unsaid: readonly string[];
  /** What we say and poetry2nix does not add. */
  readonly untrue: readonly string[];
}

/** Poetry2nix's own: the tools that rewrite the project file for the table's `poetry`, and the hooks of buildPythonPackage that an override of `format` exchanges. */
function isOwnTool(name: string, said: ReadonlySet<string>): boolean {
  return !said.has(name) && (name === 'yj' || name === 'jq' || /-hook(?:-sh)?$/.test(name));
}

function main(): void {
  const base = fileURLToPath(new URL('..', import.meta.url));
  const knowledge = openKnowledge(buildBytes(readKnowledge(base)));
  const scratch = mkdtempSync(join(values.scratch, 'agreement-'));
  const overrides = readFileSync(join(values.poetry2nix, 'overrides/default.nix'), 'utf8');
  writeFileSync(join(scratch, 'words.json'), JSON.stringify(selectedAttributes(overrides)));
  writeFileSync(join(scratch, 'build-systems.json'), JSON.stringify(buildSystems(overrides)));
  writeFileSync(
    join(scratch, 'agreement.nix'),
    readFileSync(new URL('agreement.nix', import.meta.url)),
  );
  const totals = {
    projects: 0,
    packages: 0,
    same: 0,
    names: 0,
    sameNames: 0,
    absent: 0,
    failed: 0,
  };
  const differences: Difference[] = [];
  const errors: string[] = [];
  for (const { project, folder, names } of projectsBySize(values.projects)) {
    totals.projects++;
    const { packages, python, nulls } = evaluate(folder, names, scratch);
    const isThere = (name: string): boolean =>
      name !== 'null' && (!nulls.has(name) || names.includes(name));
    for (const [name, look] of packages) {
      if (look.absent === true) totals.absent++;
      else if (look.added === undefined || look.version === undefined) {
        totals.failed++;
        errors.push(`${project}\t${name}\t${look.error ?? 'threw'}`);
      } else {
        const all = provided(knowledge, name, look.version, look.wheel === true, python);
        const said = new Set([...all].filter(isThere));
        const actual = new Set(
          [...(look.added['buildInputs'] ?? []), ...(look.added['nativeBuildInputs'] ?? [])]
            .map(normalizeName)
            .filter((one) => isThere(one) && !isOwnTool(one, said)),
        );
        const unsaid = [...actual].filter((one) => !said.has(one));
        const untrue = [...said].filter((one) => !actual.has(one));
        totals.packages++;
        totals.names += new Set([...actual, ...said]).size;
        totals.sameNames += [...actual].filter((one) => said.has(one)).length;
        if (unsaid.length + untrue.length === 0) totals.same++;
        else {
          differences.push({
            project,
            package: name,
            version: look.version,
            wheel: look.wheel === true,
            unsaid,
            untrue,
          });
        }
      }
    }
    const report = { totals, differences, errors };
    if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(report, null, 1));
  }
  process.stdout.write(`${JSON.stringify(totals)}\n`);
  for (const one of differences) process.stdout.write(`${JSON.stringify(one)}\n`);
}

/** The names of what we say is provided, as poetry2nix writes them; runtime dependencies are not compared. */
function provided(
  knowledge: KnowledgeBase,
  name: string,
  version: string,
  wheel: boolean,
  python: string,
): Set<string> {
  const situation = {
    version,
    system: 'x86_64-linux',
    distribution: wheel ? 'wheel' : 'sdist',
    python,
  } as const;
  const result = new Set<string>();
  for (const one of knowledge.lookup(name)?.poetry2nix?.provides ?? []) {
    const written = writtenName(one);
    if (written !== null && holds(one.when, situation) !== 'no') result.add(written);
  }
  return result;
}

function writtenName({ need, written }: Provision): string | null {
  if (need.kind !== 'native-input' && need.kind !== 'build-system') return null;
  if (need.kind === 'native-input' && need.as === 'propagatedBuildInputs') return null;
  const attr = written ?? need.attr;
  const bare =
    attr
      .replace(/\.(?:dev|out|lib)$/, '')
      .split('.')
      .at(-1) ?? attr;
  return normalizeName(bare);
}

/** The projects below a folder, those with the fewest packages first: a run that is stopped has judged as many as it could. */
function projectsBySize(
  parent: string,
): { project: string; folder: string; names: readonly string[] }[] {
  return readdirSync(parent)
    .map((project) => ({ project, folder: join(parent, project) }))
    .filter(({ folder }) => existsSync(join(folder, 'poetry.lock')))
    .map((one) => ({ ...one, names: lockedNames(one.folder) }))
    .toSorted((a, b) => a.names.length - b.names.length || (a.project < b.project ? -1 : 1));
}

function lockedNames(folder: string): string[] {
  const lock = readFileSync(join(folder, 'poetry.lock'), 'utf8');
  const names = lock.matchAll(/^\[\[package\]\]\nname = "([^"]+)"/gm);
  return [...new Set([...names].map(([, name]) => normalizeName(name ?? '')))];
}

function evaluate(folder: string, names: readonly string[], scratch: string): Evaluation {
  if (names.length === 0) return { packages: new Map(), python: '', nulls: new Set() };
  writeFileSync(join(scratch, 'names.json'), JSON.stringify(names));
  const read = (file: string): string =>
    `builtins.fromJSON (builtins.readFile ${join(scratch, file)})`;
  const expression = `import ${join(scratch, 'agreement.nix')} {
    poetry2nix = ${values.poetry2nix}; corepkgs = ${values.corepkgs}; nixpkgsLib = ${values['nixpkgs-lib']};
    project = ${folder}; words = ${read('words.json')}; buildSystems = ${read('build-systems.json')}; names = ${read('names.json')}; }`;
  const [command = 'nix-instantiate', ...before] = values.nix.split(' ');
  const run = spawnSync(command, [...before, '--eval', '--strict', '--json', '-E', expression], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 120_000,
  });
  if (run.status === 0) {
    const output: { packages: Record<string, Look>; python: string; nulls: string[] } = JSON.parse(
      run.stdout,
    );
    return {
      packages: new Map(Object.entries(output.packages)),
      python: output.python,
      nulls: new Set(output.nulls.map(normalizeName)),
    };
  }
  if (names.length === 1) {
    const error = (run.stderr.match(/error: .*/g) ?? ['']).at(-1) ?? '';
    const look: Look = { error: error.slice(0, 200) };
    return { packages: new Map([[names[0] ?? '', look]]), python: '', nulls: new Set() };
  }
  const middle = names.length >> 1;
  const first = evaluate(folder, names.slice(0, middle), scratch);
  const second = evaluate(folder, names.slice(middle), scratch);
  return {
    packages: new Map([...first.packages, ...second.packages]),
    python: first.python === '' ? second.python : first.python,
    nulls: new Set([...first.nulls, ...second.nulls]),
  };
}

/** Every build system that the table names, and every Python package that the overrides put among the inputs. */
function buildSystems(overrides: string): string[] {
  const table: BuildSystemsJson = JSON.parse(
    readFileSync(join(values.poetry2nix, 'overrides/build-systems.json'), 'utf8'),
  );
  const listed = Object.values(table)
    .flat()
    .map((entry) => (typeof entry === 'string' ? entry : entry.buildSystem));
  const selected = [...overrides.matchAll(/\bfinal\.([a-z][\w-]*)/g)].map(([, name]) => name ?? '');
  const fixed = new Set(['python', 'pkgs', 'lib', 'callPackage', 'pythonOlder', 'pythonAtLeast']);
  return [...new Set([...listed, ...selected, 'cython_0'])].filter((name) => !fixed.has(name));
}

/** The attributes that the overrides select from nixpkgs, less those that only work as themselves. */
function selectedAttributes(text: string): string[] {
  const found = new Set<string>();
  for (const [, name = ''] of text.matchAll(/\bpkgs\.([A-Za-z_][\w'-]*)/g)) found.add(name);
  for (const [, name = ''] of text.matchAll(
    /\b(?:xorg|gst_all_1|qt5|qt6|frameworks|cudaPackages|llvmPackages)\.([A-Za-z_][\w'-]*)/g,
  )) {
    found.add(name);
  }
  for (const [, list = ''] of text.matchAll(/inherit \(pkgs[^)]*\)([^;]*);/g)) {
    for (const name of list.match(/[\w'-]+/g) ?? []) found.add(name);
  }
  return [...found].filter((name) => !GENUINE.test(name));
}

const GENUINE =
  /^(?:lib|stdenv|python\w*|buildPackages|fetch\w*|runCommand|symlinkJoin|write\w*|version|patches|overridePythonAttrs|mpiSupport|so|rustPlatform|darwin|xorg|qt5|qt6|gst_all_1|cudaPackages|llvmPackages|apple_sdk)$/;

main();
