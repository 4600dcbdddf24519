import { describe, expect, it } from 'vitest';
import { lockOf } from '../locks/testing.ts';
import { projectOf, wanted } from './testing.ts';
import { crossCheck } from './cross-check.ts';
import type { Dependency, DirectReference } from '../manifests/model.ts';

const NOWHERE = { start: 0, end: 0 };

function statusWith(source: string, dependency: Dependency): string {
  const lock = lockOf(`[[package]]\nname = "p"\nversion = "1.0"\n\n[package.source]\n${source}`);
  return crossCheck(dependency, projectOf([dependency]), lock).status;
}

function from(
  form: Dependency['form'],
  location: string,
  more: Partial<DirectReference> = {},
): Dependency {
  return wanted('p', null, {
    form,
    reference: {
      location,
      span: NOWHERE,
      revision: null,
      subdirectory: null,
      develop: false,
      ...more,
    },
  });
}

function named(name: string): Dependency {
  return wanted('p', '*', { source: { name, span: NOWHERE } });
}

const GIT = `type = "git"
url = "https://example.org/a/b.git"
reference = "main"
resolved_reference = "0123456789abcdef0123456789abcdef01234567"
`;

describe('comesFrom', () => {
  it.each([
    ['branch', 'main', 'satisfied'],
    ['rev', '0123456789', 'satisfied'],
    ['tag', 'v2', 'unsatisfied'],
  ] as const)('compares %s %s of a repository', (kind, text, status) => {
    const dependency = from('git', 'https://example.org/a/b.git', {
      revision: { kind, text, span: NOWHERE },
    });
    expect(statusWith(GIT, dependency)).toBe(status);
  });

  it('takes two spellings of one repository for one', () => {
    const source = GIT.replace('"main"', '"HEAD"');
    expect(statusWith(source, from('git', 'git@example.org:a/b.git'))).toBe('satisfied');
    expect(statusWith(source, from('git', 'ssh://git@example.org/a/b'))).toBe('satisfied');
    expect(statusWith(source, from('git', 'https://example.org/a/c.git'))).toBe('unsatisfied');
  });

  it('compares the folder inside a repository', () => {
    const dependency = from('git', 'https://example.org/a/b.git', {
      revision: { kind: 'branch', text: 'main', span: NOWHERE },
      subdirectory: 'pkg',
    });
    expect(statusWith(GIT, dependency)).toBe('unsatisfied');
    expect(statusWith(`${GIT}subdirectory = "pkg"`, dependency)).toBe('satisfied');
  });

  it('knows of old locks no branch, for they have the commit in its place', () => {
    const old =
      'type = "git"\nurl = "https://example.org/a/b.git"\nreference = "0123456789abcdef"\n';
    expect(statusWith(old, from('git', 'https://example.org/a/b.git'))).toBe('satisfied');
    const branch = { kind: 'branch', text: 'main', span: NOWHERE } as const;
    expect(statusWith(old, from('git', 'https://example.org/a/b.git', { revision: branch }))).toBe(
      'unknown',
    );
  });

  it('compares paths from the project, and does not decide on two that differ', () => {
    const folder = 'type = "directory"\nurl = "../libs/p"\n';
    expect(statusWith(folder, from('path', '../libs/./p/'))).toBe('satisfied');
    expect(statusWith(folder, from('path', '/libs/p'))).toBe('satisfied');
    expect(statusWith(folder, from('path', '../libs', { subdirectory: 'p' }))).toBe('satisfied');
    expect(statusWith(folder, from('path', 'file:///libs/p'))).toBe('satisfied');
    expect(statusWith(folder, from('path', '../other/p'))).toBe('unknown');
    expect(statusWith(folder, from('file', '../libs/p'))).toBe('unsatisfied');
    expect(statusWith(GIT, from('path', '../libs/p'))).toBe('unsatisfied');
  });

  it('compares addresses letter by letter', () => {
    const url = 'type = "url"\nurl = "https://example.org/p-1.0.tar.gz"\n';
    expect(statusWith(url, from('url', 'https://example.org/p-1.0.tar.gz'))).toBe('satisfied');
    expect(statusWith(url, from('url', 'https://example.org/p-1.1.tar.gz'))).toBe('unsatisfied');
  });

  it('compares the named source', () => {
    const legacy = 'type = "legacy"\nurl = "https://example.org/simple"\nreference = "Private"\n';
    expect(statusWith(legacy, named('private'))).toBe('satisfied');
    expect(statusWith(legacy, named('other'))).toBe('unsatisfied');
    expect(statusWith(legacy, wanted('p'))).toBe('satisfied');
    const lock = lockOf('[[package]]\nname = "p"\nversion = "1.0"\n');
    const pypi = named('PyPI');
    expect(crossCheck(pypi, projectOf([pypi]), lock).status).toBe('satisfied');
    const other = named('other');
    expect(crossCheck(other, projectOf([other]), lock).status).toBe('unsatisfied');
  });
});
