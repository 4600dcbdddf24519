import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tar, tarGz, zip } from '../testing.ts';
import { readArchive } from './archive.ts';
import { type MissingBytes, partsOfFile } from './byte-source.ts';
import { SDIST_LIMITS } from './limits.ts';
import type { Archive } from './model.ts';
import { TarReader } from './tar.ts';
import { readZipDirectory, readZipEntry } from './zip.ts';

const all = (): boolean => true;
const text = (archive: Archive, path: string): string | null => {
  const bytes = archive.files.get(path);
  return bytes === undefined ? null : new TextDecoder().decode(bytes);
};
const read = (bytes: Uint8Array): Archive => readArchive(bytes, all, SDIST_LIMITS);

/** A record of a pax header. */
const record = (key: string, value: string): string => {
  const rest = ` ${key}=${value}\n`;
  return `${rest.length + String(rest.length + 3).length}${rest}`;
};

describe('a .tar.gz', () => {
  it('is read the same, whatever it says of its size', () => {
    const bytes = tarGz([{ path: 'p-1/setup.py', content: 'setup()'.repeat(1000) }]);
    const told = read(bytes);
    expect(text(told, 'p-1/setup.py')).toHaveLength(7000);
    for (const size of [0, 1, 5000, 2 ** 25, 2 ** 32 - 1]) {
      const other = Uint8Array.from(bytes);
      new DataView(other.buffer).setUint32(other.length - 4, size, true);
      expect(read(other), String(size)).toEqual(told);
    }
  });

  it('gives its files, and the bytes of those that are wanted', () => {
    const bytes = tarGz([
      { path: 'p-1/', type: '5' },
      { path: 'p-1/setup.py', content: 'setup()' },
      { path: 'p-1/big.c', content: 'x'.repeat(5000) },
    ]);
    const archive = readArchive(bytes, ({ path }) => path.endsWith('.py'), SDIST_LIMITS);
    expect(archive.entries).toEqual([
      { path: 'p-1/setup.py', size: 7 },
      { path: 'p-1/big.c', size: 5000 },
    ]);
    expect([...archive.files.keys()]).toEqual(['p-1/setup.py']);
    expect(text(archive, 'p-1/setup.py')).toBe('setup()');
    expect(archive.problems).toEqual([]);
  });

  it('takes long names from pax and from GNU, for the next entry alone', () => {
    const long = `p-1/${'d/'.repeat(80)}a.py`;
    for (const header of [
      { path: 'pax', type: 'x', content: record('mtime', '1') + record('path', long) },
      { path: '././@LongLink', type: 'L', content: `${long}\0` },
    ]) {
      const archive = read(
        tarGz([header, { path: 'short', content: 'a' }, { path: 'b', content: 'b' }]),
      );
      expect(archive.entries.map(({ path }) => path)).toEqual([long, 'b']);
      expect(text(archive, long)).toBe('a');
    }
  });

  it('follows no link and leaves out what leads outside', () => {
    const archive = read(
      tarGz([
        { path: 'link', type: '2', claimed: 4096 },
        { path: '../../etc/passwd', content: 'x' },
        { path: '/etc/shadow', content: 'x' },
        { path: './p-1//good', content: 'y' },
      ]),
    );
    expect(archive.entries).toEqual([{ path: 'p-1/good', size: 1 }]);
    expect(archive.problems).toContain('has a path that leads outside');
  });

  it('says where it was cut off, and keeps what came before', () => {
    const whole = tar([
      { path: 'a', content: 'a' },
      { path: 'b', content: 'b'.repeat(3000) },
    ]);
    const tarReader = new TarReader(all, SDIST_LIMITS);
    tarReader.push(whole.subarray(0, 2500));
    const archive = tarReader.result();
    expect(text(archive, 'a')).toBe('a');
    expect(archive.files.has('b')).toBe(false);
    expect(archive.problems).toEqual(['ends in the middle of a file']);
  });

  it('stops at its limits', () => {
    const limits = { ...SDIST_LIMITS, unpacked: 2 ** 20, entries: 3, entry: 100 };
    const bomb = readArchive(tarGz([{ path: 'zeros', content: 'x'.repeat(2 ** 22) }]), all, limits);
    expect(bomb.problems).toEqual(['unpacks to more than is read']);
    const large = readArchive(tarGz([{ path: 'a', content: 'x'.repeat(101) }]), all, limits);
    expect(large.files.size).toBe(0);
    expect(large.problems).toEqual(['a is too large to be read']);
    const many = Array.from({ length: 9 }, (_, index) => ({ path: `f${index}` }));
    expect(readArchive(tarGz(many), all, limits).entries).toHaveLength(3);
  });

  it('is the same however it is cut into pieces', () => {
    const whole = tar([
      { path: 'a', content: 'one' },
      { path: 'pax', type: 'x', content: '12 path=p/x\n' },
      { path: 'b', content: 'y'.repeat(1500) },
    ]);
    const expected = new TarReader(all, SDIST_LIMITS);
    expected.push(whole);
    fc.assert(
      fc.property(fc.array(fc.nat(whole.length), { maxLength: 6 }), (cuts) => {
        const reader = new TarReader(all, SDIST_LIMITS);
        const ends = [...cuts.toSorted((a, b) => a - b), whole.length];
        let from = 0;
        for (const to of ends) {
          reader.push(whole.subarray(from, to));
          from = to;
        }
        expect(reader.result()).toEqual(expected.result());
      }),
    );
  });
});

describe('a zip', () => {
  const bytes = zip([
    { path: 'pkg/__init__.py', content: '' },
    { path: 'pkg/data.txt', content: 'hello '.repeat(100) },
    { path: '../outside', content: 'x' },
  ]);

  it('gives its files', () => {
    const archive = read(bytes);
    expect(archive.entries.map(({ path }) => path)).toEqual(['pkg/__init__.py', 'pkg/data.txt']);
    expect(text(archive, 'pkg/data.txt')).toBe('hello '.repeat(100));
    expect(archive.problems).toEqual(['has a path that leads outside']);
  });

  it('is read by ranges, each asked for once it is needed', () => {
    const parts: { start: number; bytes: Uint8Array }[] = [];
    const asked: string[] = [];
    const fetching = <T extends object | null>(question: () => T): Exclude<T, MissingBytes> => {
      for (;;) {
        const answer = question();
        if (answer === null || !('missing' in answer)) return answer as Exclude<T, MissingBytes>;
        const { start, end } = (answer as MissingBytes).missing;
        asked.push(`${start}-${end}`);
        parts.push({ start, bytes: bytes.subarray(start, end) });
      }
    };
    const source = () => partsOfFile(bytes.length, parts);
    const directory = fetching(() => readZipDirectory(source(), SDIST_LIMITS));
    const entry = directory.entries[1];
    expect(entry?.path).toBe('pkg/data.txt');
    const content = entry && fetching(() => readZipEntry(source(), entry));
    expect(content?.length).toBe(600);
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it('unpacks no more than it states', () => {
    const archive = read(zip([{ path: 'bomb', content: 'x'.repeat(10_000), claimed: 10 }]));
    expect(archive.files.size).toBe(0);
    expect(archive.problems).toEqual(['bomb cannot be unpacked']);
  });
});

describe('anything else', () => {
  it('is an archive without files, and says why', () => {
    expect(read(new Uint8Array([1, 2, 3]))).toEqual({
      entries: [],
      files: new Map(),
      problems: ['is neither gzip nor zip'],
    });
  });

  it('never throws, whatever is changed in an archive', () => {
    const seeds = [
      tarGz([{ path: 'a', content: 'b'.repeat(700) }]),
      zip([{ path: 'a', content: 'b' }]),
    ];
    const change = fc.record({ at: fc.nat(), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(
        fc.constantFrom(...seeds),
        fc.array(change, { maxLength: 8 }),
        fc.nat(),
        (seed, changes, cut) => {
          const bytes = Uint8Array.from(seed);
          for (const { at, to } of changes) bytes[at % bytes.length] = to;
          const archive = read(
            bytes.subarray(0, cut % 3 === 0 ? cut % bytes.length : bytes.length),
          );
          expect(Array.isArray(archive.problems)).toBe(true);
        },
      ),
    );
  });
});
