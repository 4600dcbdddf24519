import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../test/support/project.ts';
import type { Project } from '../project/model.ts';
import { LogReader } from './read.ts';
import { reportOf, type BuildReport } from './report.ts';

const STORE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';
const native = (attr: string) => ({ kind: 'native-input', attr, as: 'buildInputs' }) as const;
const SOURCES = ['uv2nix_hammer_overrides', 'poetry2nix'] as const;

function reported(project: Project, name: string, ...lines: readonly string[]): BuildReport {
  const reader = new LogReader();
  for (const line of lines) reader.push(`${name}> ${line}\n`);
  reader.push(`error: builder for '${STORE}-${name}-1.0.drv' failed with exit code 1;\n`);
  return reportOf(reader.finish(), project, project.input.knowledge, 'poetry2nix');
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

  it('says where the lock has a wheel', () => {
    const files = ['foo-1.0.tar.gz', 'foo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl'];
    const { builds } = reported(projectWith('foo', files), 'python3.11-foo', 'no');
    expect(builds[0]?.known.hasWheel).toBe(true);
    expect(reported(projectWith('foo'), 'python3.11-foo', 'no').builds[0]?.known.hasWheel).toBe(
      false,
    );
  });
});
