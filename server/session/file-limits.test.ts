import { describe, expect, it } from 'vitest';
import { limitOf, tooManyBytes, tooManyEntries } from './file-limits.ts';

function said(file: string, text: string): string | null {
  const problem = tooManyBytes(file, text.length) ?? tooManyEntries(file, text);
  return problem?.message ?? null;
}

describe('the limit of a file', () => {
  it.each([
    ['/p/pyproject.toml', 2 * 1024 * 1024],
    ['/p/Pipfile', 2 * 1024 * 1024],
    ['/p/uv.toml', 2 * 1024 * 1024],
    ['/p/requirements/dev.txt', 4 * 1024 * 1024],
    ['/p/uv.lock', 8 * 1024 * 1024],
    ['/p/pylock.dev.toml', 8 * 1024 * 1024],
    ['/p/Pipfile.lock', 1.5 * 1024 * 1024],
    ['/p/flake.lock', 1.5 * 1024 * 1024],
    ['/p/nix/overlay.nix', 2 * 1024 * 1024],
  ])('is that of its kind: %s', (file, bytes) => {
    expect(limitOf(file).bytes).toBe(bytes);
    expect(tooManyBytes(file, bytes)).toBeNull();
    expect(tooManyBytes(file, bytes + 1)?.kind).toBe('file-too-large');
  });

  it.each([
    ['/p/pyproject.toml', 100_000, (n: number) => 'a=1\n'.repeat(n)],
    ['/p/pyproject.toml', 100_000, (n: number) => `x=[${'1,'.repeat(n)}]`],
    ['/p/requirements.txt', 100_000, (n: number) => 'a\r\n'.repeat(n)],
    ['/p/requirements.txt', 100_000, (n: number) => 'a\r'.repeat(n)],
    ['/p/poetry.lock', 50_000, (n: number) => '[[a]]\n'.repeat(n)],
    ['/p/poetry.lock', 200_000, (n: number) => `x=[${'{},'.repeat(n)}]`],
  ])('counts what costs more than its bytes: %s, %i', (file, most, text) => {
    expect(said(file, text(most))).toBeNull();
    expect(said(file, text(most + 1))).toContain(`${file} has more than ${most} `);
  });

  it('counts nothing where the bytes alone cost', () => {
    expect(said('/p/default.nix', '[],\n'.repeat(300_000))).toBeNull();
  });
});
