import { describe, expect, it } from 'vitest';
import type { Need } from './model.ts';
import type { ReadEvidence, Reading } from './reading.ts';
import { needsOfSdist, plainName } from './sdist-needs.ts';

type Row = readonly [kind: ReadEvidence['kind'], name: string, more?: Partial<ReadEvidence>];

const reading = (rows: readonly Row[], backend?: string): Reading => ({
  file: 'p-1.0.tar.gz',
  sha256: '0'.repeat(64),
  ...(backend === undefined ? {} : { backend }),
  evidence: rows.map(([kind, name, more]) => ({ kind, name, at: 'pyproject.toml:1', ...more })),
});

/** `libpq`, with `?` where it only may be needed. */
function said(
  rows: readonly Row[],
  backend = 'setuptools.build_meta',
  recipes: Need[] = [],
): string[] {
  return needsOfSdist(reading(rows, backend), recipes).map(({ need, required, when }) => {
    const name = 'attr' in need ? need.attr : need.kind;
    const where = when.python ?? when.systems?.join() ?? '';
    return `${name}${required ? '' : ' ?'}${where === '' ? '' : ` ${where}`}`;
  });
}

describe('what an sdist says', () => {
  it('names libraries and tools by nixpkgs', () => {
    expect(said([['library', 'pq']])).toEqual(['libpq']);
    expect(said([['pkg-config', 'libxml-2.0']])).toEqual(['pkg-config', 'libxml2']);
    expect(said([['program', 'pg_config']])).toEqual(['libpq.pg_config', 'libpq']);
    expect(
      said(
        [
          ['language', 'rust'],
          ['crate', 'p'],
        ],
        'maturin',
      ),
    ).toEqual(['cargo', 'rustc', 'cargo-hash']);
    expect(said([['cmake-package', 'ZLIB']], 'scikit_build_core.build')).toEqual(['zlib', 'cmake']);
  });

  it('leaves Rust that no requirement builds to those who ask for it', () => {
    expect(said([['language', 'rust']])).toEqual(['cargo ?', 'rustc ?']);
  });

  it('is silent of what no table has and of what every build has', () => {
    expect(
      said([
        ['library', 'm'],
        ['library', 'of-nobody'],
        ['cmake-package', 'Python'],
      ]),
    ).toEqual([]);
  });

  it('may need what hangs on a condition, and what it brings along it does not need', () => {
    expect(said([['library', 'pq', { if: 'if x' }]])).toEqual(['libpq ?']);
    expect(
      said([
        ['library', 'lz4'],
        ['bundled', 'lz4libs'],
      ]),
    ).toEqual(['lz4 ?']);
    expect(
      said([
        ['library', 'pq', { if: 'if x' }],
        ['library', 'pq'],
      ]),
    ).toEqual(['libpq']);
    expect(said([['library', 'z', { on: 'darwin' }]])).toEqual([
      'zlib x86_64-darwin,aarch64-darwin',
    ]);
  });

  it('names a library as a recipe does where the table has not', () => {
    const olm: Need = { kind: 'native-input', attr: 'olm', as: 'buildInputs' };
    expect(said([['library', 'olm']], undefined, [olm])).toEqual(['olm']);
    expect(said([['library', 'elm']], undefined, [olm])).toEqual([]);
  });

  it('is sure of a program only where a build cannot go on without it', () => {
    expect(said([['program', 'git']])).toEqual(['git ?']);
    expect(said([['program', 'cmake']])).toEqual(['cmake']);
    const at = 'setup.py:3';
    expect(said([['program', 'pkg-config', { at }]])).toEqual(['pkg-config']);
    expect(
      said([
        ['program', 'pkg-config', { at }],
        ['program', 'xml2-config', { at }],
      ]),
    ).toEqual(expect.arrayContaining(['pkg-config ?', 'libxml2']));
  });
});

describe('requirements of an sdist', () => {
  it('are packages of the Python set, by the markers that can hold', () => {
    expect(
      said([
        ['requirement', 'setuptools_scm[toml]>=6'],
        ['requirement', "tomli; python_version < '3.11'"],
        ['requirement', "cffi; platform_python_implementation != 'PyPy'"],
        ['requirement', "pywin32; sys_platform == 'win32'"],
        ['requirement', "odd; platform_release == 'x'"],
        ['requirement', "extra; extra == 'x'"],
        ['requirement', 'not a requirement!'],
      ]),
    ).toEqual(['setuptools-scm', 'tomli <3.11', 'cffi', 'odd ?']);
  });

  it('are setuptools alone where none are declared', () => {
    expect(needsOfSdist(reading([]))).toMatchObject([
      { need: { attr: 'setuptools' }, required: true },
    ]);
  });
});

it('takes a folder for the library that it is named after', () => {
  expect(['lz4libs', 'liblz4', 'lz4-1.9.4'].map(plainName)).toEqual(['lz4', 'lz4', 'lz4']);
  expect(['c-ares', 'libuv', 'lib', 'zlib', 'xorg.libX11'].map(plainName)).toEqual([
    'cares',
    'uv',
    'lib',
    'z',
    'x11',
  ]);
});
