import { describe, expect, it } from 'vitest';
import {
  attrOfDlopen,
  attrOfSharedLibrary,
  buildSystemOfHeader,
  buildSystemOfModule,
  inputsOfCMakePackage,
  inputsOfHeader,
  inputsOfLibrary,
  inputsOfPkgConfig,
  inputsOfProgram,
  isBuildSystem,
} from './build-names.ts';
import table from './build-names.json' with { type: 'json' };
import libraries from './libraries.json' with { type: 'json' };
import { bundledKnowledge } from './testing.ts';

type Row = { readonly attr: string } & {
  readonly [
    list in 'headers' | 'libraries' | 'pkgConfig' | 'programs' | 'cmake'
  ]?: readonly string[];
};

const attrsOf = (inputs: readonly { attr: string }[] | null): readonly string[] | null =>
  inputs?.map(({ attr }) => attr) ?? null;

/** In nixpkgs under these names, though no source's facts have them yet. */
const IN_NIXPKGS: ReadonlySet<string> = new Set([
  ...['bison', 'go', 'gperf', 'intltool', 'nasm', 'yasm'].map((attr) => `native-input ${attr}`),
  ...[
    'editables',
    'grpcio-tools',
    'mypy',
    'nanobind',
    'protobuf',
    'semantic-version',
    'uv-build',
    'uv-dynamic-versioning',
  ].map((attr) => `build-system ${attr}`),
]);

describe('names in builds', () => {
  it('have the attributes that libraries.json has', () => {
    const known = new Map(Object.entries(libraries));
    const rows = Object.entries(table.libraries);
    expect(rows.length).toBeGreaterThan(100);
    for (const [name, { attr }] of rows) {
      const row = known.get(name);
      expect([name, typeof row === 'object' && row.attr]).toEqual([name, attr]);
    }
  });

  it('have tools and build systems that facts have', () => {
    const knowledge = bundledKnowledge();
    const attrs = new Set<string>();
    for (const name of knowledge.names())
      for (const { need } of knowledge.lookup(name)?.facts ?? [])
        if (need.kind === 'native-input' || need.kind === 'build-system')
          attrs.add(`${need.kind} ${need.attr}`);
    const unknown = [
      ...Object.keys(table.tools).map((attr) => `native-input ${attr}`),
      ...Object.keys(table.modules).map((attr) => `build-system ${attr}`),
    ].filter((one) => !attrs.has(one) && !IN_NIXPKGS.has(one));
    expect(unknown).toEqual([]);
  });

  it('are each of one library', () => {
    const rows: readonly Row[] = Object.values(table.libraries);
    for (const list of ['headers', 'libraries', 'pkgConfig', 'programs', 'cmake'] as const) {
      const attrs = new Map<string, Set<string>>();
      for (const row of rows)
        for (const name of row[list] ?? [])
          attrs.set(name, new Set([...(attrs.get(name) ?? []), row.attr]));
      const shared = [...attrs].filter(([, those]) => those.size > 1).map(([name]) => name);
      expect([attrs.size > 10, shared]).toEqual([true, []]);
    }
  });

  it.each([
    [inputsOfHeader('libpq-fe.h'), ['libpq']],
    [inputsOfHeader('openssl/evp.h'), ['openssl']],
    [inputsOfHeader('mine/zlib.h'), null],
    [inputsOfHeader('half.h'), ['imath']],
    [inputsOfHeader('CL/cl.h'), ['ocl-icd', 'opencl-headers']],
    [inputsOfCMakePackage('OpenCL'), ['ocl-icd', 'opencl-headers']],
    [inputsOfHeader('poppler/cpp/poppler-document.h'), ['poppler']],
    [inputsOfCMakePackage('Eigen3'), ['eigen']],
    [inputsOfCMakePackage('EIGEN3'), ['eigen']],
    [inputsOfCMakePackage('NoSuch'), null],
    [inputsOfPkgConfig('OpenBLAS'), ['pkg-config', 'openblas']],
    [inputsOfHeader('constructor'), null],
    [inputsOfLibrary('xml2'), ['libxml2']],
    [inputsOfLibrary('no-such'), null],
    [inputsOfPkgConfig('libpq'), ['pkg-config', 'libpq']],
    [inputsOfPkgConfig('no-such'), null],
    [inputsOfProgram('pg_config'), ['libpq.pg_config', 'libpq']],
    [inputsOfProgram('mysql_config'), ['libmysqlclient', 'libmysqlclient']],
    [inputsOfProgram('cmake'), ['cmake']],
    [inputsOfProgram('__proto__'), null],
  ])('%j', (inputs, attrs) => {
    expect(attrsOf(inputs)).toEqual(attrs);
  });

  it.each([
    ['libpq.so.5', 'libpq'],
    ['libstdc++.so.6', 'stdenv.cc.cc.lib'],
    ['libusb-1.0.so.0', 'libusb1'],
    ['libpq.5.dylib', 'libpq'],
    ['libcuda.so.1', null],
    ['libpq', null],
  ])('%s is of %s', (file, attr) => {
    expect(attrOfSharedLibrary(file)).toBe(attr);
  });

  it.each([
    ['gobject-2.0-0', 'glib'],
    ['PortAudio', 'portaudio'],
    ['no-such-1', null],
  ])('%s, as dlopen has it, is of %s', (name, attr) => {
    expect(attrOfDlopen(name)).toBe(attr);
  });

  it.each([
    ['numpy/arrayobject.h', 'numpy'],
    ['zlib.h', null],
  ])('%s comes with %s of the Python set', (header, name) => {
    expect(buildSystemOfHeader(header)).toBe(name);
  });

  it.each([
    ['poetry.core.masonry.api', 'poetry-core'],
    ['pkg_resources', 'setuptools'],
    ['flit_core.buildapi', 'flit-core'],
    ['requests', null],
    ['__proto__', null],
  ])('%s comes with %s', (module, name) => {
    expect(buildSystemOfModule(module)).toBe(name);
    expect(isBuildSystem(name ?? module)).toBe(name !== null);
  });
});
