import type { RequestRow } from '../edits.ts';
import { SETTINGS, type Setting } from './settings.ts';

/** What a package has before or after, as view.nix reads it. */
export interface View {
  readonly buildInputs: readonly string[];
  readonly nativeBuildInputs: readonly string[];
  readonly propagatedBuildInputs: readonly string[];
  readonly source: string;
  readonly crates: string | null;
  readonly variable: string | null;
  /** The version that setuptools-scm is told. */
  readonly stated?: string | null;
  readonly relaxed?: readonly string[];
  readonly ignored?: readonly string[];
  readonly derivation: string;
  readonly libraryPath?: readonly string[];
}

/** A kind of override that is asked for. */
export interface Kind {
  readonly name: string;
  readonly package: string;
  readonly request: RequestRow;
  /** What must hold afterwards and did not before. */
  readonly arrived: (view: View) => boolean;
  readonly only?: readonly string[];
  readonly not?: readonly string[];
}

const has = (list: readonly string[], ...names: readonly string[]): boolean =>
  names.every((name) => list.some((input) => input === name || input.includes(name)));
const anywhere = (view: View): readonly string[] => [
  ...view.nativeBuildInputs,
  ...view.buildInputs,
  ...view.propagatedBuildInputs,
];

const SHELLS = ['mkshell'];
const WITHOUT_CRATES = ['mkshell', 'pypi2nix'];
const KINDS: readonly Kind[] = [
  {
    name: 'a build system',
    package: 'odd-pkg',
    request: { buildSystems: ['hatchling'] },
    arrived: (view) => has(anywhere(view), 'hatchling'),
    not: SHELLS,
  },
  {
    name: 'two build systems',
    package: 'odd-pkg',
    request: { buildSystems: ['flit-core', 'cython'] },
    arrived: (view) => has(anywhere(view), 'flit-core', 'cython'),
    not: SHELLS,
  },
  {
    name: 'libraries',
    package: 'odd-pkg',
    request: { buildInputs: ['zlib', 'openssl'] },
    arrived: (view) =>
      has(view.buildInputs, 'zlib', 'openssl') || has(view.libraryPath ?? [], 'zlib', 'openssl'),
  },
  {
    name: 'a program of the build',
    package: 'odd-pkg',
    request: { nativeBuildInputs: ['pkg-config'] },
    arrived: (view) => has(view.nativeBuildInputs, 'pkg-config'),
  },
  {
    name: 'a program that is one output (pg_config)',
    package: 'psycopg2',
    request: { nativeBuildInputs: ['libpq.pg_config'], buildInputs: ['libpq'] },
    arrived: (view) =>
      has(view.nativeBuildInputs, 'pg_config') &&
      (has(view.buildInputs, 'libpq') || has(view.libraryPath ?? [], 'libpq')),
    // The nixpkgs of its time has postgresql alone.
    not: ['pypi2nix'],
  },
  {
    name: 'a propagated library',
    package: 'odd-pkg',
    request: { propagatedBuildInputs: ['zlib'] },
    arrived: (view) => has(view.propagatedBuildInputs, 'zlib'),
    not: SHELLS,
  },
  {
    name: 'the wheel',
    package: 'both-pkg',
    request: { preferWheel: true },
    arrived: (view) => view.source.endsWith('.whl'),
    only: ['poetry2nix', 'uv2nix'],
  },
  {
    name: 'the wheel, and a library of it',
    package: 'both-pkg',
    request: { preferWheel: true, buildInputs: ['zlib'] },
    arrived: (view) => view.source.endsWith('.whl') && has(view.buildInputs, 'zlib'),
    only: ['poetry2nix', 'uv2nix'],
  },
  {
    name: 'a library of a wheel (autoPatchelf)',
    package: 'manylinux-pkg',
    request: { buildInputs: ['zlib'] },
    arrived: (view) =>
      has(view.buildInputs, 'zlib') && has(view.nativeBuildInputs, 'auto-patchelf'),
    not: ['mkshell', 'nixpkgs', 'pypi2nix'],
  },
  {
    name: 'vendored crates, built by maturin',
    package: 'crate-pkg',
    request: { cargo: true, buildSystems: ['maturin'] },
    arrived: (view) =>
      view.crates !== null && has(view.nativeBuildInputs, 'cargo-setup-hook', 'maturin'),
    not: WITHOUT_CRATES,
  },
  {
    name: 'vendored crates, built by setuptools-rust',
    package: 'crate-pkg',
    request: { cargo: true, buildSystems: ['setuptools', 'setuptools-rust'] },
    arrived: (view) =>
      view.crates !== null &&
      has(view.nativeBuildInputs, 'cargo-setup-hook', 'rustc') &&
      has(anywhere(view), 'setuptools-rust'),
    not: WITHOUT_CRATES,
  },
  {
    name: 'vendored crates below the root of the sources',
    package: 'crate-pkg',
    request: { cargo: true, cargoRoot: 'src/rust', buildSystems: ['setuptools-rust'] },
    arrived: (view) =>
      view.crates !== null && has(view.nativeBuildInputs, 'cargo-setup-hook', 'rustc'),
    not: [...SHELLS, 'pypi2nix'],
  },
  {
    name: 'vendored crates of a package that the defaults build (rpds-py)',
    package: 'rpds-py',
    request: { cargo: true, buildSystems: ['maturin'], setByDefaults: true },
    arrived: (view) =>
      view.crates?.startsWith('rpds-py-0.99.0') === true &&
      has(view.nativeBuildInputs, 'cargo-setup-hook'),
    only: ['poetry2nix'],
  },
  {
    name: 'a dependency that leads back to the package',
    package: 'ouro',
    request: { withoutDependencies: ['boros'], propagatedBuildInputs: ['zlib'] },
    arrived: (view) =>
      has(view.propagatedBuildInputs, 'zlib') && !has(view.propagatedBuildInputs, 'boros'),
    only: ['poetry2nix'],
  },
  {
    name: 'a library of a wheel that is found when it runs',
    package: 'manylinux-pkg',
    request: { ignoredLibraries: ['libcuda.so.1'], buildInputs: ['zlib'] },
    arrived: (view) =>
      has(view.ignored ?? [], 'libcuda.so.1') &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'auto-patchelf'),
    only: ['poetry2nix', 'uv2nix'],
  },
  {
    name: 'a dependency that is not said, and one of any version',
    package: 'odd-pkg',
    request: { dependencies: ['both-pkg'], relaxedDependencies: ['both-pkg'] },
    arrived: (view) =>
      has(view.propagatedBuildInputs, 'both-pkg') && has(view.relaxed ?? [], 'both-pkg'),
    only: ['poetry2nix'],
  },
  {
    name: 'a dependency of nixpkgs that is not said, and one of any version',
    package: 'odd-pkg',
    request: { dependencies: ['setuptools'], relaxedDependencies: ['setuptools'] },
    arrived: (view) =>
      has(view.propagatedBuildInputs, 'setuptools') && has(view.relaxed ?? [], 'setuptools'),
    only: ['nixpkgs'],
  },
  {
    name: 'a package that nixpkgs lacks',
    package: 'own-pkg',
    request: {
      buildSystems: ['setuptools'],
      buildInputs: ['zlib'],
      own: {
        version: '1.0',
        file: 'own_pkg-1.0.tar.gz',
        hash: `sha256:${'ab'.repeat(32)}`,
        dependencies: ['markupsafe'],
      },
    },
    arrived: (view) =>
      view.source === 'own_pkg-1.0.tar.gz' &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'setuptools') &&
      has(view.propagatedBuildInputs, 'markupsafe'),
    only: ['nixpkgs'],
  },
  {
    name: 'a package of wheels for single systems',
    package: 'own-wheel',
    request: {
      buildInputs: ['zlib'],
      own: {
        version: '1.0',
        file: 'own_wheel-1.0-cp313-cp313-manylinux2014_x86_64.whl',
        hash: null,
        dependencies: ['markupsafe'],
        wheels: [
          {
            system: 'x86_64-linux',
            file: 'own_wheel-1.0-cp313-cp313-manylinux2014_x86_64.whl',
            hash: `sha256:${'ab'.repeat(32)}`,
          },
          {
            system: 'aarch64-darwin',
            file: 'own_wheel-1.0-cp313-cp313-macosx_11_0_arm64.whl',
            hash: null,
          },
        ],
      },
    },
    arrived: (view) =>
      view.source === 'own_wheel-1.0-cp313-cp313-manylinux2014_x86_64.whl' &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'auto-patchelf-hook') &&
      has(view.propagatedBuildInputs, 'markupsafe'),
    only: ['nixpkgs'],
  },
  {
    name: 'a variable',
    package: 'odd-pkg',
    request: { environment: [{ name: 'NATIVE_FLAG', value: 'a "b" ${c}' }] },
    arrived: (view) => view.variable === 'a "b" ${c}',
  },
  {
    name: 'all of it at once',
    package: 'odd-pkg',
    request: {
      buildSystems: ['hatchling'],
      buildInputs: ['zlib'],
      nativeBuildInputs: ['pkg-config'],
      environment: [{ name: 'NATIVE_FLAG', value: '1' }],
    },
    arrived: (view) =>
      has(anywhere(view), 'hatchling') &&
      has(view.buildInputs, 'zlib') &&
      has(view.nativeBuildInputs, 'pkg-config') &&
      view.variable === '1',
    not: SHELLS,
  },
];

/** One kind of override, written into one setting. */
export interface Row {
  readonly setting: Setting;
  readonly kind: Kind;
}

export const ROWS: readonly Row[] = SETTINGS.flatMap((setting) =>
  KINDS.filter(
    ({ only, not }) =>
      (only ?? [setting.target]).includes(setting.target) && !(not ?? []).includes(setting.target),
  ).map((kind) => ({ setting, kind })),
);
