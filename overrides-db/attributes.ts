import type { InputList } from './model.ts';

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
  const named = ALIASES.get(bare);
  if (named !== undefined) return named;
  const parent = bare.replace(OUTPUT, '');
  return ALIASES.get(parent) ?? parent;
}

/**
 * The inputs that one written input amounts to, under canonical names. PostgreSQL's
 * server package carried `pg_config` and the client library until nixpkgs 25.05: as a build tool it stands for both.
 */
export function canonicalInputs({ attr, as }: Input): readonly Input[] {
  const name = canonicalAttr(attr);
  if (name !== 'libpq' || as !== 'nativeBuildInputs') return [{ attr: name, as }];
  return [
    { attr: 'libpq.pg_config', as: 'nativeBuildInputs' },
    { attr: 'libpq', as: 'buildInputs' },
  ];
}

const OUTPUT = /\.(?:dev|out|lib|bin)$/;

/** From a name to the one that current nixpkgs documents; both must build the same Python packages. */
const ALIASES: ReadonlyMap<string, string> = new Map([
  ['SDL_lib', 'SDL'],
  ['alsaLib', 'alsa-lib'],
  ['boost183', 'boost'],
  ['ffmpeg_4', 'ffmpeg'],
  ['ffmpeg_6', 'ffmpeg'],
  ['ffmpeg_7', 'ffmpeg'],
  ['fftwDouble', 'fftw'],
  ['gdk', 'gtk3'],
  ['gfortran13', 'gfortran'],
  ['ilmbase', 'openexr'],
  ['krb5', 'libkrb5'],
  ['krb5Full', 'libkrb5'],
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
  ['openjdk', 'jdk'],
  ['openjdk17_headless', 'jdk'],
  ['openssl_1_1', 'openssl'],
  ['openssl_3', 'openssl'],
  ['openssl_3_0', 'openssl'],
  ['pkgconfig', 'pkg-config'],
  ['pkg-config-wrapper', 'pkg-config'],
  ['postgresql', 'libpq'],
  ['pulseaudio', 'libpulseaudio'],
  ['tesseract4', 'tesseract'],
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

/** Top-level names came in 2025; `xorg.` works before and after. */
function xorg(name: string): [string, string] {
  return [name.toLowerCase(), `xorg.${name}`];
}
