import { describe, expect, it } from 'vitest';
import { LogReader } from './read.ts';

const ESCAPE = '\u001b';
const DRV = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.12-foo-1.0.drv';
const MISSING = 'src/a.c:1:10: fatal error: zlib.h: No such file or directory';
/** What Nix prints of a builder that failed. */
const EXCERPT = [
  `error: builder for '${DRV}' failed with exit code 1;`,
  '       last 2 log lines:',
  `       > ${MISSING}`,
  '       > compilation terminated.',
  `       For full logs, run 'nix log ${DRV}'.`,
];
const stamped = (lines: readonly string[], stamp: string): readonly string[] =>
  lines.map((line) => `${stamp}${line}`);

/** Whole logs of ours in the forms that the systems give them, each of one build of foo that lacks zlib. */
const FAILED: readonly (readonly [system: string, lines: readonly string[]])[] = [
  [
    'GitHub, as it is downloaded',
    stamped(
      [
        '##[group]Run nix build -L',
        `${ESCAPE}[36;1mnix build -L${ESCAPE}[0m`,
        'shell: /usr/bin/bash -e {0}',
        '##[endgroup]',
        `foo> ${MISSING}`,
        `${ESCAPE}[31;1merror:${ESCAPE}[0m builder for '${ESCAPE}[35;1m${DRV}${ESCAPE}[0m' failed with exit code 1;`,
        ...EXCERPT.slice(1),
        '##[error]Process completed with exit code 1.',
        'Post job cleanup.',
        '[command]/usr/bin/git version',
        'Cleaning up orphan processes',
      ],
      '2024-05-01T12:34:56.1234567Z ',
    ),
  ],
  [
    'gh run view --log-failed',
    stamped(
      ['##[group]Run nix build', ...EXCERPT, '##[error]Process completed with exit code 1.'],
      'build (x86_64-linux)\tRun nix build\t2024-05-01T12:34:56.1234567Z ',
    ),
  ],
  [
    'GitLab, with sections',
    [
      `Running with gitlab-runner 17.0.0${ESCAPE}[0;m`,
      `section_start:1714567890:step_script\r${ESCAPE}[0K${ESCAPE}[0K${ESCAPE}[36;1mExecuting "step_script" stage of the job script${ESCAPE}[0;m`,
      `${ESCAPE}[32;1m$ nix build${ESCAPE}[0;m`,
      ...EXCERPT,
      `section_end:1714567899:step_script\r${ESCAPE}[0K`,
      `${ESCAPE}[31;1mERROR: Job failed: exit code 1${ESCAPE}[0;m`,
    ],
  ],
  [
    'GitLab, with time stamps',
    stamped(
      [
        `section_start:1714567890:step_script\r${ESCAPE}[0K`,
        ...EXCERPT,
        'ERROR: Job failed: exit code 1',
      ],
      '2024-05-01T12:34:56.123456Z 01O ',
    ),
  ],
  [
    'Buildbot, all of stdio',
    [
      'nix build -L .#default',
      ' in dir /var/lib/buildbot/worker/foo/build (timeout 1200 secs)',
      ' watching logfiles {}',
      " argv: [b'nix', b'build', b'-L']",
      ' environment:',
      '  ERRORLOG=/dev/null',
      '  PATH=/run/current-system/sw/bin',
      ' using PTY: False',
      ...EXCERPT,
      'program finished with exit code 1',
      'elapsedTime=12.345678',
    ],
  ],
  [
    'nom, with its tree',
    [
      `foo> ${MISSING}`,
      ...EXCERPT,
      '┏━ 1 Errors: ',
      ...EXCERPT.map((line) => `┃ ${line}`),
      '┣━ Dependency Graph:',
      '┃ ┌─ ⚠ python3.12-foo-1.0 failed with exit code 1 after ⏱ 3s',
      '┃ ⏸ app-0.1 waiting for 1 ⚠',
      '┣━━━ Builds          ',
      '┗━ ∑ ⏵ 0 │ ✔ 2 │ ⚠ 1 │ Exited with 1 errors reported by nix at 12:34:56 after 9s',
    ],
  ],
  [
    'nom, the tree alone below what the builder printed',
    [
      `python3.12-foo> ${MISSING}`,
      '┏━ Dependency Graph:',
      '┃    ┌─ ⚠ python3.12-foo-1.0 failed with exit code 1 after ⏱ 3s in buildPhase',
      '┗━ ∑ ⏵ 0 │ ✔ 2 │ ⚠ 1 │ Exited with 1 errors reported by nix at 12:34:56 after 9s',
    ],
  ],
  [
    'bar-with-logs',
    [
      `${ESCAPE}[1mfoo> ${ESCAPE}[0m${MISSING}`,
      `\r${ESCAPE}[K[0/1 built] building foo-1.0 (buildPhase): x\r${ESCAPE}[Kfoo> compilation terminated.`,
      `\r${ESCAPE}[K`,
      ...EXCERPT,
      `[1 built (1 failed)]\r${ESCAPE}[K`,
    ],
  ],
  [
    'internal-json',
    [
      `@nix ${JSON.stringify({ action: 'start', id: 7, level: 3, type: 105, text: `building '${DRV}'`, fields: [DRV, '', 1, 1] })}`,
      `@nix ${JSON.stringify({ action: 'result', id: 7, type: 104, fields: ['buildPhase'] })}`,
      `@nix ${JSON.stringify({ action: 'result', id: 7, type: 101, fields: [MISSING] })}`,
      `@nix ${JSON.stringify({ action: 'stop', id: 7 })}`,
      `@nix ${JSON.stringify({ action: 'msg', level: 0, msg: EXCERPT.join('\n') })}`,
    ],
  ],
];

/** What a Nix of 2.28 and older prints last: all that was asked for, whichever of it failed. */
const SUMMARY = `error: build of '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-app-1.0.drv', '${DRV}' failed`;

describe('whole logs as systems give them', () => {
  it('what Nix sums up at the end failed for the sake of the builder that is named before', () => {
    const json = `@nix ${JSON.stringify({ action: 'msg', level: 0, msg: SUMMARY })}`;
    for (const last of [SUMMARY, json])
      expect(read([...EXCERPT, last]).failures).toMatchObject([{ package: { name: 'foo' } }]);
    expect(read([SUMMARY]).failures).toMatchObject([{ package: { name: 'app' } }]);
  });

  it('nom, with the failed builds in a list of their own', () => {
    const { failures } = read([
      '┏━ Dependency Graph:',
      '┣━ 1 Failed Builds:',
      `┃ ⚠ ${DRV} (exit code 1)`,
      '┗━ ∑ ⏵ 0 │ ✔ 2 │ ⚠ 1 │ Exited after 1 build failures at 12:34:56 after 9s',
    ]);
    expect(failures).toMatchObject([{ package: { name: 'foo', version: '1.0' } }]);
  });

  it.each(FAILED)('%s', (_system, lines) => {
    const { hasFailed, failures, findings } = read(lines);
    expect(hasFailed).toBe(true);
    expect(failures.map((each) => each.package)).toEqual([{ name: 'foo', version: '1.0' }]);
    expect(findings).toMatchObject([
      { package: { name: 'foo' }, needs: [{ kind: 'native-input', attr: 'zlib' }] },
    ]);
  });

  it('Hydra, whose log is the builder’s alone', () => {
    const { hasFailed, failures, findings } = read([
      'Running phase: unpackPhase',
      '@nix { "action": "setPhase", "phase": "unpackPhase" }',
      'unpacking source archive /nix/store/0123456789abcdfghijklmnpqrsvwxyz-foo-1.0.tar.gz',
      'source root is foo-1.0',
      'Running phase: buildPhase',
      '@nix { "action": "setPhase", "phase": "buildPhase" }',
      'Executing pypaBuildPhase',
      MISSING,
      'compilation terminated.',
      "error: command '/nix/store/x-gcc/bin/gcc' failed with exit code 1",
      '',
      'ERROR Backend subprocess exited when trying to invoke build_wheel',
    ]);
    expect(hasFailed).toBe(true);
    expect(failures).toMatchObject([{ package: { name: 'foo', version: '1.0' } }]);
    expect(findings).toMatchObject([{ needs: [{ attr: 'zlib' }] }]);
  });

  it.each([
    ['GitHub', ['2024-05-01T12:34:56.1234567Z foo> checking for zlib.h... no']],
    ['GitLab', ['$ nix build', 'foo> checking for zlib.h... no', 'Job succeeded']],
    ['Buildbot', [' environment:', '  X=error: no', 'program finished with exit code 0']],
    [
      'nom',
      [
        'foo> checking for zlib.h... no',
        '┏━ Dependency Graph:',
        '┃ ✔ python3.12-foo-1.0 ⏱ 3s',
        '┗━ ∑ ⏵ 0 │ ✔ 1 │ Finished at 12:34:56 after 9s',
      ],
    ],
  ])('nothing failed: %s', (_system, lines) => {
    expect(read(lines).hasFailed).toBe(false);
  });
});

function read(lines: readonly string[]): ReturnType<LogReader['finish']> {
  const reader = new LogReader();
  for (const line of lines) reader.push(`${line}\n`);
  return reader.finish();
}
