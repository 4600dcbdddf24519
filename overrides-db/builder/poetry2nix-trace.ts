import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InputList, System } from '../model.ts';
import { identifiers, scanBindings, stringLiterals } from './nix-scan.ts';
import { versionProbes, type ProbeGrid } from './probes.ts';

/** One build of one package that is tried. */
export interface TracedBuild {
  readonly name: string;
  readonly version: string;
  readonly system: System;
  readonly distribution: 'sdist' | 'wheel';
  /** `X.Y`. */
  readonly python: string;
}

/** What `tracer.nix` tells of one build. */
export interface TracedResult extends TracedBuild {
  /** The expression threw. */
  readonly failed?: true;
  /** The evaluator's words, where they could not be caught inside Nix. */
  readonly error?: string;
  readonly result?:
    | { readonly gone: true }
    | { readonly alias: string }
    | {
        readonly inputs: Readonly<Record<string, readonly string[]>>;
        readonly replaced: readonly (InputList | 'propagatedNativeBuildInputs')[];
        readonly variables: Readonly<Record<string, string>>;
        readonly hooks: readonly string[];
        readonly mentions: string;
        readonly cargo: { readonly by: string; readonly hash: string } | null;
        readonly arguments: readonly string[];
      };
}

/** What one package was tried with. */
export interface TracedPackage {
  readonly name: string;
  readonly literals: readonly string[];
  readonly results: readonly TracedResult[];
}

export interface TraceOptions {
  /** poetry2nix's checkout. */
  readonly checkout: string;
  /** nixpkgs' `lib` folder. */
  readonly nixpkgsLib: string;
  /** The command that evaluates: `nix-instantiate`, with what must stand before it. */
  readonly nix: readonly string[];
  /** A folder that the command can read. */
  readonly scratch: string;
  readonly only?: readonly string[];
}

export const SYSTEMS: readonly System[] = [
  'x86_64-linux',
  'aarch64-linux',
  'x86_64-darwin',
  'aarch64-darwin',
];
export const PYTHONS: readonly string[] = ['3.8', '3.9', '3.10', '3.11', '3.12', '3.13'];
export const BASE_PYTHON = '3.11';

/** Where the bindings of the build fixes stand in `overrides/default.nix`. */
const FIXES_DEPTH = 3;

/** Evaluates every package that the overrides bind, over versions, systems, distributions and interpreters. */
export function tracePoetry2nix(options: TraceOptions): TracedPackage[] {
  const file = join(options.checkout, 'overrides/default.nix');
  const text = readFileSync(file, 'utf8');
  const table = readFileSync(join(options.checkout, 'overrides/build-systems.json'), 'utf8');
  const packages = boundPackages(text);
  const words = [...identifiers(text), ...COMPOSED].filter((word) => !KEYWORDS.has(word));
  const pythonNames = [
    ...new Set([...packages.map(({ name }) => name), ...Object.keys(JSON.parse(table)), ...words]),
  ];
  const scratch = mkdtempSync(join(options.scratch, 'trace-'));
  writeFileSync(join(scratch, 'words.json'), JSON.stringify(words));
  writeFileSync(join(scratch, 'python.json'), JSON.stringify(pythonNames));
  writeFileSync(join(scratch, 'tracer.nix'), readFileSync(new URL('tracer.nix', import.meta.url)));
  return packages
    .filter(({ name }) => options.only === undefined || options.only.includes(name))
    .map(({ name, literals }) => evaluate(name, literals, file, scratch, options));
}

/** The packages that the fixes bind, with the version-like literals of each. */
export function boundPackages(text: string): { name: string; literals: string[] }[] {
  const result = new Map<string, string[]>();
  let covered = 0;
  for (const { name, start, end } of scanBindings(text).filter(
    ({ depth }) => depth === FIXES_DEPTH,
  )) {
    if (start < covered) continue;
    covered = end;
    const literals = stringLiterals(text.slice(start, end)).filter((one) => /^\d[\w.]*$/.test(one));
    result.set(name, [...(result.get(name) ?? []), ...literals]);
  }
  for (const name of NOT_PACKAGES) result.delete(name);
  return [...result].map(([name, literals]) => ({ name, literals }));
}

/** The builds of one package: everything at one interpreter, and every interpreter for one build. */
export function buildsOf(name: string, grid: ProbeGrid): TracedBuild[] {
  const builds: TracedBuild[] = [];
  for (const { version } of grid.versions) {
    for (const system of grid.systems) {
      for (const distribution of grid.distributions) {
        builds.push({ name, version, system, distribution, python: BASE_PYTHON });
      }
    }
    for (const python of PYTHONS.filter((one) => one !== BASE_PYTHON)) {
      builds.push({ name, version, system: 'x86_64-linux', distribution: 'sdist', python });
    }
  }
  return builds;
}

export function gridOf(literals: readonly string[]): ProbeGrid {
  return {
    versions: versionProbes(literals),
    systems: SYSTEMS,
    distributions: ['sdist', 'wheel'],
  };
}

/** Outputs, and names that the file puts together from a version: they may not stand in it. */
const COMPOSED = [
  ...Array.from({ length: 18 }, (_, index) => `llvmPackages_${index + 4}`),
  'bin',
  'dev',
  'lib',
  'llvm_12',
  'out',
  'qt512',
  'qt514',
  'qt515',
];

const NOT_PACKAGES = ['addBuildSystem', 'postInstall', '_opencv-python-override'];

const KEYWORDS = new Set([
  'assert',
  'else',
  'if',
  'in',
  'inherit',
  'let',
  'or',
  'rec',
  'then',
  'with',
]);

function evaluate(
  name: string,
  literals: readonly string[],
  file: string,
  scratch: string,
  options: TraceOptions,
): TracedPackage {
  const read = (path: string): string =>
    `builtins.fromJSON (builtins.readFile ${join(scratch, path)})`;
  const expression = `import ${scratch}/tracer.nix {
    overrides = ${file}; nixpkgsLib = ${options.nixpkgsLib};
    words = ${read('words.json')}; pythonNames = ${read('python.json')}; builds = ${read('builds.json')}; }`;
  const run = (builds: readonly TracedBuild[]): TracedResult[] => {
    writeFileSync(join(scratch, 'builds.json'), JSON.stringify(builds));
    const outcome = runNix(options.nix, expression);
    if (outcome.error === undefined) return JSON.parse(outcome.output);
    const [only] = builds;
    if (only !== undefined && builds.length === 1) {
      return [{ ...only, failed: true, error: outcome.error }];
    }
    const middle = builds.length >> 1;
    return [...run(builds.slice(0, middle)), ...run(builds.slice(middle))];
  };
  return { name, literals, results: run(buildsOf(name, gridOf(literals))) };
}

/** Some errors cannot be caught inside Nix (a missing attribute), so the caller halves what it asked. */
function runNix(
  nix: readonly string[],
  expression: string,
): { output: string; error?: undefined } | { error: string } {
  const [command = 'nix-instantiate', ...before] = nix;
  const run = spawnSync(command, [...before, '--eval', '--strict', '--json', '-E', expression], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.error !== undefined) throw run.error;
  if (run.status === 0) return { output: run.stdout };
  const lines = run.stderr.split('\n').filter((line) => line.includes('error:'));
  return { error: (lines.at(-1) ?? run.stderr.slice(-300)).replace(/^.*error: /, '').trim() };
}
