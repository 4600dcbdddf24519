import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const repository: string = join(import.meta.dirname, '../..');

/** The server under test: the bundle that is published. */
export const serverMain: string = process.env['PNLS_SERVER'] ?? join(repository, 'dist/main.js');

const script = join(repository, 'scripts/forky-root.sh');

/** Why the real editors cannot be run here, or null where they can. */
export function editorsProblem(): string | null {
  const { status, stderr, error } = spawnSync(script, ['check'], { encoding: 'utf8' });
  if (status === 0) return null;
  return (error?.message ?? stderr).trim().replaceAll('\n', '; ');
}

/** What to spawn for a command to run in the root: this machine's folders are there at their own paths. */
export function inRoot(
  environment: Readonly<Record<string, string>>,
  command: readonly string[],
): [file: string, args: string[]] {
  const assignments = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
  return [script, ['run', 'env', '-i', ...assignments, ...command]];
}

/** Whether real Nix parses a text. */
export function parsesAsNix(text: string): boolean {
  const environment = { HOME: '/root', PATH: '/usr/bin:/bin' };
  const [file, args] = inRoot(environment, ['nix-instantiate', '--parse', '-']);
  return spawnSync(file, args, { input: text }).status === 0;
}
