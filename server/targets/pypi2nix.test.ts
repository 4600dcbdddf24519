import { describe, expect, it } from 'vitest';
import { lockText } from '../../test/support/project.ts';
import { readPoetryLock } from '../locks/poetry.ts';
import { parseToml } from '../toml/parse.ts';
import { pypi2nix } from './pypi2nix.ts';

function distribution(files: readonly string[], lines: readonly string[] = []) {
  const lock = readPoetryLock('/poetry.lock', parseToml(lockText([{ name: 'foo', files, lines }])));
  const [locked] = lock.packages;
  if (locked === undefined) throw new Error('no package');
  return pypi2nix.distribution(
    locked,
    null,
    {
      systems: ['x86_64-linux'],
      pythons: ['3.8'],
      preferWheels: null,
    },
    null,
    null,
  );
}

describe('pypi2nix', () => {
  it('builds the sdist, known or not', () => {
    const files = ['foo-1.0-py3-none-any.whl', 'foo-1.0.tar.gz'];
    expect(distribution(files)).toMatchObject({ kind: 'sdist', file: 'foo-1.0.tar.gz' });
    expect(distribution([])).toMatchObject({
      kind: 'sdist',
      file: null,
      why: 'pypi2nix builds sdists',
    });
    const git = ['[package.source]', 'type = "git"', 'url = "https://example.org/foo.git"'];
    expect(distribution([], git).kind).toBe('sdist');
  });

  it('takes no wheel, and does not call the package unusable', () => {
    expect(distribution(['foo-1.0-py3-none-any.whl']).kind).toBe('unknown');
  });
});
