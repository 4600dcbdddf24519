import { afterEach, describe, expect, it, vi } from 'vitest';
import { inputOf } from '../../../test/support/folder.ts';
import { fact, factsOf, lockText, manifestText, projectOf } from '../../../test/support/project.ts';
import type { TargetId } from '../../nix/api.ts';
import { parseToml } from '../../toml/parse.ts';
import { joinProject } from '../project.ts';
import * as read from '../inputs/read.ts';
import { withLockFor, withTarget } from './other-target.ts';

const CUPS = { kind: 'native-input', attr: 'cups', as: 'buildInputs' } as const;

const project = projectOf({
  manifest: manifestText(['foo = "^1"']),
  lock: lockText([
    { name: 'foo', files: ['foo-1.0.tar.gz', 'foo-1.0-py3-none-any.whl'] },
    { name: 'bar' },
  ]),
  facts: [factsOf('foo', [fact(CUPS, ['uv2nix_hammer_overrides', 'debian'])])],
});

afterEach(() => vi.restoreAllMocks());

describe('withTarget', () => {
  it('judges the same packages as another target builds them', () => {
    const own = project.verdicts().map(({ target, use }) => [target, use !== null]);
    expect(own).toEqual([
      ['poetry2nix', true],
      ['poetry2nix', true],
    ]);
    const [foo, bar] = withTarget(project, 'uv2nix', '3.13').verdicts();
    expect(foo).toMatchObject({
      target: 'uv2nix',
      use: null,
      distribution: { kind: 'wheel', file: 'foo-1.0-py3-none-any.whl' },
      needs: [{ status: { kind: 'unprovided' } }],
    });
    // Some build system every sdist needs; that this one is not built is said beside.
    expect(bar).toMatchObject({
      built: { state: 'no' },
      needs: [{ fact: { need: { kind: 'any-build-system' } } }],
    });
  });

  it('is kept, and reads nothing', () => {
    const readers = [vi.spyOn(read, 'readManifest'), vi.spyOn(read, 'readLock')];
    const shell = withTarget(project, 'mkshell', null);
    expect(shell.verdicts()).toHaveLength(2);
    expect(withTarget(project, 'mkshell', null)).toBe(shell);
    expect(withTarget(project, 'mkshell', '3.12')).not.toBe(shell);
    for (const reader of readers) expect(reader).not.toHaveBeenCalled();
    projectOf({ manifest: manifestText(['foo = "^1"']), lock: lockText([]) });
    for (const reader of readers) expect(reader).toHaveBeenCalled();
  });
});

it('does not take what a package depends on for an input of its build with uv2nix', () => {
  const cffi = fact({ kind: 'build-system', attr: 'cffi' }, ['sdist']);
  const needy = projectOf({
    manifest: manifestText(['foo = "^1"']),
    lock: lockText([{ name: 'foo', needs: ['cffi = "*"'] }, { name: 'cffi' }]),
    facts: [factsOf('foo', [cffi])],
  });
  const statusOf = (verdicts: ReturnType<typeof needy.verdicts>): string | undefined =>
    verdicts[0]?.needs.find(({ fact: { need } }) => need.kind === 'build-system')?.status.kind;
  expect(statusOf(needy.verdicts())).not.toBe('unprovided');
  expect(statusOf(withTarget(needy, 'uv2nix', '3.13').verdicts())).toBe('unprovided');
});

describe('withLockFor', () => {
  it('is the project itself where it has one lock', () => {
    for (const target of ['poetry2nix', 'uv2nix', 'mkshell'] as const)
      expect(withLockFor(project, target)).toBe(project);
  });

  it('has the lock that the target reads, of several, else the one that counts first', () => {
    const locks = ['poetry.lock', 'uv.lock'].map((name) => ({
      file: `/p/${name}`,
      document: parseToml(''),
    }));
    const manifest = { file: '/p/pyproject.toml', document: parseToml(manifestText([])) };
    const both = joinProject(inputOf(manifest, locks));
    const fileFor = (target: TargetId): string | undefined => withLockFor(both, target).lock?.file;
    expect(fileFor('uv2nix')).toBe('/p/uv.lock');
    expect(fileFor('poetry2nix')).toBe('/p/poetry.lock');
    expect(fileFor('mkshell')).toBe('/p/poetry.lock');
  });
});
