import { describe, expect, it } from 'vitest';
import type { Finding } from '../project/model.ts';
import { SourceText } from '../text.ts';
import { ignoreComments } from '../project/ignore-comment.ts';
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
    duplicate: false,
    ...more,
  };
}

function kept(text: string, findings: readonly Finding[]): readonly Finding[] {
  return withoutIgnored(findings, (file) =>
    file.endsWith('pyproject.toml') ? new SourceText(text) : null,
  );
}

/** How many of one finding are left. */
function left(file: string, text: string, at: string): number {
  const found = finding(text, at, { file });
  return withoutIgnored([found], () => new SourceText(text)).length;
}

describe('ignoreComments', () => {
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
    const codes = ignoreComments('/p/pyproject.toml', new SourceText(line)).get(0)?.codes ?? null;
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

  it('takes what stands in a string for no comment', () => {
    for (const value of [
      '"# pyproject-nix-ls: ignore"',
      '["# pyproject-nix-ls: ignore"]',
      '{ b = "# pyproject-nix-ls: ignore" }',
      '"""\n# pyproject-nix-ls: ignore\n"""',
    ]) {
      const text = `[t]\na = ${value}\n`;
      const found = [finding(text, 'a =')];
      expect(kept(text, found), value).toEqual(found);
    }
    const key = '"# pyproject-nix-ls: ignore" = 1\n';
    expect(kept(key, [finding(key, '1')])).toHaveLength(1);
  });

  it('looks behind and above a string of several lines', () => {
    const behind = 'a = """\nx\ny""" # pyproject-nix-ls: ignore\n';
    const above = '# pyproject-nix-ls: ignore\na = """\nx\ny"""\n';
    for (const text of [behind, above])
      for (const at of ['a =', 'x', 'y']) expect(kept(text, [finding(text, at)]), at).toEqual([]);
  });
});

describe('what is no comment in a file of another kind', () => {
  it('is the text of a Nix string, and what is interpolated may have one', () => {
    const shell = "{ a = ''\n  x # pyproject-nix-ls: ignore\n''; }\n";
    expect(left('/p/default.nix', shell, 'x')).toBe(1);
    const behind = "{ a = ''\n  x\n''; # pyproject-nix-ls: ignore\n}\n";
    expect(left('/p/default.nix', behind, 'x')).toBe(0);
    const inside = '{ a = "${ # pyproject-nix-ls: ignore\n x }"; }\n';
    expect(left('/p/default.nix', inside, 'a =')).toBe(0);
    expect(left('/p/default.nix', '{ a = 1; /* # pyproject-nix-ls: ignore */ }', 'a =')).toBe(0);
  });

  it('is a fragment of an address in a requirements file', () => {
    const file = '/p/requirements.txt';
    expect(left(file, 'x @ https://e.org/a#pyproject-nix-ls: ignore\n', 'x')).toBe(1);
    expect(left(file, 'x==1 # pyproject-nix-ls: ignore\n', 'x')).toBe(0);
    expect(left(file, 'x==1 \\\n  --hash=sha256:0 # pyproject-nix-ls: ignore\n', 'x')).toBe(0);
  });
});
