import { describe, expect, it } from 'vitest';
import { overrideRequest } from '../../../test/nix/edits.ts';
import { mergeRequests, requestProblem } from './request.ts';

describe('requestProblem', () => {
  it.each([
    { package: 'foo', buildInputs: ['zlib'] },
    { package: 'Foo.Bar_baz', buildSystems: ['setuptools-scm'] },
    { package: 'foo', environment: [{ name: '_A1', value: '${x}' }] },
    { package: 'foo', preferWheel: true },
    { package: 'foo', cargo: true },
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
    expect(merged.map((one) => [one.package, one.buildInputs, one.cargo])).toEqual([
      ['foo-bar', ['zlib', 'openssl'], true],
      ['baz', ['zlib'], false],
    ]);
  });

  it('makes one of all that a shell is to have', () => {
    const merged = mergeRequests([
      overrideRequest({ target: 'mkshell', package: 'a', buildInputs: ['zlib'] }),
      overrideRequest({ target: 'mkshell', package: 'b', buildInputs: ['openssl'] }),
    ]);
    expect(merged.map((one) => one.buildInputs)).toEqual([['zlib', 'openssl']]);
  });
});
