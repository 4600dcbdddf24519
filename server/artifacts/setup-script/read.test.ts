import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../evidence.ts';
import { readSetupScript } from './read.ts';

/** `library pq`, with what it hangs on behind a question mark and the systems it is limited to. */
function said(script: string): string[] {
  return readSetupScript(script, 'setup.py').evidence.map(shown);
}

function shown(evidence: Evidence): string {
  const name = evidence.kind === 'requirement' ? evidence.text : evidence.name;
  const condition = evidence.condition === null ? '' : ` ? ${evidence.condition}`;
  return `${evidence.kind} ${name}${condition}${evidence.systems === undefined ? '' : ` on ${evidence.systems.join()}`}`;
}

/** A library that two branches name, the second on Linux by `other`. */
function eitherOf(other: string): string {
  return [
    'if found():',
    '    name = "scip"',
    'else:',
    `    name = "${other}" if platform.system() == "Linux" else "libscip"`,
    'Extension("x", libraries=[name])',
  ].join('\n');
}

describe('libraries', () => {
  it('are those of an extension, by name, variable, sum and later additions', () => {
    const script = [
      'libs = ["gmp"] + MORE',
      'libs.append("mpfr")',
      'MORE = "mpc m".split()',
      'ext = Extension("x", sources=["x.c"], libraries=libs)',
      'ext.libraries.extend(["z"])',
      'setup(ext_modules=[ext])',
    ].join('\n');
    expect(said(script)).toEqual([
      'library gmp',
      'library mpc',
      'library m',
      'library mpfr',
      'language c',
      'library z',
    ]);
  });

  it('stand with file and line', () => {
    const [first] = readSetupScript(
      '\n\nExtension("x", libraries=[\n  "pq"])',
      'setup.py',
    ).evidence;
    expect(first?.place).toEqual({ file: 'setup.py', line: 4 });
  });

  it('are none in what is no extension and in comments', () => {
    expect(said('# Extension("x", libraries=["pq"])\nprint("libraries=[pq]")\nx = 1')).toEqual([]);
  });

  it('are followed through what functions of the script give back', () => {
    const script = [
      'def libraries(dirs):',
      '    found = ["proj"]',
      '    if os.name == "nt":',
      '        found = [guess()]',
      '    return found',
      'Extension("x", libraries=libraries(dirs))',
    ].join('\n');
    expect(said(script)).toEqual(['library proj', 'language c']);
    expect(said('def f():\n    return f()\nExtension("x", libraries=f())')).toEqual(['language c']);
  });

  it('are certain where every branch names the same', () => {
    expect(said(eitherOf('scip'))).toContain('library scip on linux');
    expect(said(eitherOf('other'))).toContain('library scip ? if found()');
  });

  it('hang on what encloses them', () => {
    const script = [
      'if sys.platform == "win32":',
      '    libs = ["ws2_32"]',
      'elif sys.platform.startswith("darwin"):',
      '    libs = ["objc"]',
      'else:',
      '    libs = ["rt"]',
      'if has_ssl():',
      '    libs += ["ssl"]',
      'if os.environ.get("WITH_Z"): libs.append("z")',
      'Extension("x", libraries=libs)',
    ].join('\n');
    expect(said(script)).toEqual([
      'library objc on darwin',
      'library rt on linux',
      'library ssl ? if has_ssl()',
      'library z ? if os.environ.get("WITH_Z")',
      'language c',
    ]);
  });

  it('are those of a plain build where a variable of the environment decides', () => {
    const script = [
      'USE_SYSTEM = os.getenv("USE_SYSTEM", "0") == "1"',
      'if USE_SYSTEM:',
      '    Extension("x", libraries=["lz4"])',
      'else:',
      '    Extension("x", libraries=["own"])',
    ].join('\n');
    expect(said(script)).toEqual([
      'library lz4 ? if USE_SYSTEM',
      'language c ? if USE_SYSTEM',
      'library own',
      'language c',
    ]);
  });

  it('of a function that is named after a system are of that system', () => {
    expect(said('def finalize_win32(ext):\n    ext.libraries.append("ws2_32")')).toEqual([]);
    expect(said('def finalize_darwin(ext):\n    ext.libraries.append("ssl")')).toEqual([
      'library ssl on darwin',
    ]);
  });
});

describe('programs', () => {
  it('are what is run or looked for, however it is written', () => {
    expect(
      said('subprocess.check_output(["pkg-config", "--libs", "libfoo >= 1.2", "bar"])'),
    ).toEqual(['program pkg-config', 'pkg-config libfoo', 'pkg-config bar']);
    expect(said('kc = get_output("krb5-config --libs gssapi")')).toEqual(['program krb5-config']);
    expect(said('exe = self.find_executable("pg_config")')).toEqual(['program pg_config']);
    expect(said('shutil.which("ccache")')).toEqual(['program ccache ? looked for']);
    expect(said('pkgconfig.parse("xmlsec1")')).toEqual(['pkg-config xmlsec1']);
    expect(said('pkgconfig.exists("liblz4")')).toEqual(['pkg-config liblz4 ? looked for']);
  });

  it('are none in what is told to people', () => {
    expect(
      said('print("pkg-config returned flags")\nraise ValueError("xml2-config not found")'),
    ).toEqual([]);
  });
});

describe('requirements', () => {
  it('are those of setup_requires and what is imported at the start', () => {
    const script = [
      'from Cython.Build import cythonize',
      'try:',
      '    import numpy',
      'except ImportError:',
      '    numpy = None',
      'setup(setup_requires=["pytest-runner", "cffi>=1.0"], cffi_modules=["src/build.py:ffi"])',
    ].join('\n');
    const reading = readSetupScript(script, 'setup.py');
    expect(reading.evidence.map(shown)).toEqual([
      'requirement cython',
      'requirement numpy ? tried',
      'requirement pytest-runner',
      'requirement cffi>=1.0',
    ]);
    expect(reading.cffiScripts).toEqual(['src/build.py']);
  });

  it('are not guessed where the text does not tell', () => {
    expect(said('setup(setup_requires=read("requirements.txt"))')).toEqual([]);
  });
});

it('finds Rust extensions and the manifest that they name', () => {
  const reading = readSetupScript(
    'setup(rust_extensions=[RustExtension("a.b", path="rust/Cargo.toml")])',
    's',
  );
  expect(reading.evidence.map(shown)).toEqual(['language rust']);
  expect(reading.cargoManifests).toEqual(['rust/Cargo.toml']);
});

it('tells versions of Python that no build has any more', () => {
  expect(said('if sys.version_info < (3, 0):\n  Extension("x", libraries=["old"])')).toEqual([]);
  expect(said('if sys.version_info >= (3, 13):\n  a(libraries=["new"])')).toEqual([
    'library new ? if sys.version_info >=(3,13)',
  ]);
});

describe('any text', () => {
  it('is read without a throw', () => {
    const words = fc.constantFrom(
      'if',
      'else:',
      'elif x:',
      '(',
      ')',
      '[',
      ']',
      '{',
      '}',
      ',',
      ':',
      '=',
      '"',
      "'''",
      '\n',
      '  ',
      '\t',

      'libraries',
      'Extension',
      'def f():',
      'lambda',
      'for',
      'not',
      'in',
      '\\',
      'f"{',
      '#',
      '**',
      'x.y',
      '1',
    );
    fc.assert(
      fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
        expect(Array.isArray(said(parts.join(' ')))).toBe(true);
      }),
    );
  });

  it('takes no longer than its length asks for', () => {
    for (const piece of [
      '(',
      '[x for ',
      'if a:\n ',
      'not ',
      'a.',
      "'",
      'x = [x, ',
      'lambda: ',
      'a if b else ',
      '- ',
    ]) {
      expect(Array.isArray(said(piece.repeat(20_000)))).toBe(true);
    }
  });
});

describe('a plain build', () => {
  it.each([
    ['root = os.environ.get("ROOT", "").strip("\'")\nif not root:', 'library a'],
    ['LIBS = os.environ.get("LIBS", [])\nif "-la" not in LIBS:', 'library a'],
    ['if is_windows():', null],
    ['if not IS_WINDOWS:', 'library a'],
    ['if building_for_linux:', 'library a on linux'],
    ['if is_fast():', 'library a ? if is_fast()'],
  ])('knows of %j what it comes to', (lines, expected) => {
    const found = said(`${lines}\n    Extension("x", libraries=["a"])`);
    expect(found.filter((one) => one.startsWith('library'))).toEqual(
      expected === null ? [] : [expected],
    );
  });
});

it('asks for no program of a library that a block hangs on', () => {
  const script = 'if shutil.which("icu-config"):\n    run(["icu-config", "--libs"])';
  expect(said(script)).toEqual([
    'program icu-config ? looked for',
    'program icu-config ? if shutil.which("icu-config")',
  ]);
  expect(said('if not shutil.which("pg_config"):\n    fail()')).toEqual(['program pg_config']);
});

/** A command with an attribute, which it fills in where that is None. */
function command(attribute: string, more = ''): string {
  return [
    'class build(build_ext):',
    `    ${attribute}`,
    '    def finalize_options(self):',
    '        if self.own is None:',
    '            self.own = {"libraries": ["a"]}',
    more,
  ].join('\n');
}

describe('an option of a command', () => {
  it('is left out in a plain build, where it begins as None and is filled in', () => {
    expect(said(command('own = None'))).toEqual(['library a']);
  });

  it.each([
    ['begins otherwise', command('own = find()')],
    ['gets a value elsewhere', command('own = None', '    def run(self):\n        self.own = f()')],
  ])('is not known where it %s', (_, script) => {
    expect(said(script)).toEqual(['library a ? if self.own is None']);
  });
});
