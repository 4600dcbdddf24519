import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { sdistOf, zip } from '../testing.ts';
import { readSdist } from './read.ts';

type Files = Readonly<Record<string, string>>;

function said(files: Files): string[] {
  return readSdist(sdistOf(files)).evidence.map(shown);
}

function shown(evidence: Evidence): string {
  const { place, condition } = evidence;
  const name = evidence.kind === 'requirement' ? evidence.text : evidence.name;
  const isMay = condition === null ? '' : ' ?';
  return `${evidence.kind} ${name}${isMay} ${place.file}:${place.line}`;
}

const mesonpy = '[build-system]\nrequires = ["meson-python"]\nbuild-backend = "mesonpy"\n';
const cmake = '[build-system]\nrequires = []\nbuild-backend = "scikit_build_core.build"\n';
const maturin = '[build-system]\nrequires = ["maturin"]\nbuild-backend = "maturin"\n';

/** The requirements of an sdist that scikit-build-core builds, with these lines below its table. */
function requirementsWith(lines: string): string[] {
  return said({
    'pyproject.toml': `${cmake}[tool.scikit-build]\n${lines}`,
    'CMakeLists.txt': '',
  }).filter((one) => one.startsWith('requirement'));
}

describe('the build system', () => {
  it('is also what scikit-build-core takes a field of the metadata from', () => {
    expect(
      requirementsWith(
        'metadata.version.provider = "scikit_build_core.metadata.setuptools_scm"\nmetadata.readme.provider = "scikit_build_core.metadata.fancy_pypi_readme"\n',
      ),
    ).toEqual([
      'requirement setuptools-scm pyproject.toml:5',
      'requirement hatch-fancy-pypi-readme pyproject.toml:6',
    ]);
    expect(
      requirementsWith(
        'metadata.version = { provider = "scikit_build_core.metadata.regex", input = "a.py" }\nmetadata.readme = { provider = "scikit_build_core.metadata.setuptools_scm", provider-path = "tools" }\n',
      ),
    ).toEqual([]);
  });

  it('is what [build-system] says, line by line', () => {
    const reading = readSdist(
      sdistOf({
        'PKG-INFO': 'Metadata-Version: 2.1\nName: p\nVersion: 1.0\n\nVersion: 9 in the description',
        'pyproject.toml':
          '[build-system]\nrequires = [\n  "setuptools>=61",\n  "cffi; python_version < \'3.9\'",\n]\nbuild-backend = "own"\nbackend-path = ["tools"]\n',
      }),
    );
    expect(reading).toMatchObject({
      backend: 'own',
      backendPath: ['tools'],
      declared: true,
      hasSetupScript: false,
      name: 'p',
      version: '1.0',
      problems: [],
    });
    expect(reading.evidence.map(shown)).toEqual([
      'requirement setuptools>=61 pyproject.toml:3',
      "requirement cffi; python_version < '3.9' pyproject.toml:4",
    ]);
  });

  it('is setuptools alone where nothing says so', () => {
    const reading = readSdist(sdistOf({ 'setup.py': 'from setuptools import setup\nsetup()' }));
    expect(reading).toMatchObject({ backend: null, declared: false, hasSetupScript: true });
    expect(reading.evidence).toEqual([]);
  });

  it('goes on to the scripts that it imports, and to no others', () => {
    expect(
      said({
        'setup.py': 'import setupinfo',
        'setupinfo.py': 'Extension("x", libraries=["xml2"])',
        'other.py': 'Extension("x", libraries=["other"])',
      }),
    ).toEqual(['library xml2 setupinfo.py:1', 'language c setupinfo.py:1']);
  });

  it('goes on to what cffi_modules and a back end of its own name', () => {
    expect(
      said({
        'pyproject.toml':
          '[build-system]\nrequires=[]\nbuild-backend="own"\nbackend-path=["tools"]\n[tool.setuptools.cmdclass]\nbuild_ext = "ext.build"\n',
        'setup.py': 'setup(cffi_modules=["src/b.py:ffi"])',
        'src/b.py': 'ffi.set_source("_x", "", libraries=["srtp2"])',
        'tools/own.py': 'import x',
        'tools/ext.py': 'run("pg_config")',
      }),
    ).toEqual(['library srtp2 src/b.py:1', 'program pg_config tools/ext.py:1']);
  });

  it('reads the version from git where it says so, which PKG-INFO makes moot', () => {
    const pyproject = '[build-system]\nrequires = []\n[tool.hatch.version]\nsource = "vcs"\n';
    const released = readSdist(sdistOf({ 'pyproject.toml': pyproject, 'PKG-INFO': 'Version: 1' }));
    expect(released.evidence).toMatchObject([
      { kind: 'version-from-git', name: 'hatch-vcs', moot: true },
    ]);
    const checkout = readSdist(sdistOf({ 'pyproject.toml': pyproject }));
    expect(checkout.evidence).toMatchObject([{ moot: false }]);
    const fixed = '[build-system]\nrequires = []\n[tool.hatch.version]\npath = "p.py"\n';
    expect(said({ 'pyproject.toml': fixed })).toEqual([]);
  });
});

describe('setup.cfg', () => {
  it('has requirements and libraries', () => {
    const cfg =
      '[options]\nsetup_requires =\n  cython >= 0.29\n  numpy\n[build_ext]\nlibraries = a b\n[tool:x]\nsetup_requires = no\n';
    expect(said({ 'setup.py': 'setup()', 'setup.cfg': cfg })).toEqual([
      'requirement cython >= 0.29 setup.cfg:3',
      'requirement numpy setup.cfg:4',
      'library a setup.cfg:6',
      'library b setup.cfg:6',
    ]);
  });
});

describe('Meson', () => {
  it('has dependencies, which may be optional, conditional or brought along', () => {
    const build = [
      "project('p', 'c', 'cython')",
      "add_languages('fortran')",
      "dep = dependency('dbus-1', version: '>= 1.6')",
      "dependency('a', required: false)",
      "dependency('b', fallback: ['b', 'b_dep'])",
      "if host_machine.system() == 'windows'",
      "  dependency('w')",
      'else',
      "  cc.find_library('rt')",
      'endif',
      "if get_option('x')",
      "  dependency('c')",
      'endif',
      "find_program('swig')",
      "subdir('src')",
    ].join('\n');
    const found = said({
      'pyproject.toml': mesonpy,
      'meson.build': build,
      'src/meson.build': "dependency(blas, required: true)\nblas = 'no'",
      'elsewhere/meson.build': "dependency('elsewhere')",
    });
    expect(found).toEqual([
      'requirement meson-python pyproject.toml:2',
      'language c meson.build:1',
      'language cython meson.build:1',
      'language fortran meson.build:2',
      'meson-dependency dbus-1 meson.build:3',
      'meson-dependency a ? meson.build:4',
      'meson-dependency b ? meson.build:5',
      'library rt meson.build:9',
      'meson-dependency c ? meson.build:12',
      'program swig meson.build:14',
    ]);
  });

  it('takes the defaults of its options', () => {
    const options = "option('blas', type: 'string', value: 'openblas')";
    const build =
      "blas = get_option('blas')\nif blas == 'mkl'\ndependency('mkl')\nendif\ndependency(blas)";
    const files = { 'pyproject.toml': mesonpy, 'meson.build': build, 'meson_options.txt': options };
    expect(said(files).slice(1)).toEqual(['meson-dependency openblas meson.build:5']);
  });
});

describe('CMake', () => {
  it('has packages, modules, programs and languages', () => {
    const lists = [
      'project(p VERSION 1 LANGUAGES C Fortran) # a comment (with brackets)',
      'find_package(GEOS 3.8 REQUIRED)',
      'find_package(ZLIB)',
      'if(WIN32)',
      '  find_package(Winsock REQUIRED)',
      'else()',
      '  pkg_check_modules(X REQUIRED IMPORTED_TARGET libfoo>=1.2 bar)',
      'endif()',
      'if(WITH_Y)',
      '  find_package(Y REQUIRED)',
      'endif()',
      'message("find_package(Quoted REQUIRED)")',
      '#[[ find_package(Commented REQUIRED) ]]',
      'find_program(SWIG NAMES swig4.0 REQUIRED)',
      'add_subdirectory(src)',
    ].join('\n');
    const files = { 'CMakeLists.txt': lists, 'src/CMakeLists.txt': 'find_package(B REQUIRED)' };
    expect(said({ ...files, 'pyproject.toml': cmake })).toEqual([
      'language c CMakeLists.txt:1',
      'language fortran CMakeLists.txt:1',
      'cmake-package GEOS CMakeLists.txt:2',
      'cmake-package ZLIB ? CMakeLists.txt:3',
      'pkg-config libfoo CMakeLists.txt:7',
      'pkg-config bar CMakeLists.txt:7',
      'cmake-package Y ? CMakeLists.txt:10',
      'program swig4.0 CMakeLists.txt:14',
      'cmake-package B src/CMakeLists.txt:1',
    ]);
    expect(said({ ...files, 'setup.py': 'setup()' })).toEqual([]);
  });
});

describe('Rust', () => {
  it('is built from the manifest that the back end takes, with its lock and its sources by git', () => {
    const lock = [
      '[[package]]',
      'name = "openssl-sys"',
      'source = "registry+x"',
      '[[package]]',
      'name = "ruff"',
      'source = "git+https://example.org/ruff.git?tag=1#abc"',
    ].join('\n');
    const reading = readSdist(
      sdistOf({
        'pyproject.toml': `${maturin}[tool.maturin]\nmanifest-path = "rust/Cargo.toml"\n`,
        'rust/Cargo.toml': '[package]\nname = "p-rs"\n',
        'Cargo.toml': '[package]\nname = "no"\n',
        'Cargo.lock': lock,
      }),
    );
    expect(reading.evidence.map(shown)).toEqual([
      'requirement maturin pyproject.toml:2',
      'language rust rust/Cargo.toml:2',
      'crate p-rs rust/Cargo.toml:2',
      'pkg-config openssl Cargo.lock:2',
    ]);
    expect(reading.evidence[2]).toMatchObject({
      locked: true,
      git: ['https://example.org/ruff.git'],
    });
  });

  it('needs no system library that the lock builds itself, and may have no lock', () => {
    const lock = 'name = "openssl-sys"\nname = "openssl-src"\n';
    expect(
      said({ 'pyproject.toml': maturin, 'Cargo.toml': '[package]\nname="p"', 'Cargo.lock': lock }),
    ).not.toContainEqual(expect.stringContaining('openssl'));
    const without = readSdist(
      sdistOf({ 'pyproject.toml': maturin, 'Cargo.toml': '[package]\nname="p"' }),
    );
    expect(without.evidence).toContainEqual(
      expect.objectContaining({ kind: 'crate', locked: false }),
    );
  });
});

describe('the list of files', () => {
  it('shows what is to be generated, and what is brought along', () => {
    expect(
      said({
        'src/a.pyx': '',
        'src/b.pyx': '',
        'src/b.c': '',
        'm.i': '',
        'vendor/hiredis/read.c': '',
        'lz4libs/lz4.c': '',
        'pkg/yara/COPYING': '',
        'pkg/yara/libyara.c': '',
      }),
    ).toEqual([
      'language cython src/a.pyx:1',
      'language swig ? m.i:1',
      'bundled hiredis vendor/hiredis:1',
      'bundled lz4libs lz4libs:1',
      'bundled yara pkg/yara:1',
    ]);
    expect(said({ 'src/b.pyx': '', 'src/b.c': '', 'm.i': '', 'm_wrap.c': '' })).toEqual([]);
  });
});

describe('any sdist', () => {
  it('may be a zip', () => {
    const bytes = zip([{ path: 'p-1/setup.py', content: 'setup(setup_requires=["a"])' }]);
    expect(readSdist(bytes).evidence.map(shown)).toEqual(['requirement a setup.py:1']);
  });

  it('is read without a throw, whatever its files hold', () => {
    const name = fc.constantFrom(
      'pyproject.toml',
      'setup.py',
      'setup.cfg',
      'meson.build',
      'CMakeLists.txt',
      'configure.ac',
      'Cargo.toml',
      'Cargo.lock',
      'PKG-INFO',
      'meson.options',
    );
    const piece = fc.constantFrom(
      '[build-system]\n',
      'build-backend = "mesonpy"\n',
      'requires = [',
      '"a"',
      ']',
      '(',
      ')',
      "'",
      '"',
      '\n',

      'if',
      'else',
      'endif()',
      'find_package',
      'dependency(',
      'configure',
      'name = ',
      '[[',
      ']]',
      '#[[',
      'git+',
    );
    const content = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(' '));
    fc.assert(
      fc.property(fc.dictionary(name, content), (files) => {
        expect(readSdist(sdistOf(files)).problems).toEqual([]);
      }),
    );
  });

  it('takes no longer than its length asks for', () => {
    const files = { 'pyproject.toml': cmake };
    for (const piece of ['(', '"', '#[[', 'if(', '[=[', 'a(b ', '\\']) {
      const found = said({ ...files, 'CMakeLists.txt': piece.repeat(50_000) });
      expect(found).toEqual([]);
    }
    for (const piece of ['(', 'dependency(', 'if a\n', 'x = ', "'''"]) {
      const found = said({ 'pyproject.toml': mesonpy, 'meson.build': piece.repeat(50_000) });
      expect(found.slice(1)).toEqual([]);
    }
  });
});

function lockOf(name: string): string {
  return `[[package]]\nname = "${name}"\nversion = "1.0.0"\n`;
}

function declares(files: Files): boolean {
  return readSdist(sdistOf(files)).declaresAll;
}

describe('an sdist that declares all', () => {
  const hatchling = '[build-system]\nrequires = ["hatchling"]\nbuild-backend = "hatchling.build"\n';

  it('has a back end that compiles nothing, or crates that link nothing unknown', () => {
    expect(declares({ 'pyproject.toml': hatchling })).toBe(true);
    const crate = { 'pyproject.toml': maturin, 'Cargo.toml': '' };
    expect(declares({ ...crate, 'Cargo.lock': lockOf('openssl-sys') })).toBe(true);
    expect(declares({ ...crate, 'Cargo.lock': lockOf('gmp-mpfr-sys') })).toBe(false);
    expect(declares(crate)).toBe(false);
  });

  it('has no script and no step of its own', () => {
    const hook = `${hatchling}[tool.hatch.build.hooks.custom]\npath = "b.py"\n`;
    expect(declares({ 'pyproject.toml': hook })).toBe(false);
    expect(declares({ 'pyproject.toml': `${hatchling}backend-path = ["."]\n` })).toBe(false);
    expect(declares({ 'setup.py': 'setup()' })).toBe(false);
  });
});

it('takes a folder that Python imports for no library of others', () => {
  const setup = 'from setuptools import setup\nsetup()';
  const files = { 'setup.py': setup, 'talib/ta.c': '', 'libx/x.c': '' };
  expect(said(files)).toContain('bundled talib talib:1');
  expect(said({ ...files, 'talib/__init__.py': '' })).not.toContain('bundled talib talib:1');
  expect(said({ 'setup.py': setup, 'tests/libx/x.c': '' })).toEqual([]);
});

it('asks of no package that it is there to build itself', () => {
  const files = {
    'PKG-INFO': 'Metadata-Version: 2.1\nName: Cython\nVersion: 3.0\n',
    'setup.py': 'from Cython.Build import cythonize\nimport numpy\n',
  };
  expect(said(files)).toEqual(['requirement numpy setup.py:2']);
});

function fetching(name: string): Files {
  return { 'setup.py': `if not pkgconfig.installed("libabc"):\n    ${name}(url)` };
}

describe('what a build downloads where it is not there', () => {
  const meson = {
    'pyproject.toml': mesonpy,
    'meson.build':
      "a = dependency('abc', required: false)\nif not a.found()\n  subproject('abc')\nendif",
  };
  const wrap = { 'subprojects/abc.wrap': '[wrap-file]\nsource_url = https://example.org/a.tar.gz' };

  it('has to be there, by the wrap of a subproject', () => {
    expect(said({ ...meson, ...wrap })).toContain('meson-dependency abc meson.build:1');
  });

  it.each([
    ['no wrap', meson],
    ['the sources beside it', { ...meson, ...wrap, 'subprojects/abc-1/meson.build': '' }],
  ])('may be left out with %s', (_, files) => {
    expect(said(files)).toContain('meson-dependency abc ? meson.build:1');
  });

  it('has to be there, by a function that fetches it', () => {
    expect(said(fetching('fetch_libabc'))).toContain('pkg-config libabc setup.py:1');
    expect(said(fetching('fetch_data'))).toContain('pkg-config libabc ? setup.py:1');
  });
});

describe('sources of Java', () => {
  const files = { 'setup.py': 'run([javac, "A.java"])', 'src/A.java': '' };

  it('are compiled where a script asks for javac', () => {
    expect(said(files)).toContain('language java src/A.java:1');
  });

  it.each([
    ['no script asks', { ...files, 'setup.py': 'setup() # no javac' }],
    ['they come compiled', { ...files, 'lib/a.jar': '' }],
    ['they are tests', { 'setup.py': files['setup.py'], 'tests/A.java': '' }],
  ])('are not where %s', (_, of) => {
    expect(said(of).filter((one) => one.startsWith('language java'))).toEqual([]);
  });
});
