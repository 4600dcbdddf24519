import { expect, it } from 'vitest';
import { excerptOf, tellingLine } from './excerpt.ts';

const LOG = `running build_ext
checking for x... error: no x, going on
gcc -c a.c
a.c:1:10: fatal error: pq.h: No such file or directory
compilation terminated.
error: command 'gcc' failed with exit code 1
error: subprocess-exited-with-error
  ERROR: Failed building wheel for p
`;

it('names the surest line', () => {
  expect(tellingLine(LOG, null)).toBe('a.c:1:10: fatal error: pq.h: No such file or directory');
});

it('does not name what a build that succeeds says as well', () => {
  const log = 'error: no x, going on\nError: pg_config executable is missing\n';
  expect(tellingLine(log, 'error: no x, going on\n')).toBe(
    'Error: pg_config executable is missing',
  );
});

it('says the last line where none tells anything, and that there is none', () => {
  expect(tellingLine('one\ntwo\n', null)).toBe('two');
  expect(tellingLine('', null)).toBe('no output');
});

it('keeps the lines that matter, without what pip says of every failure at the end', () => {
  const long = `${'gcc -c b.c\n'.repeat(100)}${LOG}`;
  const excerpt = excerptOf(long, tellingLine(long, null));
  expect(excerpt.split('\n')[0]).toBe('…');
  expect(excerpt).toContain('fatal error: pq.h');
  expect(excerpt).not.toContain('Failed building wheel');
  expect(excerpt.split('\n').length).toBeLessThan(20);
});

/** The excerpt of a run in a folder of that name. */
function run(folder: string, seconds: string): string {
  return excerptOf(`in /tmp/${folder}/p\nerror: nothing after ${seconds}s\n`, 'x');
}

it('is the same for two runs', () => {
  expect(run('pip-req-build-a1b2', '0.31')).toBe(run('pip-req-build-c3d4', '12.5'));
});
