import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { gitStateOf } from './git-index.ts';
import { nodeFileSystem } from './node-file-system.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'git-index-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function git(...args: readonly string[]): void {
  execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' });
}

function put(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
}

const stateOf = (name: string, text: string): string =>
  gitStateOf(join(folder, name), text, nodeFileSystem);

describe('gitStateOf', () => {
  it.each([
    ['2', []],
    ['3', []],
    ['4', []],
    ['2', ['--object-format=sha256']],
  ])('reads an index of version %s %j', (version, options) => {
    git('init', ...options);
    put('a/pyproject.toml', 'one\n');
    put('a/pyproject.toml.old', 'two\n');
    put('b/ä.nix', 'three\n');
    git('add', '-A');
    git('update-index', '--index-version', version);
    put('b/new.nix', 'four\n');
    if (version === '3') git('add', '-N', 'b/new.nix');
    expect(stateOf('a/pyproject.toml', 'one\n')).toBe('held');
    expect(stateOf('a/pyproject.toml', 'one\r\n')).toBe('held');
    expect(stateOf('a/pyproject.toml', 'two\n')).toBe('changed');
    expect(stateOf('a/pyproject.toml.old', 'two\n')).toBe('held');
    expect(stateOf('b/ä.nix', 'three\n')).toBe('held');
    expect(stateOf('b/new.nix', 'four\n')).toBe(version === '3' ? 'changed' : 'untracked');
  });

  it('takes no text for held where there is no index, no checkout, or one that is damaged', () => {
    put('a.toml', 'one\n');
    expect(stateOf('a.toml', 'one\n')).toBe('no-checkout');
    git('init');
    expect(stateOf('a.toml', 'one\n')).toBe('untracked');
    put('.git/index', 'DIRC\0\0\0\u0002\0\0\0\u0009abc');
    expect(stateOf('a.toml', 'one\n')).toBe('unknown');
    rmSync(join(folder, '.git'), { recursive: true });
    put('.git', 'gitdir: /elsewhere\n');
    expect(stateOf('a.toml', 'one\n')).toBe('unknown');
  });

  it('finds the index of a linked work tree, and of a submodule', () => {
    git('init');
    put('a.toml', 'one\n');
    git('add', '.');
    git('-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-m', 'x');
    git('worktree', 'add', 'linked');
    expect(stateOf('linked/a.toml', 'one\n')).toBe('held');
    expect(stateOf('linked/a.toml', 'two\n')).toBe('changed');
    expect(stateOf('linked/b.toml', 'one\n')).toBe('untracked');
    git('-c', 'protocol.file.allow=always', 'submodule', 'add', folder, 'sub');
    expect(stateOf('sub/a.toml', 'one\n')).toBe('held');
    expect(stateOf('sub/a.toml', 'two\n')).toBe('changed');
  });
});
