import type { MarkerEnvironment } from './model.ts';

/** The platforms that the targets build for, and Windows, which markers speak of. */
export type Platform =
  | 'x86_64-linux'
  | 'aarch64-linux'
  | 'x86_64-darwin'
  | 'aarch64-darwin'
  | 'x86_64-windows';

export type Implementation = 'cpython' | 'pypy';

/** What markers may ask of a platform and an implementation, and what does not depend on one machine. */
type KnownPlatform = Pick<
  MarkerEnvironment,
  | 'os_name'
  | 'sys_platform'
  | 'platform_system'
  | 'platform_machine'
  | 'platform_python_implementation'
  | 'implementation_name'
>;

/** A platform of which what is left out is not known. */
export type PlatformEnvironment = Partial<KnownPlatform>;

type Machine = Pick<
  MarkerEnvironment,
  'os_name' | 'sys_platform' | 'platform_system' | 'platform_machine'
>;

/** What all machines of a platform say. */
export function platformEnvironment(
  platform: Platform,
  implementation: Implementation = 'cpython',
): KnownPlatform {
  return {
    ...platforms[platform],
    implementation_name: implementation,
    platform_python_implementation: implementation === 'pypy' ? 'PyPy' : 'CPython',
  };
}

/**
 * The environment of a Python on a platform. `python` is its full version (`3.11.4`); of the kernel's
 * release and version nothing is said, so that what a marker asks of them stays unknown.
 */
export function markerEnvironment(
  platform: Platform,
  python: string,
  implementation: Implementation = 'cpython',
): MarkerEnvironment {
  const minor = /^\d+\.\d+/.exec(python)?.[0] ?? python;
  return {
    ...platformEnvironment(platform, implementation),
    python_version: minor,
    python_full_version: python,
    implementation_version: python,
  };
}

const platforms: Readonly<Record<Platform, Machine>> = {
  'x86_64-linux': unix('linux', 'Linux', 'x86_64'),
  'aarch64-linux': unix('linux', 'Linux', 'aarch64'),
  'x86_64-darwin': unix('darwin', 'Darwin', 'x86_64'),
  'aarch64-darwin': unix('darwin', 'Darwin', 'arm64'),
  'x86_64-windows': {
    os_name: 'nt',
    sys_platform: 'win32',
    platform_system: 'Windows',
    platform_machine: 'AMD64',
  },
};

function unix(sys: string, system: string, machine: string): Machine {
  return {
    os_name: 'posix',
    sys_platform: sys,
    platform_system: system,
    platform_machine: machine,
  };
}
