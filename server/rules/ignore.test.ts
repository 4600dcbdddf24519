import { describe, expect, it } from 'vitest';
import type { Finding } from '../project/model.ts';
import { SourceText } from '../text.ts';
import { readIgnoreComment } from '../project/ignore-comment.ts';
import { withoutIgnored } from './ignore.ts';

function finding(text: string, at: string, more: Partial<Finding> = {}): Finding {
  const start = text.indexOf(at);
  return {
    code: 'lock-stale',
    severity: 'warning',
    file: '/p/pyproject.toml',
    span: { start, end: start + at.length },
    message: '',
    package: null,
    related: [],
    verdict: null,
    fixes: [],
    tags: [],
    echo: false,
    ...more,
  };
}

function kept(text: string, findings: readonly Finding[]): readonly Finding[] {
  return withoutIgnored(findings, (file) =>
    file.endsWith('pyproject.toml') ? new SourceText(text) : null,
  );
}

describe('readIgnoreComment', () => {
  it.each([
    ['a = 1 # pyproject-nix-ls: ignore[lock-stale]', ['lock-stale']],
    ['a = 1 #pyproject-nix-ls:ignore[a, b ,c]', ['a', 'b', 'c']],
    ['# pyproject-nix-ls: ignore', 'all'],
    ['# pyproject-nix-ls: ignore because it is fine', 'all'],
    ['# reason # pyproject-nix-ls: ignore[x]', ['x']],
    ['a = 1', null],
    ['# pyproject-nix-ls: ignored', null],
    ['# pyproject-nix-ls: ignore-all', null],
    ['pyproject-nix-ls: ignore', null],
  ])('%s', (line, expected) => {
    const codes = readIgnoreComment(line)?.codes ?? null;
    expect(codes === null || codes === 'all' ? codes : [...codes]).toEqual(expected);
  });
});

describe('withoutIgnored', () => {
  it('drops what its own line ignores, and nothing else of that line', () => {
    const text = 'a = 1 # pyproject-nix-ls: ignore[lock-stale]\n';
    const other = finding(text, 'a', { code: 'not-in-lock' });
    expect(kept(text, [finding(text, 'a'), other])).toEqual([other]);
  });

  it('drops what a comment of its own above ignores, through other comments', () => {
    const text = '# pyproject-nix-ls: ignore[lock-stale]\n# because\na = 1\n';
    expect(kept(text, [finding(text, 'a = 1')])).toEqual([]);
  });

  it('keeps what a comment behind another statement ignores', () => {
    const text = 'b = 2 # pyproject-nix-ls: ignore[lock-stale]\na = 1\n';
    const found = [finding(text, 'a = 1')];
    expect(kept(text, found)).toEqual(found);
  });

  it('looks at the last line of what is longer than one', () => {
    const text = 'a = [\n  1,\n] # pyproject-nix-ls: ignore\n';
    expect(kept(text, [finding(text, 'a = [\n  1,\n]')])).toEqual([]);
  });

  it('drops the same code about the same package in the lock', () => {
    const text = 'psycopg2 = "*" # pyproject-nix-ls: ignore[missing-native-input]\n';
    const about = { code: 'missing-native-input', package: 'psycopg2' };
    const inManifest = finding(text, 'psycopg2', about);
    const inLock = { ...inManifest, file: '/p/poetry.lock' };
    const otherPackage = { ...inLock, package: 'pillow' };
    const otherCode = { ...inLock, code: 'missing-build-system' };
    expect(kept(text, [inManifest, inLock, otherPackage, otherCode])).toEqual([
      otherPackage,
      otherCode,
    ]);
  });
});
