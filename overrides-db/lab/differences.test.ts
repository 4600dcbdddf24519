import { describe, expect, it } from 'vitest';
import type { NeedRow, Row } from '../build-row.ts';
import { differencesPage, readPage } from './differences.ts';
import { readRows } from './rows.ts';

const row = (required: readonly string[], known: readonly string[], need: NeedRow): Row => ({
  name: 'p',
  version: '1.0',
  base: 'trixie',
  python: '3.13',
  file: 'p-1.0.tar.gz',
  sha256: '0'.repeat(64),
  requirements: [],
  required,
  known,
  builds: [],
  verdict: 'needs',
  needs: [need],
  links: [],
});
const need = (verdict: NeedRow['verdict'], more: Partial<NeedRow> = {}): NeedRow => ({
  attrs: ['zlib'],
  packages: ['zlib1g-dev'],
  verdict,
  ...more,
});
/** What the page says of one need, without the release. */
function said(of: Row): string[] {
  const lines = differencesPage([of])
    .split('\n')
    .filter((line) => line.startsWith('| p 1.0'));
  return lines.flatMap((line) => line.split('|').slice(3, -1)).map((cell) => cell.trim());
}

describe('DIFFERENCES.md', () => {
  it('is what the rows say', () => {
    const rows = new URL('rows', import.meta.url).pathname;
    expect(readPage()).toBe(differencesPage(readRows(rows)));
  });

  it('tells a correction', () => {
    expect(said(row([], ['zlib'], need('needed', { line: 'cannot find -lz' })))).toEqual([
      'optional',
      'fails without: `cannot find -lz`',
      'required',
    ]);
    expect(said(row(['zlib'], ['zlib'], need('unused')))).toEqual([
      'required',
      'comes to the same without',
      'optional',
    ]);
  });

  it('tells why a build that succeeds without it leaves the word to others', () => {
    const run = need('unused', { programs: ['/usr/bin/pkg-config'] });
    expect(said(row(['zlib'], [], run)).at(-1)).toBe(
      'as before: its program was run, and what that found Debian has in /usr',
    );
    expect(said(row(['zlib'], [], need('loaded'))).at(-1)).toBe(
      'as before: it is needed when it runs',
    );
  });

  it('has nothing of what both agree on', () => {
    expect(said(row(['zlib'], [], need('needed')))).toEqual([]);
    expect(said(row([], ['zlib'], need('feature', { loses: ['libz.so.1'] })))).toEqual([]);
  });
});
