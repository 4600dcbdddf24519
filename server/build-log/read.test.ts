import { array, assert, constantFrom, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growthOfTime, SUPER_LINEAR } from '../../test/support/growth.ts';
import { packageOfDerivation } from './derivations.ts';
import type { LogFinding } from './model.ts';
import { LogReader } from './read.ts';

function read(text: string): readonly LogFinding[] {
  const reader = new LogReader();
  reader.push(text);
  return reader.finish().findings;
}

/** `package: needs`, and `package: advice` where there are no needs. */
function told(text: string): readonly string[] {
  return read(text).map(({ package: of, needs, advice, preferWheel }) => {
    const labels = needs.map((need) =>
      need.kind === 'native-input' || need.kind === 'wheel-library' || need.kind === 'build-system'
        ? `${need.kind} ${need.attr}`
        : need.kind,
    );
    const what = labels.length === 0 ? advice : labels.join(', ');
    return `${of?.name ?? '?'}: ${preferWheel ? 'wheel' : what}`;
  });
}

/** The trace of a project that depends on dask, which depends on distributed, outermost first. */
function cycle(article: string): readonly string[] {
  return ['main-0.1.0', 'dask-2023.3.2', 'distributed-2023.3.2'].map(
    (name) =>
      `       … while evaluating ${article}attribute 'propagatedBuildInputs' of ${article}derivation 'python3.11-${name}'`,
  );
}

const STORE = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz';

describe('packageOfDerivation', () => {
  it.each([
    [`${STORE}-python3.11-psycopg2-2.9.9.drv`, 'psycopg2', '2.9.9'],
    ['python3.11-ruamel.yaml-0.18.6', 'ruamel-yaml', '0.18.6'],
    ['python3.12-zope-interface', 'zope-interface', null],
    ['cryptography-42.0.8-vendor.tar.gz.drv', 'cryptography', '42.0.8'],
    [`/elsewhere/store/${STORE.slice(-32)}-python3.11-foo-1.0.drv`, 'foo', '1.0'],
    ['pypy3.10-foo-1.0rc1', 'foo', '1.0rc1'],
    ['foo-1.0.tar.gz', 'foo', '1.0'],
  ])('%s', (name, project, version) => {
    expect(packageOfDerivation(name)).toEqual({ name: project, version });
  });

  it.each(['', '-', '${evil}', 'x/', 'x'.repeat(10_000)])('knows none in %j', (name) => {
    expect(packageOfDerivation(name)).toBeNull();
  });
});

describe('one message', () => {
  it.each([
    ['foo.c:3:10: fatal error: libpq-fe.h: No such file or directory', 'native-input libpq'],
    ["./foo.h:1:10: fatal error: 'openssl/ssl.h' file not found", 'native-input openssl'],
    ['/nix/store/x-binutils/bin/ld: cannot find -lxml2: No such file', 'native-input libxml2'],
    ['ld: library not found for -lpq', 'native-input libpq'],
    ["ld: library 'z' not found", 'native-input zlib'],
    ['Error: pg_config executable not found.', 'native-input libpq.pg_config, native-input libpq'],
    [
      '/bin/sh: mysql_config: command not found',
      'native-input libmysqlclient, native-input libmysqlclient',
    ],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'cmake'", 'native-input cmake'],
    [
      'Package cairo was not found in the pkg-config search path.',
      'native-input pkg-config, native-input cairo',
    ],
    [
      "Package 'libffi', required by 'virtual:world', not found",
      'native-input pkg-config, native-input libffi',
    ],
    ["ModuleNotFoundError: No module named 'setuptools'", 'build-system setuptools'],
    ["No module named 'poetry.core.masonry'", 'build-system poetry-core'],
    ["ERROR Backend 'flit_core.buildapi' is not available.", 'build-system flit-core'],
    ["ERROR Backend 'setuptools.build_meta' is not available.", 'build-system setuptools'],
    ["FileNotFoundError: [Errno 2] No such file or directory: 'cython'", 'build-system cython'],
    ['[   14s] src/a.c:1:10: fatal error: zlib.h: No such file or directory', 'native-input zlib'],
    [
      'ERROR: Could not find a version that satisfies the requirement hatch-vcs>=0.3 (from versions: none)',
      'build-system hatch-vcs',
    ],
    [
      'error: auto-patchelf could not satisfy dependency libstdc++.so.6 wanted by /nix/store/x/a.so',
      'wheel-library stdenv.cc.cc.lib',
    ],
    [
      'ImportError: libz.so.1: cannot open shared object file: No such file or directory',
      'wheel-library zlib',
    ],
    ["error: can't find Rust compiler", 'build-system setuptools-rust, cargo-hash'],
    ['error: attribute \'"3.10.9"\' missing', 'cargo-hash'],
    ['error: fetchCargoTarball has been removed, use fetchCargoVendor', 'cargo-hash'],
  ])('%s', (line, expected) => {
    expect(told(line)).toEqual([`?: ${expected}`]);
  });

  it.each([
    [
      'x.c:1:1: fatal error: no-such.h: No such file or directory',
      /not known which package brings/,
    ],
    ['ld: cannot find -lno-such', /not known which package brings the library no-such/],
    ["No module named 'requests'", /not known which package brings the module requests/],
    ['could not satisfy dependency libcuda.so.1 wanted by x', /comes with the driver/],
    ["error: attribute 'overridePythonAttrs' missing", /Packages of uv2nix have/],
    ["error: attribute 'fetchCargoTarball' missing", /was removed from nixpkgs/],
    ["error: attribute 'zlibb' missing", /Nothing is known of the attribute zlibb/],
    [
      "error: attribute 'alsaLib' missing",
      /has called it alsa-lib since 2024-10-17, and alsaLib fails/,
    ],
    [
      "error: attribute 'libxaw3d' missing",
      /has called it libxaw3d since 2026-02-12, and Xaw3d before/,
    ],
  ])('%s is not guessed at', (line, advice) => {
    expect(read(line)).toMatchObject([{ needs: [], advice: expect.stringMatching(advice) }]);
  });

  it.each([
    'checking for strangetool... not found',
    'gcc -lpq -o foo',
    '#include <libpq-fe.h>',
    'Requirement already satisfied: setuptools',
    'foo.py: No such file or directory',
    'Program pytest found: NO',
  ])('%s says nothing', (line) => {
    expect(read(line)).toEqual([]);
  });

  it('names the package itself', () => {
    expect(
      read("error: Unknown cryptography version: '99.0'. Please update getCargoHash."),
    ).toEqual([
      expect.objectContaining({
        package: { name: 'cryptography', version: '99.0' },
        needs: [{ kind: 'cargo-hash' }],
      }),
    ]);
    expect(told('error: Missing suitable source/wheel file entry for gmsh')[0]).toMatch(/^gmsh: /);
    expect(
      told("error: No compatible wheel, nor sdist found for package 'torch' 2.1.0")[0],
    ).toMatch(/^torch: /);
    expect(told('arrow-cpp version (14.0.1) mismatches pyarrow version (15.0.0)')).toEqual([
      'pyarrow: wheel',
    ]);
  });
});

describe('a log', () => {
  it('names the package by the prefix of its lines, and leaves out builders that did not fail', () => {
    expect(
      told(
        [
          "python3.11-lxml> No module named 'setuptools'",
          'python3.11-psycopg2> Error: pg_config executable not found.',
          'python3.11-psycopg2> ',
          `error: builder for '${STORE}-python3.11-psycopg2-2.9.9.drv' failed with exit code 1;`,
          '       last 2 log lines:',
          '       > Error: pg_config executable not found.',
          `error: 1 dependencies of derivation '${STORE}-app.drv' failed to build`,
        ].join('\n'),
      ),
    ).toEqual(['psycopg2: native-input libpq.pg_config, native-input libpq']);
  });

  it('names it by the excerpt behind the failure', () => {
    expect(
      told(
        [
          `error: Cannot build '${STORE}-pycups-2.0.1.drv'.`,
          '       Reason: builder failed with exit code 1.',
          '       SingleEntryCache 1 log lines:',
          '       > cups.c:5:10: fatal error: cups/http.h: No such file or directory',
        ].join('\n'),
      ),
    ).toEqual(['pycups: native-input cups']);
  });

  it('names it by the failure that follows', () => {
    expect(
      told(
        [
          `building '${STORE}-python3.11-mysqlclient-2.2.0.drv'...`,
          'OSError: mysql_config not found',
          `error: builder for '${STORE}-python3.11-mysqlclient-2.2.0.drv' failed with exit code 1`,
        ].join('\n'),
      ),
    ).toEqual(['mysqlclient: native-input libmysqlclient, native-input libmysqlclient']);
  });

  it('names it by what a lone log of a builder says of itself', () => {
    expect(
      told(
        `unpacking source archive ${STORE}-lxml-4.9.3.tar.gz\nsource root is lxml-4.9.3\nError: Please make sure the libxml2 and libxslt development packages are installed.\nfatal error: libxml/xpath.h: No such file or directory\n`,
      ),
    ).toEqual(['lxml: native-input libxml2, native-input libxslt']);
  });

  it.each([
    'Collecting mysqlclient==2.2.0 (from -r requirements.txt (line 3))',
    '  - Installing mysqlclient (2.2.0): Failed',
    '  Building wheel for mysqlclient (pyproject.toml): started',
    '  × Failed to build `mysqlclient==2.2.0`',
  ])('names it by what an installer says: %s', (line) => {
    expect(told(`${line}\n      OSError: mysql_config not found`)).toEqual([
      'mysqlclient: native-input libmysqlclient, native-input libmysqlclient',
    ]);
  });

  it('reads requirements on lines of their own', () => {
    expect(
      told(
        'foo> ERROR Missing dependencies:\nfoo> \thatchling>=1.18\nfoo> \thatch-vcs\nfoo> done\nfoo>  setuptools',
      ),
    ).toEqual(['foo: build-system hatchling', 'foo: build-system hatch-vcs']);
  });

  it('tells the hash to write', () => {
    expect(
      read(
        [
          `error: hash mismatch in fixed-output derivation '${STORE}-rpds-py-0.20.0-vendor.tar.gz.drv':`,
          `         specified: sha256-${'A'.repeat(43)}=`,
          '            got:    sha256-q8VnQ0kRzPzZpYXu0d1vJmJv7mF9sYJzY8wK3l9oT2c=',
        ].join('\n'),
      ),
    ).toMatchObject([
      {
        package: { name: 'rpds-py' },
        advice: expect.stringContaining('in place of lib.fakeHash'),
        hash: { got: 'sha256-q8VnQ0kRzPzZpYXu0d1vJmJv7mF9sYJzY8wK3l9oT2c=' },
      },
    ]);
  });

  const recursion = 'error: infinite recursion encountered';

  it.each([
    ['before the message', ['error:', ...cycle(''), `       ${recursion}`]],
    ['behind it, as older versions write it', [recursion, ...cycle('the ').toReversed()]],
    ['twice', [...cycle(''), recursion, ...cycle(''), recursion]],
  ])('takes a dependency cycle from a trace %s', (_name, lines) => {
    const findings = read(lines.join('\n'));
    expect(findings.map((one) => [one.package?.name, one.withoutDependencies, one.needs])).toEqual([
      ['dask', ['distributed'], []],
    ]);
  });

  it.each([
    ['no trace', [recursion]],
    ['one derivation', [cycle('')[0] ?? '', recursion]],
    ['a trace of another error', [...cycle(''), "error: attribute 'x' missing"]],
    [
      'another attribute',
      [...cycle('').map((line) => line.replace('propagatedBuildInputs', 'src')), recursion],
    ],
  ])('knows of no cycle from %s', (_name, lines) => {
    expect(read(lines.join('\n')).flatMap((one) => one.withoutDependencies)).toEqual([]);
  });

  it('names the package of an evaluation by its trace', () => {
    expect(
      told(
        "       … while evaluating derivation 'python3.11-orjson-3.10.9'\n       error: attribute '\"3.10.9\"' missing",
      ),
    ).toEqual(['orjson: cargo-hash']);
  });

  it('does not mind colours, Windows line breaks and progress bars', () => {
    expect(
      told(
        '\u001b[1mfoo>\u001b[0m \u001b[31;1mfatal error:\u001b[0m zlib.h: No such file or directory\r\n10%\r20%\rfoo> cannot find -lpq\r\n',
      ),
    ).toEqual(['foo: native-input zlib', 'foo: native-input libpq']);
  });

  it('says a thing once', () => {
    expect(told('foo> cannot find -lpq\n'.repeat(50))).toEqual(['foo: native-input libpq']);
  });
});

describe('a hostile log', () => {
  it('is read in parts wherever they are cut', () => {
    const text =
      'a> cannot find -lpq\nb> pg_config executable not found\r\nc> No module named setuptools';
    const whole = read(text);
    expect(whole).toHaveLength(3);
    for (let cut = 1; cut < text.length; cut += 1) {
      const reader = new LogReader();
      reader.push(text.slice(0, cut));
      reader.push(text.slice(cut));
      expect(reader.finish().findings).toEqual(whole);
    }
  });

  it('costs time in proportion to its size, whatever it repeats', () => {
    for (const piece of [
      'a',
      "' ",
      '\u001b[',
      '\u001b]',
      '\r',
      '-1',
      'not found ',
      "attribute '",
    ]) {
      const growth = growthOfTime((size) => read(piece.repeat(size / piece.length)), 2_000_000);
      expect(growth, piece).toBeLessThan(SUPER_LINEAR);
    }
  });

  it('never throws', () => {
    const words = constantFrom(
      'cannot find -l',
      'fatal error: ',
      "builder for '/nix/store/",
      ".drv' failed",
      '> ',
      '__proto__',
      '\n',
      '\r',
      '\u001b[',
      'specified: sha256-',
      'got: sha256-',
      'hash mismatch in fixed-output derivation ',
      "'",
    );
    assert(
      property(array(oneof(words, string())), (parts) => {
        const findings = read(parts.join(''));
        expect(findings.every(({ line }) => line >= 1)).toBe(true);
      }),
    );
  });

  it.each(["For full logs, run 'nix log", 'nix log'])(
    'knows the builder by what stands below its excerpt: %s',
    (run) => {
      const reader = new LogReader();
      const drv = '/nix/store/0123456789abcdfghijklmnpqrsvwxyz-python3.12-foo-0.3.5.drv';
      const app = drv.replace('foo', 'app');
      reader.push('       > Checking runtime dependencies for foo-0.3.5-py3-none-any.whl\n');
      reader.push('       >   - pydantic not installed\n');
      reader.push(`       ${run} ${drv}${run === 'nix log' ? '' : "'."}\n`);
      reader.push(`error: 1 dependencies of derivation '${app}' failed to build\n`);
      const { failures, findings } = reader.finish();
      expect(failures.map((each) => each.package?.name)).toEqual(['foo']);
      expect(findings).toMatchObject([{ package: { name: 'foo' } }]);
    },
  );

  it.each([
    [
      '\n\n       at /p/flake.nix:36:7:\n\n           35|       default = 1;',
      { file: '/p/flake.nix', line: 36, column: 7 },
    ],
    [', at /p/default.nix:12:3', { file: '/p/default.nix', line: 12, column: 3 }],
    ['\n\n\n\n       at /p/far.nix:1:1:', null],
    ['', null],
  ])('says where in a Nix file Nix says so: %j', (below, place) => {
    const reader = new LogReader();
    reader.push(`error: attribute 'overrides' missing${below}\n`);
    expect(reader.finish().findings).toMatchObject([{ place }]);
  });
});
