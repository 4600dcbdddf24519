import { describe, expect, it } from 'vitest';
import type { RequestRow } from '../../../test/nix/edits.ts';
import { overrideRequest } from '../../../test/nix/edits.ts';
import type { OwnPackage, SystemWheel } from '../model.ts';
import { mergeRequests, requestProblem } from './request.ts';

const OWN: OwnPackage = {
  version: '1.0',
  file: 'foo-1.0.tar.gz',
  hash: `sha256:${'0'.repeat(64)}`,
  dependencies: ['bar'],
};

const WHEEL: SystemWheel = {
  system: 'x86_64-linux',
  file: 'foo-1-cp313-cp313-manylinux2014_x86_64.whl',
  hash: OWN.hash,
};

function own(more: Partial<OwnPackage>): RequestRow {
  return { target: 'nixpkgs', package: 'foo', own: { ...OWN, ...more } };
}

describe('requestProblem', () => {
  it.each([
    { package: 'foo', buildInputs: ['zlib'] },
    { package: 'Foo.Bar_baz', buildSystems: ['setuptools-scm'] },
    { package: 'foo', environment: [{ name: '_A1', value: '${x}' }] },
    { package: 'foo', preferWheel: true },
    { package: 'foo', cargo: true },
    { package: 'foo', withoutDependencies: ['Bar_baz'] },
    { package: 'foo', cargo: true, cargoRoot: 'src/rust' },
    { package: 'foo', dependencies: ['bar'], relaxedDependencies: ['Bar_baz'] },
    { target: 'uv2nix' as const, package: 'foo', ignoredLibraries: ['libstdc++.so.6'] },
    { target: 'nixpkgs' as const, package: 'foo', own: OWN },
    { target: 'nixpkgs' as const, package: 'foo', own: { ...OWN, hash: null } },
    { target: 'nixpkgs' as const, package: 'foo', own: { ...OWN, file: 'foo-1-py3-none-any.whl' } },
    own({ wheels: [WHEEL] }),
    own({ wheels: [WHEEL, { ...WHEEL, system: 'aarch64-darwin', hash: null }] }),
    { target: 'mkshell' as const, package: null, buildInputs: ['zlib'] },
  ])('finds none in %j', (request) => {
    expect(requestProblem(overrideRequest(request))).toBeNull();
  });

  it.each([
    [{ package: 'foo' }, /nothing is asked for/],
    [{ package: null, buildInputs: ['zlib'] }, /no package is named/],
    [{ package: 'a b', buildInputs: ['zlib'] }, /"a b" is not a package name/],
    [{ package: 'foo', buildInputs: ['zlib;'] }, /"zlib;" is not an attribute of nixpkgs/],
    [{ package: 'foo', nativeBuildInputs: ['let'] }, /"let" is not an attribute/],
    [{ package: 'foo', propagatedBuildInputs: ['a..b'] }, /"a..b" is not an attribute/],
    [{ package: 'foo', buildSystems: ['${x}'] }, /is not a package name/],
    [{ package: 'foo', environment: [{ name: 'A-B', value: '' }] }, /name of a variable/],
    [{ package: 'foo', environment: [{ name: 'A', value: '\0' }] }, /NUL/],
    [{ package: 'x'.repeat(10_000) + '!', buildInputs: ['zlib'] }, /^"x{60}…" is not/],
    [{ target: 'nixpkgs' as const, package: 'foo', preferWheel: true }, /no wheels to choose/],
    [{ package: 'foo', withoutDependencies: ['a b'] }, /is not a package name/],
    [
      { target: 'uv2nix' as const, package: 'foo', withoutDependencies: ['bar'] },
      /for poetry2nix alone/,
    ],
    [{ package: 'foo', dependencies: ['${x}'] }, /is not a package name/],
    [{ package: 'foo', relaxedDependencies: ['a" b'] }, /is not a package name/],
    [{ package: 'foo', ignoredLibraries: ['lib${x}.so'] }, /not the file of a library/],
    [{ package: 'foo', ignoredLibraries: ['../libfoo.so'] }, /not the file of a library/],
    [
      { target: 'uv2nix' as const, package: 'foo', dependencies: ['bar'] },
      /not written for uv2nix/,
    ],
    [
      { target: 'uv2nix' as const, package: 'foo', relaxedDependencies: ['bar'] },
      /does not compare the versions/,
    ],
    [
      { target: 'pypi2nix' as const, package: 'foo', ignoredLibraries: ['libcuda.so.1'] },
      /not written for pypi2nix/,
    ],
    [{ package: 'foo', cargo: true, cargoRoot: '"; x' }, /not the folder of a Cargo.lock/],
    [{ package: 'foo', own: OWN }, /takes its packages from the lock/],
    [own({ file: 'foo-1-cp313-cp313-linux_x86_64.whl' }), /no source archive/],
    [own({ file: 'foo.exe' }), /no source archive/],
    [own({ version: '1"' }), /is not a version/],
    [own({ hash: 'sha256:abc' }), /hash is of no known kind/],
    [own({ hash: `md5:${'0'.repeat(32)}` }), /hash is of no known kind/],
    [own({ dependencies: ['${x}'] }), /is not a package name/],
    [own({ wheels: [] }), /no wheel that fetchPypi can name/],
    [own({ wheels: [{ ...WHEEL, file: 'foo-1-1-cp313-cp313-any.whl' }] }), /no wheel that/],
    [own({ wheels: [WHEEL, { ...WHEEL, file: 'foo-2-cp313-cp313-any.whl' }] }), /no wheel that/],
    [own({ wheels: [{ ...WHEEL, file: 'foo-1-${x}-cp313-any.whl' }] }), /no wheel that/],
    [own({ wheels: [{ ...WHEEL, hash: 'sha256:abc' }] }), /hash is of no known kind/],
  ])('finds one in %j', (request, problem) => {
    expect(requestProblem(overrideRequest(request))).toMatch(problem);
  });
});

describe('mergeRequests', () => {
  it('makes one of those for one package, whatever its spelling', () => {
    const merged = mergeRequests([
      overrideRequest({ package: 'Foo_Bar', buildInputs: ['zlib'] }),
      overrideRequest({ package: 'baz', buildInputs: ['zlib'] }),
      overrideRequest({ package: 'foo-bar', buildInputs: ['zlib', 'openssl'], cargo: true }),
    ]);
    expect(merged).toEqual([
      overrideRequest({ package: 'foo-bar', buildInputs: ['zlib', 'openssl'], cargo: true }),
      overrideRequest({ package: 'baz', buildInputs: ['zlib'] }),
    ]);
  });

  it('keeps what only one of two says', () => {
    const [merged] = mergeRequests([
      overrideRequest({ package: 'foo', cargo: true, cargoRoot: 'src' }),
      overrideRequest({ package: 'foo', withoutDependencies: ['A', 'b'] }),
      overrideRequest({ package: 'foo', cargo: true, hooksByDefaults: true }),
      overrideRequest({ package: 'foo', withoutDependencies: ['a'], own: OWN }),
    ]);
    expect(merged).toEqual(
      overrideRequest({
        package: 'foo',
        cargo: true,
        cargoRoot: 'src',
        hooksByDefaults: true,
        withoutDependencies: ['a', 'b'],
        own: OWN,
      }),
    );
  });

  it('makes one of all that a shell is to have', () => {
    const merged = mergeRequests([
      overrideRequest({ target: 'mkshell', buildInputs: ['zlib'] }),
      overrideRequest({ target: 'mkshell', buildInputs: ['openssl', 'zlib'] }),
    ]);
    expect(merged).toEqual([
      overrideRequest({ target: 'mkshell', buildInputs: ['zlib', 'openssl'] }),
    ]);
  });
});
