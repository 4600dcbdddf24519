import { execFileSync, spawnSync } from 'node:child_process';
import { describe, it } from 'vitest';
import { findTool } from './tools.ts';

/** Where a program of Nix may be named, for one that is not on the PATH. */
const VARIABLES = { 'nix-instantiate': 'NIX_INSTANTIATE', nix: 'NIX' } as const;

/** What a test wants of Nix: a program, and the least version (`2.26`) that the test was seen to pass with. */
export interface WantedNix {
  readonly program?: keyof typeof VARIABLES;
  readonly least: string;
}

/** The real `nix-instantiate`, of whatever version; null without one. */
export const nixInstantiate: string | null = findTool('nix-instantiate', 'NIX_INSTANTIATE');

/** Tests that ask real Nix, whose path they are given; where it is missing or too old, one that is skipped and says so. */
export function describeWithNix(
  title: string,
  wanted: WantedNix,
  tests: (nix: string) => void,
): void {
  const { path, lacking } = find(wanted);
  if (lacking === null) describe(title, () => tests(path));
  else skip(title, lacking);
}

/** One test of that kind. */
export function itWithNix(
  title: string,
  wanted: WantedNix,
  test: (nix: string) => void | Promise<void>,
): void {
  const { path, lacking } = find(wanted);
  if (lacking === null) it(title, () => test(path));
  else skip(title, lacking);
}

/** What a `nix-instantiate` makes of an expression, all of it, without a build on the way. */
export function evaluate<T>(nix: string, expression: string): T {
  const noImports = ['--option', 'allow-import-from-derivation', 'false'];
  const args = ['--eval', '--strict', '--json', ...noImports, '-'];
  return JSON.parse(execFileSync(nix, args, { input: expression, encoding: 'utf8' })) as T;
}

function skip(title: string, lacking: string): void {
  console.log(`SKIPPED: ${title} ${lacking}`);
  it.skip(`${title} ${lacking}`);
}

function find({ program = 'nix-instantiate', least }: WantedNix): {
  readonly path: string;
  /** Why the tests cannot run, for who reads the results; null where they can. */
  readonly lacking: string | null;
} {
  const variable = VARIABLES[program];
  const path = findTool(program, variable);
  const wants = `(needs ${program} ${least} or later`;
  if (path === null) return { path: '', lacking: `${wants}, on the PATH or named by ${variable})` };
  const version = versionOf(path);
  const lacking = isAtLeast(version, least) ? null : `${wants}; ${path} is ${version})`;
  return { path, lacking };
}

/** `2.34.1` of `nix-instantiate (Nix) 2.34.1`; empty where the program does not run. */
function versionOf(path: string): string {
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8' });
  return /\d+(?:\.\d+)+/.exec(stdout ?? '')?.[0] ?? '';
}

function isAtLeast(version: string, least: string): boolean {
  const [parts, leastParts] = [version, least].map((text) => text.split('.').map(Number));
  const [major = 0, minor = 0] = parts ?? [];
  const [leastMajor = 0, leastMinor = 0] = leastParts ?? [];
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}
