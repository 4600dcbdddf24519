import { describe, expect, it } from 'vitest';
import { needLabel } from '../targets/needs.ts';
import { LogReader } from './read.ts';

/** Builds by pip without what they need, as they were run for this, down to the lines that matter. */
const BUILDS: readonly (readonly [sdist: string, needs: string, lines: readonly string[]])[] = [
  [
    'PyAudio-0.2.14',
    'portaudio',
    [
      'src/pyaudio/device_api.c:9:10: fatal error: portaudio.h: No such file or directory',
      "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1",
    ],
  ],
  ['av-13.1.0', 'pkg-config', ['pkg-config is required for building PyAV']],
  [
    'cvxopt-1.3.2',
    'lapack, blas',
    [
      '/usr/bin/ld: cannot find -llapack: No such file or directory',
      '/usr/bin/ld: cannot find -lblas: No such file or directory',
      'collect2: error: ld returned 1 exit status',
    ],
  ],
  [
    'dbus-python-1.3.2',
    'pkg-config, dbus',
    [
      "../subprojects/dbus-gmain/meson.build:107:11: ERROR: Dependency lookup for dbus-1 with method 'pkgconfig' failed: Pkg-config for machine host machine not found. Giving up.",
    ],
  ],
  [
    'fiona-1.10.1',
    'gdal',
    [
      "WARNING:root:Failed to get options via gdal-config: [Errno 2] No such file or directory: 'gdal-config'",
    ],
  ],
  [
    'gssapi-1.9.0',
    'libkrb5',
    [
      '/bin/sh: 1: krb5-config: not found',
      "subprocess.CalledProcessError: Command 'krb5-config --libs gssapi' returned non-zero exit status 127.",
    ],
  ],
  [
    'h5py-3.12.1',
    'pkg-config',
    ["error: pkg-config probably not installed: FileNotFoundError(2, 'No such file or directory')"],
  ],
  ['m2crypto-0.42.0', 'swig', ["error: command 'swig' failed: No such file or directory"]],
  [
    'mysqlclient-2.2.4',
    'pkg-config, libmysqlclient',
    ['/bin/sh: 1: pkg-config: not found', 'Exception: Can not find valid pkg-config name.'],
  ],
  ['orjson-3.10.11', 'a cargo hash', ["ModuleNotFoundError: No module named 'puccinialin'"]],
  [
    'pyfftw-0.15.0',
    'numpy',
    ['pyfftw/pyfftw.c:1273:10: fatal error: numpy/arrayobject.h: No such file or directory'],
  ],
  ['pypcap-1.3.0', 'libpcap', ['pcap.h not found']],
  ['pyscard-2.2.0', 'swig', ['Install swig and try again']],
  [
    'python_poppler-0.4.1',
    'pkg-config, poppler',
    [
      "../meson.build:12:10: ERROR: Dependency lookup for poppler-cpp with method 'pkgconfig' failed: Pkg-config for machine host machine not found. Giving up.",
    ],
  ],
  [
    'rasterio-1.4.2',
    'cython',
    ['ERROR: Cython.Build.cythonize not found. Cython is required to build rasterio.'],
  ],
  [
    'scikit_sparse-0.4.15',
    'suitesparse',
    ['sksparse/cholmod.c:1253:10: fatal error: cholmod.h: No such file or directory'],
  ],
];

describe('what pip prints of a build that failed', () => {
  it.each(BUILDS)('%s: %s', (sdist, needs, lines) => {
    const reader = new LogReader();
    reader.push(
      [
        'Looking in links: /srv/wheels',
        `Processing /srv/sdists/${sdist}.tar.gz`,
        '  Preparing metadata (pyproject.toml): started',
        ...lines.map((line) => `  ${line}`),
        '  error: subprocess-exited-with-error',
        '  × Preparing metadata (pyproject.toml) did not run successfully.',
        '  │ exit code: 1',
        '  ╰─> See above for output.',
        "  Preparing metadata (pyproject.toml): finished with status 'error'",
        'error: metadata-generation-failed',
      ].join('\n'),
    );
    const { hasFailed, failures, findings } = reader.finish();
    const name = sdist
      .replace(/-[\d.]+$/, '')
      .toLowerCase()
      .replace('_', '-');
    expect([hasFailed, failures.map((each) => each.package?.name)]).toEqual([true, [name]]);
    const labels = findings.flatMap((each) => each.needs).map(needLabel);
    expect([...new Set(labels)].join(', ')).toBe(needs);
  });
});
