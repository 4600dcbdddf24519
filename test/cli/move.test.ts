import { describe, expect, it } from 'vitest';
import { parseToml } from '../../server/toml/parse.ts';
import { runCli } from '../support/cli.ts';
import { MemoryFileSystem } from '../support/memory-file-system.ts';
import { lockText, manifestText } from '../support/project.ts';

const MANIFEST = manifestText(['requests = "^2"', 'odd = "~1.2 || ^3.0"']);
const LOCK = lockText([
  { name: 'requests', version: '2.28.1' },
  { name: 'urllib3', version: '1.26.0' },
]);

function project(): MemoryFileSystem {
  return new MemoryFileSystem({
    '/p/.git/HEAD': '',
    '/p/pyproject.toml': MANIFEST,
    '/p/poetry.lock': LOCK,
  });
}

describe('move', () => {
  it('prints a patch, and on standard error what to look at and what to do then', () => {
    const { code, out, err } = runCli(project(), ['move', '--to', 'uv2nix']);
    expect(code).toBe(1);
    expect(out).toContain('+++ b/pyproject.toml');
    expect(out).toContain('+    "requests>=2,<3",');
    expect(out).toContain('+    "urllib3==1.26.0",');
    expect(err).toContain(
      'To look at:\n  pyproject.toml:8:1: odd: Poetry\'s constraint "~1.2 || ^3.0" allows less.\n',
    );
    expect(err).toContain('Then:\n  uv lock, with the versions of poetry.lock');
  });

  it('leaves the versions of the lock out with --fresh', () => {
    const { out, err } = runCli(project(), ['move', '--fresh']);
    expect(out).not.toContain('constraint-dependencies');
    expect(err).toContain('uv lock, which chooses versions');
  });

  it('writes nothing that git could not give back, unless it is told to', () => {
    const files = project();
    const refused = runCli(files, ['move', '--write']);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('/p/pyproject.toml is not known to git: add it first.\n');
    expect(files.text('/p/pyproject.toml')).toBe(MANIFEST);
    const written = runCli(files, ['move', '--write', '--overwrite']);
    expect([written.code, written.out]).toEqual([1, 'Edited /p/pyproject.toml\n']);
    expect(parseToml(files.text('/p/pyproject.toml') ?? '').root.entries.has('project')).toBe(true);
    const again = runCli(files, ['move', '--write']);
    expect([again.code, again.out]).toEqual([0, '']);
    expect(again.err).toContain('There is nothing to move in pyproject.toml.');
  });

  it('refuses a manifest that it cannot read', () => {
    const files = new MemoryFileSystem({ '/p/pyproject.toml': `${MANIFEST}foo = \n` });
    expect(runCli(files, ['move']).code).toBe(2);
  });
});

/** A `uv.lock` that has the packages of LOCK, requests in that version. */
function uvLock(requests: string): string {
  return `version = 1\nrequires-python = ">=3.8"\n\n[[package]]\nname = "app"\nversion = "1"\nsource = { virtual = "." }\n\n[[package]]\nname = "requests"\nversion = "${requests}"\nsource = { registry = "https://pypi.org/simple" }\n\n[[package]]\nname = "urllib3"\nversion = "1.26.0"\nsource = { registry = "https://pypi.org/simple" }\n`;
}

describe('move --compare', () => {
  it('says which versions differ', () => {
    const files = project();
    files.write('/p/uv.lock', uvLock('2.31.0'));
    const { code, out, err } = runCli(files, ['move', '--compare', 'poetry.lock', 'uv.lock']);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^requests 2\.28\.1 → 2\.31\.0\n/);
    expect(out).not.toContain('urllib3');
  });

  it('says that none does', () => {
    const files = project();
    files.write('/p/uv.lock', uvLock('2.28.1'));
    const { code, out } = runCli(files, ['move', '--compare', 'poetry.lock', 'uv.lock']);
    expect([code, out]).toEqual([0, 'The two have the same versions.\n']);
  });

  it('wants two locks', () => {
    expect(runCli(project(), ['move', '--compare', 'poetry.lock']).err).toContain('two locks');
    expect(runCli(project(), ['move', '--compare', 'poetry.lock', 'gone.txt']).code).toBe(2);
  });
});
