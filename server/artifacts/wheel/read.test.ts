import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOfFile, wholeFile } from '../archive/byte-source.ts';
import { zip } from '../testing.ts';
import { readElf } from './elf.ts';
import { readMachO } from './mach-o.ts';
import { promisedLibraries } from './platform.ts';
import { readWheel, type WheelReading } from './read.ts';
import { elfOf, machOOf } from './testing.ts';

const MANYLINUX = 'p-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl';

function read(
  files: Readonly<Record<string, string | Uint8Array>>,
  name = MANYLINUX,
): WheelReading {
  const members = Object.entries(files).map(([path, content]) => ({ path, content }));
  const reading = readWheel(name, wholeFile(zip(members)));
  if ('missing' in reading) throw new Error('the whole file is there');
  return reading;
}

describe('an ELF file', () => {
  it('says what it links, who it is and where it looks', () => {
    const bytes = elfOf({
      needed: ['libpq.so.5', 'libc.so.6'],
      soname: 'x.so',
      runpath: '$ORIGIN/a:/b',
    });
    expect(readElf(bytes)).toMatchObject({
      machine: 62,
      needed: ['libpq.so.5', 'libc.so.6'],
      soname: 'x.so',
      runpath: ['$ORIGIN/a', '/b'],
      versions: [],
    });
  });

  it('is none where something else stands', () => {
    expect(readElf(Buffer.from('#!/bin/sh\n'.repeat(20)))).toBeNull();
    expect(readElf(elfOf({}).subarray(0, 63))).toBeNull();
  });

  it('is read without a throw, whatever is changed in it', () => {
    const seed = elfOf({ needed: ['libfoo.so.1'], constants: ['dlopen', 'libbar.so.2'] });
    const change = fc.record({ at: fc.nat(seed.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), fc.nat(seed.length), (changes, length) => {
        const bytes = Uint8Array.from(seed);
        for (const { at, to } of changes) bytes[at] = to;
        const reading = readElf(bytes.subarray(0, length));
        expect(reading === null || Array.isArray(reading.needed)).toBe(true);
      }),
    );
  });
});

describe('a Mach-O file', () => {
  it('says what it loads and the least system', () => {
    expect(
      readMachO(machOOf(['@rpath/libomp.dylib', '/usr/lib/libSystem.B.dylib'], [11, 3])),
    ).toEqual({
      needed: ['@rpath/libomp.dylib', '/usr/lib/libSystem.B.dylib'],
      weak: [],
      id: null,
      rpaths: [],
      minimumSystem: '11.3',
    });
  });

  it('is none in a Java class, whose first four bytes are the same', () => {
    expect(
      readMachO(Buffer.concat([Buffer.from('cafebabe00000041', 'hex'), Buffer.alloc(60)])),
    ).toBeNull();
  });

  it('is read without a throw, whatever is changed in it', () => {
    const seed = machOOf(['@rpath/libomp.dylib'], [11, 0]);
    const change = fc.record({ at: fc.nat(seed.length - 1), to: fc.integer({ min: 0, max: 255 }) });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 10 }), fc.nat(seed.length), (changes, length) => {
        const bytes = Uint8Array.from(seed);
        for (const { at, to } of changes) bytes[at] = to;
        const reading = readMachO(bytes.subarray(0, length));
        expect(reading === null || Array.isArray(reading.needed)).toBe(true);
      }),
    );
  });
});

describe('what a platform tag promises', () => {
  it('grows with glibc, and is nothing for linux_x86_64 and macOS', () => {
    expect(promisedLibraries('manylinux1_x86_64')?.has('libstdc++.so.6')).toBe(true);
    expect(promisedLibraries('manylinux1_x86_64')?.has('libexpat.so.1')).toBe(false);
    expect(promisedLibraries('manylinux_2_28_aarch64')?.has('libexpat.so.1')).toBe(true);
    expect(promisedLibraries('musllinux_1_2_x86_64')?.has('libstdc++.so.6')).toBe(false);
    expect(promisedLibraries('linux_x86_64')).toBeNull();
    expect(promisedLibraries('macosx_11_0_arm64')).toBeNull();
  });
});

describe('a wheel', () => {
  it('misses what neither it nor its tag brings', () => {
    const reading = read({
      'p/a.so': elfOf({
        needed: ['libown-1.so.3', 'libtbb.so.12', 'libstdc++.so.6', 'libc.so.6', 'libnamed.so.2'],
        runpath: '$ORIGIN/../p.libs:$ORIGIN/../nvidia/cublas/lib:/opt',
      }),
      'p.libs/libown-1.so.3': elfOf({}),
      'p.libs/libother.so': elfOf({ soname: 'libnamed.so.2' }),
    });
    expect(reading.lacks).toEqual([
      {
        name: 'libtbb.so.12',
        file: 'p/a.so',
        besides: ['nvidia/cublas/lib'],
        promised: false,
      },
      {
        name: 'libstdc++.so.6',
        file: 'p/a.so',
        besides: ['nvidia/cublas/lib'],
        promised: true,
      },
    ]);
    expect(reading.brings).toContain('libnamed.so.2');
    expect(reading.problems).toEqual([]);
  });

  it('of a tag that promises nothing misses libstdc++ too', () => {
    const files = { 'p/a.so': elfOf({ needed: ['libstdc++.so.6'] }) };
    expect(read(files, 'p-1.0-py3-none-linux_x86_64.whl').lacks).toMatchObject([
      { promised: false },
    ]);
  });

  it('opens libraries by name from its modules and its binaries', () => {
    const reading = read({
      'p/__init__.py': [
        'from ctypes import CDLL, util',
        'if sys.platform == "win32":',
        '    lib = CDLL("magic1.dll")',
        'else:',
        '    lib = CDLL(util.find_library("magic") or "libmagic.so.1")',
        'other = CDLL(os.path.join(here, "own.so"))',
      ].join('\n'),
      'p/a.so': elfOf({
        needed: ['libz.so.1'],
        constants: ['dlopen', 'libcuda.so.1', 'x/libno.so'],
      }),
      'p/b.so': elfOf({ constants: ['libnever.so.1'] }),
    });
    expect(reading.opens.map(({ name, condition }) => [name, condition])).toEqual([
      ['libmagic.so.1', 'otherwise'],
      ['magic', null],
      ['libcuda.so.1', 'by name'],
    ]);
  });

  it('of plain Python needs nothing', () => {
    const reading = read({ 'p/__init__.py': 'x = 1' }, 'p-1.0-py3-none-any.whl');
    expect(reading).toMatchObject({ hasBinaries: false, lacks: [], opens: [], brings: [] });
  });

  it('has entry points and files that go elsewhere', () => {
    const reading = read({
      'p-1.0.dist-info/entry_points.txt': '[console_scripts]\np = p:main\n# no\n[a.b]\nx=y\n',
      'p-1.0.data/data/share/p.1': '',
    });
    expect(reading.entryPoints).toEqual(['console_scripts: p = p:main', 'a.b: x=y']);
    expect(reading.data).toEqual(['p-1.0.data/data/share/p.1']);
  });

  it('of macOS misses what the system does not have', () => {
    const files = {
      'p/a.so': machOOf(['/usr/lib/libSystem.B.dylib', '@rpath/libomp.dylib'], [14, 0]),
    };
    const reading = read(files, 'p-1.0-cp312-cp312-macosx_14_0_arm64.whl');
    expect(reading.lacks.map(({ name }) => name)).toEqual(['@rpath/libomp.dylib']);
    expect(reading.macos).toBe('14.0');
  });

  it('asks for the bytes that it needs', () => {
    const bytes = zip([{ path: 'p/a.so', content: elfOf({ needed: ['libtbb.so.12'] }) }]);
    const first = readWheel(MANYLINUX, partsOfFile(bytes.length, []));
    expect(first).toEqual({ missing: { start: 0, end: bytes.length } });
  });
});
