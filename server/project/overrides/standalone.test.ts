import { describe, expect, it } from 'vitest';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { ProjectTexts } from '../../../test/support/project.ts';
import type { OverrideRequest, TargetId } from '../../nix/model.ts';
import {
  needsOfKind,
  requestedBuildSystems,
  requestedInputs,
  subjectName,
} from '../../nix/request.ts';
import { standaloneRequests } from './standalone.ts';

const LIBFOO = { kind: 'native-input', attr: 'libfoo', as: 'buildInputs' } as const;
const SETUPTOOLS = { kind: 'build-system', attr: 'setuptools' } as const;
const CARGO = { kind: 'cargo-hash' } as const;
const SOURCES = ['uv2nix_hammer_overrides', 'debian'] as const;

/** What is asked for, by package. */
function asked(target: TargetId, more: Partial<ProjectTexts> = {}): Record<string, unknown> {
  const project = projectOf({
    manifest: manifestText(['foo = "^1"']),
    lock: lockText([{ name: 'foo' }]),
    facts: [factsOf('foo', [fact(LIBFOO, SOURCES), fact(SETUPTOOLS, SOURCES)])],
    ...more,
  });
  return Object.fromEntries(standaloneRequests(project, target).map(row));
}

function row(request: OverrideRequest): readonly [string, readonly string[]] {
  const lists = ['buildInputs', 'nativeBuildInputs'] as const;
  return [
    subjectName(request) ?? 'shell',
    [
      ...lists.flatMap((list) => requestedInputs(request, list)),
      ...requestedBuildSystems(request),
      ...needsOfKind(request, 'cargo-hash').map(() => 'cargo'),
    ],
  ];
}

describe('standaloneRequests', () => {
  it.each([
    ['poetry2nix', ['libfoo', 'setuptools']],
    ['uv2nix', ['libfoo', 'setuptools']],
    ['nixpkgs', ['libfoo']],
    ['dream2nix', ['libfoo']],
    // Among the packages for the compiler, and on the library path for what is loaded.
    ['mkshell', ['libfoo', 'libfoo']],
    ['pypi2nix', ['libfoo']],
  ] as const)('leaves out what %s provides', (target, wanted) => {
    const expected = { [target === 'mkshell' ? 'shell' : 'foo']: wanted };
    expect(asked(target)).toEqual(expected);
    expect(asked(target, { nix: null })).toEqual(expected);
  });

  it('chooses the file as the target does', () => {
    const lock = lockText([{ name: 'foo', files: ['foo-1.0.tar.gz', 'foo-1.0-py3-none-any.whl'] }]);
    expect(asked('poetry2nix', { lock })).toHaveProperty('foo');
    expect(asked('pypi2nix', { lock })).toHaveProperty('foo');
    expect(asked('uv2nix', { lock, facts: [sdistFacts()] })).toEqual({});
    expect(asked('mkshell', { lock, facts: [sdistFacts()] })).toEqual({});
  });

  it('says nothing of what is optional, ignored, never built or ill attested', () => {
    const optional = [factsOf('foo', [fact(LIBFOO, SOURCES, { required: false })])];
    expect(asked('mkshell', { facts: optional })).toEqual({});
    expect(asked('mkshell', { facts: [factsOf('foo', [fact(LIBFOO, ['debian'])])] })).toEqual({});
    expect(asked('mkshell', { settings: { ignoredPackages: ['foo'] } })).toEqual({});
    const manifest = manifestText([
      'foo = { version = "^1", markers = "sys_platform == \'win32\'" }',
    ]);
    expect(asked('uv2nix', { manifest })).toEqual({});
  });

  it('brings Rust into a shell, and a hash everywhere else', () => {
    const facts = [factsOf('foo', [fact(CARGO, SOURCES)])];
    expect(asked('mkshell', { facts })).toEqual({ shell: ['cargo', 'rustc'] });
    expect(asked('uv2nix', { facts })).toEqual({ foo: ['maturin', 'cargo'] });
  });

  it('gives a shell what manylinux wheels take for granted', () => {
    const wheel = 'foo-1.0-cp311-cp311-manylinux_2_17_x86_64.whl';
    const more = {
      manifest: manifestText(['foo = "^1"']).replace('^3.8', '~3.11'),
      lock: lockText([{ name: 'foo', files: [wheel] }]),
      facts: [],
    };
    expect(asked('mkshell', more)).toEqual({ shell: ['stdenv.cc.cc.lib', 'zlib'] });
    expect(asked('uv2nix', more)).toEqual({});
    expect(asked('mkshell', { ...more, settings: { systems: ['aarch64-darwin'] } })).toEqual({});
  });

  it('has nothing without a lock', () => {
    const project = projectOf({ manifest: manifestText([]) });
    expect(standaloneRequests(project, 'uv2nix')).toEqual([]);
  });
});

function sdistFacts() {
  const when = { distribution: 'sdist' } as const;
  return factsOf('foo', [fact(LIBFOO, SOURCES, { when }), fact(SETUPTOOLS, SOURCES, { when })]);
}
