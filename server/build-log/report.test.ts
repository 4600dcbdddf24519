import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../test/support/project.ts';
import type { Project } from '../project/model.ts';
import { LogReader } from './read.ts';
import type { TargetId } from '../nix/api.ts';
import { reportOf, type BuildReport } from './report.ts';

const STORE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';
const native = (attr: string) => ({ kind: 'native-input', attr, as: 'buildInputs' }) as const;
const SOURCES = ['uv2nix_hammer_overrides', 'poetry2nix'] as const;

function reported(project: Project, name: string, ...lines: readonly string[]): BuildReport {
  return reportedFor('poetry2nix', project, name, ...lines);
}

function reportedFor(
  target: TargetId,
  project: Project,
  name: string,
  ...lines: readonly string[]
): BuildReport {
  const reader = new LogReader();
  for (const line of lines) reader.push(`${name}> ${line}\n`);
  reader.push(`error: builder for '${STORE}-${name}-1.0.drv' failed with exit code 1;\n`);
  return reportOf(reader.finish(), project, project.input.knowledge, target);
}

function projectWith(name: string, files: readonly string[] = [`${name}-1.0.tar.gz`]): Project {
  const facts = [factsOf(name, [fact(native('libfoo'), SOURCES), fact(native('zlib'), SOURCES)])];
  return projectOf({
    manifest: manifestText([`${name} = "^1"`]),
    lock: lockText([{ name, version: '1.0', files }]),
    facts,
  });
}

describe('the report of a log', () => {
  it('marks apart what is known to be needed beside what the log names', () => {
    const { builds } = reported(
      projectWith('foo'),
      'python3.11-foo',
      'x.c:1:10: fatal error: zlib.h: No such file or directory',
    );
    expect(builds).toMatchObject([
      {
        package: { name: 'foo', version: '1.0' },
        findings: [{ needs: [native('zlib')] }],
        beside: [native('libfoo')],
        request: {
          subject: { kind: 'package', name: 'foo' },
          needs: [{ attr: 'zlib' }, { attr: 'libfoo' }],
        },
      },
    ]);
  });

  it('states the version that git would tell, which the end of the log names', () => {
    const line = 'LookupError: setuptools-scm was unable to detect version for /build/source.';
    const { builds } = reported(projectWith('foo'), 'foo', line);
    const stated = { kind: 'environment', name: 'SETUPTOOLS_SCM_PRETEND_VERSION', value: '1.0' };
    expect(builds).toMatchObject([{ findings: [{ needs: [stated] }] }]);
    expect(builds[0]?.request?.needs).toContainEqual(stated);
  });

  it('says what is known where no message is recognised', () => {
    const { builds } = reported(projectWith('foo'), 'python3.11-foo', 'it is out of sorts');
    expect(builds).toMatchObject([
      {
        findings: [],
        lines: [{ text: 'it is out of sorts' }],
        known: { isKnown: true },
        beside: [native('libfoo'), native('zlib')],
      },
    ]);
  });

  it('knows nothing of what the lock does not have', () => {
    const { builds } = reported(projectWith('foo'), 'bar', 'it is out of sorts');
    expect(builds).toMatchObject([
      { package: { name: 'bar' }, known: { isKnown: false }, beside: [], request: null },
    ]);
  });

  it.each([
    ['python-magic', 'python-magic', 'python-magic'],
    ['magic', 'python-magic', 'magic'],
    ['python-magic', 'python3.11-python-magic', 'python-magic'],
  ])('with %s in the lock, %s is %s', (locked, derivation, name) => {
    const { builds } = reported(projectWith(locked), derivation, 'it is out of sorts');
    expect(builds.map((build) => build.package?.name)).toEqual([name]);
  });

  it('tells searches in vain apart from what ended the build', () => {
    const { builds } = reported(
      projectWith('foo'),
      'python3.11-foo',
      '-- Could NOT find BZip2 (missing: BZIP2_LIBRARIES)',
      'Could not find a package configuration file provided by "Eigen3" with any',
    );
    expect(builds).toMatchObject([
      { findings: [{ needs: [native('eigen')] }], sought: [{ needs: [native('bzip2')] }] },
    ]);
    expect(JSON.stringify(builds[0]?.request)).not.toContain('bzip2');
  });

  it.each([
    [true, ['foo-1.0.tar.gz', 'foo-1.0-py3-none-any.whl']],
    [false, ['foo-1.0.tar.gz']],
    // For one of the interpreters and systems alone.
    [false, ['foo-1.0.tar.gz', 'foo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl']],
    [false, ['foo-1.0.tar.gz', 'foo-1.0-cp27-none-any.whl']],
  ])('says whether a wheel of the lock surely fits: %s, %j', (fits, files) => {
    const { builds } = reported(projectWith('foo', files), 'python3.11-foo', 'no');
    expect(builds[0]?.known.hasWheel).toBe(fits);
    expect(builds[0]?.known.hasWheelForSome).toBe(files.some((file) => file.includes('linux')));
  });
});

const lacks = (file: string): string =>
  `error: auto-patchelf could not satisfy dependency ${file} wanted by /nix/store/x/a.so`;

const WHEEL = 'foo-1.0-py3-none-any.whl';

describe('a build from an sdist that lacks Rust', () => {
  const RUST = "error: can't find Rust compiler";

  it('takes the wheel where the lock has one that fits', () => {
    const project = projectWith('foo', ['foo-1.0.tar.gz', WHEEL]);
    const { builds } = reported(project, 'python3.11-foo', RUST);
    expect(builds[0]?.request?.needs).toEqual([{ kind: 'wheel' }]);
  });

  it.each([
    ['the lock has none', ['foo-1.0.tar.gz'], 'poetry2nix'],
    ['none fits', ['foo-1.0.tar.gz', 'foo-1.0-cp27-cp27m-win32.whl'], 'poetry2nix'],
    ['the target has no wheels', ['foo-1.0.tar.gz', WHEEL], 'nixpkgs'],
  ] as const)('vendors its crates where %s', (_why, files, target) => {
    const { builds } = reportedFor(target, projectWith('foo', files), 'python3.11-foo', RUST);
    const kinds = builds[0]?.request?.needs.map(({ kind }) => kind);
    expect(kinds).toContain('cargo-hash');
    expect(kinds).not.toContain('wheel');
  });

  it('is not what fails where a library is missing', () => {
    const project = projectWith('foo', ['foo-1.0.tar.gz', WHEEL]);
    const line = 'x.c:1:10: fatal error: zlib.h: No such file or directory';
    const { builds } = reported(project, 'python3.11-foo', line);
    expect(builds[0]?.request?.needs.map(({ kind }) => kind)).not.toContain('wheel');
  });
});

describe('what a package lacks when it runs', () => {
  const project = projectOf({
    manifest: manifestText(['foo = "^1"', 'rich = "^1"', 'nvidia-cublas-cu12 = "^1"']),
    lock: lockText(
      ['foo', 'rich', 'nvidia-cublas-cu12'].map((name) => ({
        name,
        version: '1.0',
        files: [`${name}-1.0.tar.gz`],
      })),
    ),
    facts: [],
  });
  const requested = (target: TargetId, ...lines: readonly string[]): unknown =>
    reportedFor(target, project, 'python3.11-foo', ...lines).builds[0]?.request?.needs;

  it.each([
    ['  - rich not installed', { kind: 'dependency', name: 'rich' }],
    ['  - Rich<14,>=13 not installed', { kind: 'dependency', name: 'rich' }],
    [
      '  - httpx<0.28,>=0.26 not satisfied by version 0.28.1',
      { kind: 'relaxed-dependency', name: 'httpx' },
    ],
    [lacks('libcuda.so.1'), { kind: 'ignored-library', name: 'libcuda.so.1' }],
    [lacks('libcublas.so.12'), { kind: 'ignored-library', name: 'libcublas.so.12' }],
  ])('is written for what takes it: %s', (line, need) => {
    expect(requested('poetry2nix', line)).toEqual([need]);
  });

  it('is all written at once', () => {
    const lines = [lacks('libcuda.so.1'), lacks('libz.so.1'), lacks('libcublas.so.12')];
    expect(requested('uv2nix', ...lines)).toEqual([
      { kind: 'input', list: 'buildInputs', attr: 'zlib' },
      { kind: 'ignored-library', name: 'libcuda.so.1' },
      { kind: 'ignored-library', name: 'libcublas.so.12' },
    ]);
  });

  it.each([
    // What is not locked, the set need not have.
    ['poetry2nix', '  - click not installed'],
    // It is its own.
    ['poetry2nix', '  - foo not installed'],
    // Of another release of CUDA than the wheel.
    ['uv2nix', lacks('libcublas.so.11')],
    ['uv2nix', lacks('libcublas.so.12${x}')],
    // What only says so where it is loaded is not mended by what is looked for in a build.
    ['uv2nix', 'ImportError: libcuda.so.1: cannot open shared object file: No such file'],
    // Nothing of uv2nix compares versions.
    ['uv2nix', '  - httpx<0.28 not satisfied by version 0.28.1'],
    ['pypi2nix', '  - rich not installed'],
    ['pypi2nix', lacks('libcuda.so.1')],
  ] as const)('is told alone: %s, %s', (target, line) => {
    const { builds } = reportedFor(target, project, 'python3.11-foo', line);
    expect(builds[0]?.request).toBeNull();
    expect(builds[0]?.findings[0]?.advice).toMatch(/\S/);
  });
});
