import { describe, expect, it } from 'vitest';
import { adviceAt } from './evaluation-place.ts';
import { LogReader } from './read.ts';

const SOURCE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-source';

function advice(...lines: readonly string[]): readonly (string | null)[] {
  const reader = new LogReader();
  for (const line of lines) reader.push(`${line}\n`);
  return reader.finish().findings.map((each) => each.advice);
}

describe('the place where an evaluation ended', () => {
  it.each([
    [`${SOURCE}/lib/lock1.nix`, 'uv2nix'],
    [`${SOURCE}/mk-poetry-dep.nix`, 'poetry2nix'],
    ['/home/me/src/poetry2nix/default.nix', 'poetry2nix'],
    [`${SOURCE}/lib/pep508.nix`, 'pyproject.nix'],
  ])('%s is in a file of %s', (file, tool) => {
    expect(adviceAt({ file })).toContain(`a file of ${tool} `);
  });

  it.each([
    `${SOURCE}/flake.nix`,
    `${SOURCE}/lib/overlays.nix`,
    `${SOURCE}/overrides/default.nix`,
    '/home/me/poetry2nix-demo/default.nix',
    `${SOURCE}/pkgs/default.nix`,
  ])('%s may be anybody’s', (file) => {
    expect(adviceAt({ file })).toBeNull();
  });

  it('says what it means that it is in a file of nixpkgs', () => {
    const file = `${SOURCE}/pkgs/development/python-modules/scipy/default.nix`;
    expect(advice(`error: attribute 'blas' missing, at ${file}:21:19`)).toEqual([
      expect.stringMatching(/^It ended in a file of nixpkgs/),
    ]);
  });

  it('says more than a message of an argument that is not known', () => {
    const error = "error: function 'anonymous lambda' called with unexpected argument 'x'";
    expect(advice(error, '', `at ${SOURCE}/lib/lock1.nix:292:5:`)).toEqual([
      expect.stringMatching(/^It ended in a file of uv2nix/),
    ]);
    expect(advice(error, '', `at ${SOURCE}/flake.nix:292:5:`)).toEqual([
      expect.stringMatching(/^The function does not know the argument x/),
    ]);
  });

  it('makes an evaluation of an error that nothing else is known of', () => {
    expect(
      advice('       error: it is all wrong', '', `       at ${SOURCE}/flake.nix:3:5:`),
    ).toEqual([expect.stringMatching(/^The evaluation ended there/)]);
    expect(
      advice('       error: it is all wrong', 'a', 'b', 'c', `at ${SOURCE}/x.nix:3:5:`),
    ).toEqual([]);
  });
});
