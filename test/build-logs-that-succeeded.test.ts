import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { LogReader } from '../server/build-log/read.ts';

/**
 * What is left of the logs of builds and test runs that ended well and were run for this: pip's, CPython's and others'
 * tests, this project's own. Kept are the lines that a row of the table fits, those that look like an end in failure,
 * and the last eight; `…` where lines were left out.
 */
const FILE = fileURLToPath(new URL('build-logs-that-succeeded.txt', import.meta.url));
const LOGS = readFileSync(FILE, 'utf8')
  .split(/^=== .*\n/m)
  .slice(1);

function hasFailed(log: string): boolean {
  const reader = new LogReader();
  reader.push(log);
  return reader.finish().hasFailed;
}

it('no log that succeeded is taken for a failure', () => {
  expect(LOGS.length).toBeGreaterThan(150);
  expect(LOGS.filter(hasFailed)).toEqual([]);
});

it('each is one where Nix says so behind it', () => {
  const drv = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-foo-1.0.drv';
  const failure = `error: builder for '${drv}' failed with exit code 1;\n`;
  expect(LOGS.filter((log) => !hasFailed(log + failure))).toEqual([]);
});
