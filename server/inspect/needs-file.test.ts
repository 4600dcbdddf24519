import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { printNeeds, readNeeds, type NeedsRow } from './needs-file.ts';

const SHA = 'a'.repeat(64);

function row(name: string, lock = 'uv.lock'): NeedsRow {
  return {
    lock,
    name,
    version: '1.0',
    source: 'sdist',
    reading: {
      file: `${name}-1.0.tar.gz`,
      sha256: SHA,
      backend: 'setuptools.build_meta',
      evidence: [
        { kind: 'library', name: 'pq', at: 'setup.py:3', if: 'if sys.platform', on: 'linux' },
      ],
    },
  };
}

describe('the file of needs', () => {
  it('is read as it was written, sorted', () => {
    const rows = [row('lamp'), row('bulb', 'poetry.lock'), row('bulb')];
    const text = printNeeds(rows);
    const read = readNeeds(text);
    expect(read.problem).toBeNull();
    expect(read.rows.map(({ lock, name }) => `${lock} ${name}`)).toEqual([
      'poetry.lock bulb',
      'uv.lock bulb',
      'uv.lock lamp',
    ]);
    expect(read.rows[2]).toEqual(row('lamp'));
    expect(printNeeds(read.rows)).toBe(text);
  });

  it('shows a reviewer what turns a line around', () => {
    const text = printNeeds([row('la\u202emp\u0085')]);
    expect(text).toContain(String.raw`"name":"la\u202emp\u0085"`);
    expect(readNeeds(text).rows[0]?.name).toBe('la\u202emp\u0085');
  });

  it('may be empty', () => {
    expect(readNeeds(printNeeds([]))).toEqual({ rows: [], problem: null });
  });

  it.each(['', '[]', '{"schemaVersion": 2, "packages": []}', '<<<<<<< ours', 'null'])(
    'says what is wrong with what it is not: %s',
    (text) => {
      const { rows, problem } = readNeeds(text);
      expect(rows).toEqual([]);
      expect(problem).not.toBeNull();
    },
  );

  it.each([
    ['a hash that is none', { sha256: 'x' }],
    ['no file', { file: 3 }],
    ['evidence that is no list', { evidence: {} }],
    ['an unknown kind of file', { source: 'egg' }],
    ['a name without an end', { name: 'x'.repeat(5000) }],
  ])('leaves out a row with %s', (_what, wrong) => {
    const [good] = JSON.parse(printNeeds([row('lamp')])).packages;
    const text = JSON.stringify({ schemaVersion: 1, packages: [{ ...good, ...wrong }, good] });
    expect(readNeeds(text)).toEqual({ rows: [row('lamp')], problem: null });
  });

  it('takes any JSON, and any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        const wrapped = `{"schemaVersion": 1, "packages": [${text}]}`;
        expect(Array.isArray(readNeeds(wrapped).rows) && Array.isArray(readNeeds(text).rows)).toBe(
          true,
        );
      }),
    );
  });
});
