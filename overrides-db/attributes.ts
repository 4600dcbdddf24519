import type { InputList } from './model.ts';
import { cudaAttributes } from './sibling-wheels.ts';
import { PROPAGATED } from './propagated.ts';
import { renamedAttributes } from './nixpkgs-names.ts';

/** A nixpkgs attribute and the list of inputs it goes into. */
export interface Input {
  readonly attr: string;
  readonly as: InputList;
}

/**
 * The attribute that stands for everything the same to a Python build: outputs
 * (`hdf5.dev`), other names and versions (`libjpeg_turbo`, `openssl_3`), names that
 * moved (`xorg.libxcb`). What is not known to be another name is itself.
 * Two attributes are interchangeable where this gives the same for both.
 */
export function canonicalAttr(attr: string): string {
  const bare = attr.replace(/^pkgs\./, '');
  const named = ALIASES.get(bare) ?? ofCuda(bare);
  if (named !== undefined) return named;
  const parent = bare.replace(OUTPUT, '');
  return ALIASES.get(parent) ?? RENAMED.get(parent) ?? parent;
}

/**
 * The inputs that one written input amounts to, under canonical names: more than one
 * where a package carries others (`openblas` is a BLAS and a LAPACK, maturin's hook brings Rust).
 */
export function canonicalInputs({ attr, as }: Input): readonly Input[] {
  const name = canonicalAttr(attr);
  if (name === 'libpq' && as === 'nativeBuildInputs') {
    return [
      { attr: 'libpq.pg_config', as },
      { attr: 'libpq', as: 'buildInputs' },
    ];
  }
  if (name === 'openblas') return ['blas', 'lapack'].map((one) => ({ attr: one, as }));
  if (name === 'rustPlatform.maturinBuildHook') {
    return [name, 'cargo', 'rustc'].map((one) => ({ attr: one, as }));
  }
  return [{ attr: name, as }];
}

/**
 * Every canonical name that a build finds once `attr` is among its inputs, whatever the list: itself and
 * what it carries. A need is met where its attribute's canonical name is among them.
 */
export function carriedBy(attr: string): readonly string[] {
  const found = new Set([canonicalAttr(attr)]);
  for (const name of found) for (const one of CARRIES.get(name) ?? []) found.add(one);
  return [...found];
}

/** PostgreSQL's server package had `pg_config` until nixpkgs 25.05; hooks propagate the tools that they run. */
const CARRIES: ReadonlyMap<string, readonly string[]> = new Map([
  ...PROPAGATED,
  ['libpq', ['libpq.pg_config']],
  ['libpq.pg_config', ['libpq']],
  ['openblas', ['blas', 'lapack']],
  ['mkl', ['blas', 'lapack']],
  ['rustPlatform.maturinBuildHook', ['cargo', 'rustc']],
  ['cudaPackages.cudatoolkit', cudaAttributes().map((name) => `cudaPackages.${name}`)],
  // Patching looks where a library that it found looks itself: in what nixpkgs linked that to.
  ...[
    ['cudnn', 'cuda_nvrtc', 'libcublas'],
    ['libcufft', 'libnvjitlink'],
    ['libcusolver', 'libcublas', 'libcusparse', 'libnvjitlink'],
    ['libcusparse', 'libnvjitlink'],
    ['libcusparse_lt', 'libcusparse', 'libnvjitlink'],
    ['cutensor', 'libcublas'],
  ].map((names): [string, readonly string[]] => {
    const [first = '', ...rest] = names.map((name) => `cudaPackages.${name}`);
    return [first, rest];
  }),
  ['cudaPackages.libcufile', ['rdma-core']],
  // Its plugins are linked to what carries messages between machines, as those of its wheel are.
  ['cudaPackages.libnvshmem', ['libfabric', 'mpi', 'pmix', 'rdma-core', 'ucx']],
]);

const CUDA: ReadonlySet<string> = new Set([...cudaAttributes(), 'cudatoolkit']);

/** The one name of what CUDA has: of a set of one release (`cudaPackages_12.libcublas`), or out of `with cudaPackages;`. */
function ofCuda(attr: string): string | undefined {
  const [, member] = /^cudaPackages(?:_\d{1,2})*\.([\w-]+)/.exec(attr) ?? [];
  const [name = ''] = (member ?? attr).split('.', 1);
  const known = name === 'cusparselt' ? 'libcusparse_lt' : name.replace(/_\d+(?:_\d+)?$/, '');
  if (CUDA.has(known)) return `cudaPackages.${known}`;
  return member === undefined ? undefined : `cudaPackages.${member}`;
}

const OUTPUT = /\.(?:dev|out|lib|bin)$/;

/** From a name to the one that current nixpkgs documents; both must build the same Python packages. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['SDL_lib', 'SDL'],
  ['alsaLib', 'alsa-lib'],
  ['boost183', 'boost'],
  ['curlHTTP3', 'curl'],
  ['ffmpeg_4', 'ffmpeg'],
  ['ffmpeg_6', 'ffmpeg'],
  ['ffmpeg_7', 'ffmpeg'],
  ['fftwDouble', 'fftw'],
  ['gdk', 'gtk3'],
  ['gfortran13', 'gfortran'],
  ['ilmbase', 'openexr'],
  ['krb5', 'libkrb5'],
  ['krb5Full', 'libkrb5'],
  ['krb5-c', 'libkrb5'],
  ['lcms', 'lcms2'],
  ['libglvnd', 'libGL'],
  ['libjpeg_turbo', 'libjpeg'],
  ['libjpeg-turbo', 'libjpeg'],
  ['libmysql', 'libmysqlclient'],
  ['libudev', 'systemd'],
  ['libusb', 'libusb1'],
  ['libxcrypt-legacy', 'libxcrypt'],
  ['linux-pam', 'pam'],
  ['mariadb-connector-c', 'libmysqlclient'],
  ['netcdf-c', 'netcdf'],
  ['onetbb', 'tbb'],
  ['openblasCompat', 'openblas'],
  ['openmpi', 'mpi'],
  ['openjdk', 'jdk'],
  ['openjdk17_headless', 'jdk'],
  ['openssl_1_1', 'openssl'],
  ['openssl_3', 'openssl'],
  ['openssl_3_0', 'openssl'],
  ['pkgconfig', 'pkg-config'],
  ['pkg-config-wrapper', 'pkg-config'],
  ['postgresql', 'libpq'],
  ['pulseaudio', 'libpulseaudio'],
  ['rustPlatform.rust.cargo', 'cargo'],
  ['rustPlatform.rust.rustc', 'rustc'],
  ['tesseract4', 'tesseract'],
  // The compiler's own package does not have libstdc++; `canonicalAttr` takes the output's name off otherwise.
  ['stdenv.cc.cc', 'stdenv.cc.cc.lib'],
  ['udev', 'systemd'],
  ['unixodbc', 'unixODBC'],
  ...[
    'libX11',
    'libxcb',
    'libXcursor',
    'libXext',
    'libXfixes',
    'libXft',
    'libXi',
    'libXinerama',
  ].map(xorg),
  ...['libXrandr', 'libXrender', 'libXtst', 'libXxf86vm', 'libSM', 'libICE', 'libXau', 'libXt'].map(
    xorg,
  ),
  ...['libXdmcp', 'libXScrnSaver', 'libxshmfence', 'libxkbfile', 'libXdamage', 'libXcomposite'].map(
    xorg,
  ),
]);

/** From a name that nixpkgs gave an attribute at some time to the one that facts have it under. */
const RENAMED: ReadonlyMap<string, string> = new Map(
  renamedAttributes().flatMap((names) => {
    const known = ALIASES.get(names[0] ?? '') ?? names.at(-1) ?? '';
    return names.filter((name) => name !== known).map((name): [string, string] => [name, known]);
  }),
);

/** Top-level names came in 2025; `xorg.` works before and, with a warning since July 2026, after (`nixpkgs-names.json`). */
function xorg(name: string): [string, string] {
  return [name.toLowerCase(), `xorg.${name}`];
}
