/**
 * The libraries that a Linux system has for a wheel of a platform tag, by the names that they are linked
 * by: PEP 513, 571, 599 and 600 for glibc, PEP 656 for musl, with what auditwheel 6's policies added since.
 * Null for a tag that promises none of them, as `linux_x86_64`, or is not of Linux.
 */
export function promisedLibraries(platform: string): ReadonlySet<string> | null {
  if (/^musllinux_\d+_\d+_\w+$/.test(platform)) return MUSL;
  const version = glibcOf(platform);
  if (version === null) return null;
  return new Set(MANYLINUX.flatMap(({ since, names }) => (version >= since ? names : [])));
}

/** Libraries of the C library itself and of the loader: there on every Linux that runs a wheel at all. */
export function isOfLibc(name: string): boolean {
  return LIBC.test(name);
}

/** Libraries that macOS itself has, as they are written in load commands. */
export function isOfMacos(path: string): boolean {
  return path.startsWith('/usr/lib/') || path.startsWith('/System/');
}

const LIBC =
  /^(?:lib(?:c|m|dl|rt|pthread|util|nsl|resolv|anl|mvec|crypt|BrokenLocale)\.so\.[\d.]+|ld-[\w.-]+|libc\.(?:so|musl-\w+\.so\.1)|linux-vdso\.so\.1)$/;

/** By the glibc that a tag names, as major * 1000 + minor. */
const MANYLINUX: readonly { readonly since: number; readonly names: readonly string[] }[] = [
  {
    since: 2005,
    names: [
      'libGL.so.1',
      'libICE.so.6',
      'libSM.so.6',
      'libX11.so.6',
      'libXext.so.6',
      'libXrender.so.1',
      'libatomic.so.1',
      'libgcc_s.so.1',
      'libglib-2.0.so.0',
      'libgobject-2.0.so.0',
      'libgthread-2.0.so.0',
      'libstdc++.so.6',
      'libz.so.1',
    ],
  },
  { since: 2012, names: ['libexpat.so.1'] },
];

const MUSL: ReadonlySet<string> = new Set(['libz.so.1']);

const NAMED: ReadonlyMap<string, number> = new Map([
  ['manylinux1', 2005],
  ['manylinux2010', 2012],
  ['manylinux2014', 2017],
]);

function glibcOf(platform: string): number | null {
  const named = NAMED.get(/^(manylinux\d+)_\w+$/.exec(platform)?.[1] ?? '');
  if (named !== undefined) return named;
  const [, major, minor] = /^manylinux_(\d{1,3})_(\d{1,3})_\w+$/.exec(platform) ?? [];
  return major === undefined ? null : Number(major) * 1000 + Number(minor);
}
