import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { nixInstantiate } from '../../support/nix.ts';
import type { View } from './rows.ts';
import type { Setting } from './settings.ts';

/** The folder with checkouts of what is evaluated; null where nobody names one. */
export const SOURCES: string | null = process.env['PNLS_NIX_SOURCES'] ?? null;
export const HERE: string = import.meta.dirname;

/** What the packages of a folder have that is a project of this setting, or what Nix says is wrong. */
export function evaluate(
  { target }: Pick<Setting, 'target'>,
  folder: string,
  names: readonly string[],
): Readonly<Record<string, View>> | string {
  const list = names.map((name) => JSON.stringify(name)).join(' ');
  const expression = `import ${join(HERE, target)}.nix { sources = ${SOURCES ?? ''}; file = ${join(folder, 'default.nix')}; names = [ ${list} ]; }`;
  try {
    return runNix(expression) as Readonly<Record<string, View>>;
  } catch (error) {
    const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error);
    return text.split('error: ').at(-1)?.split('\n')[0] ?? text;
  }
}

/** What real Nix makes of an expression, as JSON has it. */
export function runNix(expression: string): unknown {
  const output = execFileSync(
    nixInstantiate ?? '',
    ['--eval', '--strict', '--json', '-E', expression],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  );
  return JSON.parse(output);
}
