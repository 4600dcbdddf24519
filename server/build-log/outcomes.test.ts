import { describe, expect, it } from 'vitest';
import { LogReader } from './read.ts';
import type { LogReading } from './model.ts';

function read(...lines: readonly string[]): LogReading {
  const reader = new LogReader();
  reader.push(lines.join('\n'));
  return reader.finish();
}

const STORE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';
const MISSING = 'x.c:1:10: fatal error: zlib.h: No such file or directory';

describe('a log that succeeded', () => {
  it.each([
    [
      'a wheel without its optional extension',
      [
        '  Building wheel for Shapely (pyproject.toml): started',
        `  ${MISSING}`,
        "  error: command '/usr/bin/gcc' failed with exit code 1",
        '  WARNING:setup.py:The C extension could not be compiled, speedups are not enabled.',
        "  Building wheel for Shapely (pyproject.toml): finished with status 'done'",
        'Successfully built Shapely',
      ],
    ],
    [
      'a configuration that tries out compilers',
      ['checking for swig... not found', MISSING, ...Array.from({ length: 60 }, () => 'CC a.o')],
    ],
    [
      'tests of failures',
      ['error: attribute was expected', 'ERROR: 1', ` ${MISSING}`, '===== 12 passed in 3.1s ====='],
    ],
    ['a build with Nix', [`foo> ${MISSING}`, ...Array.from({ length: 60 }, () => 'foo> CC a.o')]],
    ['crates', ['error: linking by `cc` is tried again', '    Finished `release` profile in 3s']],
    ['a job', [MISSING, 'ERROR: see above', 'Job succeeded']],
    ['make that goes on', ['make: [Makefile:3: check] Error 1 (ignored)', 'cp a b']],
    ['nothing', []],
  ])('gives nothing: %s', (_name, lines) => {
    expect(read(...lines)).toEqual({ hasFailed: false, failures: [], findings: [] });
  });
});

describe('a log that failed', () => {
  it.each([
    ['Nix', [`error: builder for '${STORE}-foo-1.0.drv' failed with exit code 1;`], 'foo'],
    [
      'Nix 2.34',
      [
        `error: Cannot build '${STORE}-foo-1.0.drv'.`,
        '       Reason: builder failed with exit code 2.',
        `error: Cannot build '${STORE}-main-0.1.0.drv'.`,
        '       Reason: 1 dependency failed.',
      ],
      'foo',
    ],
    ['pip', ['  ERROR: Failed building wheel for foo'], 'foo'],
    ['uv', ['  × Failed to build `foo==1.0`', '  ╰─▶ The build backend returned an error'], 'foo'],
    [
      'pip, before there is a wheel',
      ['Processing ./foo-1.0.tar.gz', 'error: metadata-generation-failed'],
      'foo',
    ],
    ['GitHub', ['##[error]Process completed with exit code 2.', 'Successfully built x'], undefined],
    ['Buildbot', ['program finished with exit code 1', 'elapsedTime=3.1'], undefined],
    ['make', ['make: *** [Makefile:3: all] Error 2'], undefined],
    ['pytest', ['==== 1 failed, 12 passed in 3.1s ===='], undefined],
    ['an evaluation', ["error: undefined variable 'zlib'"], undefined],
  ])('names what failed: %s', (_name, lines, name) => {
    const { hasFailed, failures } = read(...lines);
    expect([hasFailed, failures.map((each) => each.package?.name)]).toEqual([true, [name]]);
  });

  it('tells the phase and the lines to look at', () => {
    const { failures } = read(
      `foo> Running phase: buildPhase`,
      'foo> cc -c a.c',
      'foo> Error: the moon is full',
      'bar> Running phase: installPhase',
      `error: builder for '${STORE}-foo-1.0.drv' failed with exit code 1;`,
      '       last 2 log lines:',
      '       > Error: the moon is full',
    );
    expect(failures).toMatchObject([
      { package: { name: 'foo', version: '1.0' }, phase: 'buildPhase' },
    ]);
    expect(failures[0]?.lines.at(-1)?.text).toBe('Error: the moon is full');
  });

  it('is read whichever system wrapped it', () => {
    const plain = [
      `python3.11-foo> ${MISSING}`,
      `error: builder for '${STORE}-python3.11-foo-1.0.drv' failed with exit code 1;`,
    ];
    const needs = [{ kind: 'native-input', attr: 'zlib', as: 'buildInputs' }];
    const of = { name: 'foo', version: '1.0' };
    for (const wrap of [
      (line: string) => line,
      (line: string) => `2024-05-01T12:34:56.1234567Z ${line}`,
      (line: string) => `build\tRun nix build\t2024-05-01T12:34:56.1234567Z ${line}`,
      (line: string) => `2024-05-01T12:34:56.123456Z 00O ${line}`,
      (line: string) => `\u001b[1m${line}\u001b[0m\r`,
    ]) {
      const { findings, failures } = read(...plain.map(wrap));
      expect(findings).toMatchObject([{ needs }]);
      expect(failures).toMatchObject([{ package: of }]);
    }
  });

  it('is read from the internal JSON of Nix', () => {
    const drv = `${STORE}-python3.11-foo-1.0.drv`;
    const { findings, failures } = read(
      `@nix {"action":"start","fields":["${drv}","",1,1],"id":7,"text":"building '${drv}'","type":105}`,
      `@nix {"action":"result","fields":["${MISSING}"],"id":7,"type":101}`,
      '@nix {"action":"stop","id":7}',
      String.raw`@nix {"action":"msg","level":0,"msg":"\u001b[31;1merror:\u001b[0m Cannot build '\u001b[35;1m${drv}\u001b[0m'.\n       Reason: builder failed with exit code 2."}`,
    );
    expect(findings).toMatchObject([{ package: { name: 'foo' }, needs: [{ attr: 'zlib' }] }]);
    expect(failures).toMatchObject([{ package: { name: 'foo', version: '1.0' } }]);
  });

  it('takes what is imported after a build for a dependency, and not for a build system', () => {
    const module = "foo> ModuleNotFoundError: No module named 'setuptools'";
    const failed = `error: builder for '${STORE}-foo-1.0.drv' failed with exit code 1;`;
    expect(read('foo> Executing pypaBuildPhase', module, failed).findings).toMatchObject([
      { needs: [{ kind: 'build-system', attr: 'setuptools' }] },
    ]);
    const [finding] = read('foo> Executing pythonImportsCheckPhase', module, failed).findings;
    expect(finding).toMatchObject({ needs: [], advice: expect.stringContaining('when it runs') });
  });

  it('keeps the names of many builds in bounded memory', () => {
    const reader = new LogReader();
    for (let index = 0; index < 5000; index += 1)
      reader.push(`error: builder for '${STORE}-p${index}-1.0.drv' failed with exit code 1;\n`);
    expect(reader.finish().failures.length).toBeLessThan(1000);
  });
});
