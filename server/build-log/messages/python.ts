import type { Message } from './model.ts';

/** Begins with what builds. */
const OTHER_BACKEND =
  'It does not take what pyproject.toml says there, which is written for another version of it: a newer (or older) one for the build, `postPatch` that changes the field, or the wheel.';

/** Python modules and distributions that a build asks for, and tools of the wrong version. */
export const pythonMessages: readonly Message[] = [
  {
    marker: "No module named 'puccinialin'",
    pattern: /No module named 'puccinialin'/,
    tells: 'rust',
    source: 'maturin, __init__.py: without cargo it asks for puccinialin, which would fetch one',
    example: "ModuleNotFoundError: No module named 'puccinialin'",
    gives: 'cargo-hash',
  },
  {
    marker: 'No module named',
    pattern: /No module named '(imp|asyncore|asynchat|smtpd)'/,
    tells: 'advice',
    advice:
      'Python 3.12 took $1 away: a newer release of what imports it, an older Python (python311), or the distribution of that name that keeps it (pyasyncore, pyasynchat).',
    source: 'Python 3.12, changes',
    example: "ModuleNotFoundError: No module named 'imp'",
    gives: 'advice',
  },
  {
    marker: 'No module named',
    pattern:
      /No module named '(aifc|audioop|cgi|cgitb|chunk|crypt|imghdr|lib2to3|mailcap|nis|nntplib|ossaudiodev|pipes|sndhdr|spwd|sunau|telnetlib|uu|xdrlib)'/,
    tells: 'advice',
    advice:
      'Python 3.13 took $1 away (PEP 594): a newer release of what imports it, an older Python (python312), or the distribution that keeps it (`standard-$1`, legacy-cgi, audioop-lts).',
    source: 'Python 3.13, changes',
    example: "ModuleNotFoundError: No module named 'cgi'",
    gives: 'advice',
  },
  {
    marker: 'No module named',
    pattern:
      /No module named '(_?tkinter(?:\.\w{1,40})?|_sqlite3|_ctypes|_ssl|_bz2|_lzma|_curses|readline|_?gdbm|pyexpat|zlib|_uuid)'/,
    tells: 'advice',
    advice:
      '$1 is a part of Python that this interpreter was built without: the one of nixpkgs has all but tkinter (`python3Packages.tkinter`, or `python3Full` where there is one); one that pyenv or uv made lacks what its builder did not find.',
    source: 'CPython, modules that its build leaves out without their library',
    example: "ImportError: No module named 'pyexpat'",
    gives: 'advice',
  },
  {
    marker: 'No module named',
    pattern: /No module named '?poetry\.masonry\b/,
    tells: 'module',
    names: ['poetry.core'],
    advice:
      'Its pyproject.toml names the back end of Poetry before 1.1 (`poetry.masonry.api`), which poetry-core alone does not have: `postPatch` that puts `poetry.core.masonry.api` in its place and `poetry-core` in place of `poetry` among its requirements.',
    source: 'CPython, importlib, of the first back end of Poetry',
    example: "ModuleNotFoundError: No module named 'poetry.masonry'",
    gives: 'poetry-core',
  },
  {
    marker: 'No module named',
    pattern: /No module named '?poetry'?$/,
    tells: 'module',
    names: ['poetry.core'],
    source: 'CPython, importlib, of either back end of Poetry',
    example: "ModuleNotFoundError: No module named 'poetry'",
    gives: 'poetry-core',
  },
  {
    marker: 'No module named',
    pattern: /(?:ModuleNotFoundError|ImportError)?:? ?No module named '?([\w.]{1,120})'?/,
    tells: 'imported-module',
    source: 'CPython, importlib',
    example: "ModuleNotFoundError: No module named 'setuptools'",
    gives: 'setuptools',
  },
  {
    marker: 'setuptools is not available in',
    pattern: /^\s*ERROR: Can not execute `setup\.py` since setuptools is not available in/,
    tells: 'module',
    names: ['setuptools'],
    source: 'pip, setuptools_build.py',
    example:
      'ERROR: Can not execute `setup.py` since setuptools is not available in the build environment.',
    gives: 'setuptools',
  },
  {
    marker: 'instead of cmake.targets',
    pattern:
      /ERROR: Use (build\.targets|\S{3,40}) instead of (\S{3,40}) for scikit-build-core >= ([\d.]{1,8})/,
    tells: 'advice',
    advice:
      'scikit-build-core $3 is newer than its settings are for ($2 is now $1): an older scikit-build-core for the build, a newer release of the package, or the wheel.',
    source: 'scikit-build-core, settings',
    example: 'ERROR: Use build.targets instead of cmake.targets for scikit-build-core >= 0.10',
    gives: 'advice',
  },
  {
    marker: 'build_ext overridden',
    pattern: /AssertionError: build_ext overridden!/,
    tells: 'advice',
    advice:
      'Two tools of the build both replace build_ext, and at least one of them does not belong into its build systems: leave in what its pyproject.toml requires.',
    source: 'cmeel, scikit-build and other setuptools plug-ins that refuse to share',
    example: '  AssertionError: build_ext overridden!',
    gives: 'advice',
  },
  {
    marker: 'is not available',
    pattern: /Backend '([\w.:]{1,120})' is not available/,
    tells: 'module',
    source: 'build, pyproject_hooks',
    example: "ERROR Backend 'flit_core.buildapi' is not available.",
    gives: 'flit-core',
  },
  {
    marker: 'Cannot import',
    pattern: /(?:Cannot import '|BackendUnavailable: Cannot import ')([\w.:]{1,120})'/,
    tells: 'module',
    source: 'pip, pyproject_hooks',
    example: "pip._vendor.pyproject_hooks._impl.BackendUnavailable: Cannot import 'mesonpy'",
    gives: 'meson-python',
  },
  {
    marker: '(from versions: ',
    pattern:
      /satisfies the requirement ([A-Za-z0-9][\w.-]{0,99})[^(\n]{0,120} \(from [A-Za-z0-9][\w.-]{0,99}(?:==[\w.+!]{1,60})?\) \(from versions: (?:none)?\)/,
    tells: 'distribution',
    source: 'pip without an index, of what the metadata of the one it installs names',
    example:
      'ERROR: Could not find a version that satisfies the requirement attrs>=20 (from foo) (from versions: none)',
    gives: 'advice',
  },
  {
    marker: '(from versions: ',
    pattern:
      /satisfies the requirement ([A-Za-z0-9][\w.-]{0,99}(?:\[[\w, -]{1,60}\])?[^(\n]{0,120}) \(from versions: (?:none)?\)/,
    tells: 'requirement',
    source: 'pip without an index',
    example:
      'ERROR: Could not find a version that satisfies the requirement hatch-vcs>=0.3 (from versions: none)',
    gives: 'hatch-vcs',
  },
  {
    marker: 'satisfies the requirement ',
    pattern:
      /satisfies the requirement ([A-Za-z0-9][\w.-]{0,99})[^(\n]{0,120} \(from [A-Za-z0-9][\w.-]{0,99}\)$/,
    tells: 'distribution',
    source: 'pip 21, of what the metadata of the one it installs names',
    example:
      'ERROR: Could not find a version that satisfies the requirement zipp>=3.1.0 (from foo)',
    gives: 'advice',
  },
  {
    marker: ' metadata ',
    pattern: /No package metadata was found for ([A-Za-z0-9][\w.-]{0,99})/,
    tells: 'distribution',
    source: 'CPython, importlib.metadata',
    example: 'importlib.metadata.PackageNotFoundError: No package metadata was found for foo',
    gives: 'advice',
  },
  {
    marker: 'metadata.PackageNotFoundError: ',
    pattern: /metadata\.PackageNotFoundError: ([A-Za-z0-9][\w.-]{0,99})$/,
    tells: 'distribution',
    source: 'CPython before 3.10, importlib.metadata',
    example: 'importlib.metadata.PackageNotFoundError: foo',
    gives: 'advice',
  },
  {
    marker: 'No matching distribution found for',
    pattern: /^\s*ERROR: No matching distribution found for ([A-Za-z0-9][\w.-]{0,99})==/,
    tells: 'advice',
    advice:
      'The index has no file of this version of $1 that fits the interpreter: it is too old or too new for the version, or the index is another one.',
    isProbe: true,
    source: 'pip, resolution',
    example: 'ERROR: No matching distribution found for foo==0.40.0',
    gives: 'advice',
  },
  {
    marker: 'flit_core.config.ConfigError',
    pattern: /flit_core\.config\.ConfigError: (.{1,200})/,
    tells: 'advice',
    advice: OTHER_BACKEND.replace('It', 'flit-core'),
    source: 'flit-core, config.py',
    example: "flit_core.config.ConfigError: license field should be <class 'dict'>",
    gives: 'advice',
  },
  {
    marker: 'The Poetry configuration is invalid',
    pattern: /The Poetry configuration is invalid/,
    tells: 'advice',
    advice: OTHER_BACKEND.replace('It', 'poetry-core'),
    source: 'poetry-core, factory.py',
    example: 'RuntimeError: The Poetry configuration is invalid:',
    gives: 'advice',
  },
  {
    marker: 'configuration error: `',
    pattern: /configuration error: `([\w.-]{1,80})(?:\[\d{1,4}\])?` must /,
    tells: 'advice',
    advice: OTHER_BACKEND.replace('It', 'setuptools'),
    source: 'setuptools, validate-pyproject',
    example: 'configuration error: `project.urls` must be object',
    gives: 'advice',
  },
  {
    marker: ' is required to build',
    pattern: /\b(Cython|NumPy|numpy|pybind11|cffi) is required to build/,
    tells: 'requirement',
    source: 'pyproj, rasterio: setup.py',
    example: 'ERROR: Cython.Build.cythonize not found. Cython is required to build pyproj.',
    gives: 'cython',
  },
  {
    marker: ' not available!',
    pattern: /\b(Cython|NumPy|numpy|pybind11|cffi) not available!/,
    tells: 'requirement',
    source: "GDAL's bindings, setup.py",
    example: 'Exception: numpy not available! This error may happen if you build with setup.py',
    gives: 'numpy',
  },
  {
    marker: "' distribution was not found",
    pattern: /The '([A-Za-z0-9][\w.-]{0,99}[^']{0,80})' distribution was not found/,
    tells: 'requirement',
    source: 'setuptools, pkg_resources.DistributionNotFound',
    example:
      "pkg_resources.DistributionNotFound: The 'setuptools-scm>=6' distribution was not found and is required by the application",
    gives: 'setuptools-scm',
  },
  {
    marker: 'Requirement.parse(',
    pattern:
      /VersionConflict: \(([\w.-]{1,80}) [^)]{1,300}\), Requirement\.parse\('([^']{1,100})'\)\)/,
    tells: 'advice',
    advice:
      '$1 is there, but the build asks for $2: a tool of another version and not a missing one. A newer nixpkgs or a pin of $1, or the wheel.',
    source: 'setuptools, pkg_resources.VersionConflict',
    example:
      "pkg_resources.VersionConflict: (setuptools 44.0.0 (/nix/store/x/lib), Requirement.parse('setuptools>=61'))",
    gives: 'advice',
  },
  {
    marker: 'has requirement ',
    pattern: /ERROR: ([\w.-]{1,80}) [\w.]{1,30} has requirement ([^,\n]{1,100}), but you/,
    tells: 'advice',
    advice: '$1 asks for $2 and finds another version of it.',
    source: 'pip check',
    example: 'ERROR: foo 1.0 has requirement attrs<23, but you have attrs 23.1.0.',
    gives: 'advice',
  },
  {
    marker: 'ImpImporter',
    pattern: /module 'pkgutil' has no attribute 'ImpImporter'/,
    tells: 'advice',
    advice:
      'A setuptools older than 66 runs on Python 3.12, which it cannot: newer setuptools for the build, a release of the package that supports Python 3.12, an older Python (python311), or the wheel.',
    source: 'setuptools before 66 with Python 3.12',
    example: "AttributeError: module 'pkgutil' has no attribute 'ImpImporter'.",
    gives: 'advice',
  },
  {
    marker: 'use_2to3 is invalid',
    pattern: /error in ([\w.-]{1,80}) setup command: use_2to3 is invalid/,
    tells: 'advice',
    advice:
      'setuptools has not known use_2to3 since 58: $1 builds with setuptools <58 alone; a newer release of it or a fork that dropped Python 2 is the surest way.',
    source: 'setuptools 58, changes',
    example: 'error in suds-jurko setup command: use_2to3 is invalid.',
    gives: 'advice',
  },
  {
    marker: 'SafeConfigParser',
    pattern: /has no attribute '(?:SafeConfigParser|readfp)'/,
    tells: 'advice',
    advice:
      'Its versioneer.py (or setup.py) is older than Python 3.12, which took this out of configparser: a newer release of the package, an older Python, or the wheel.',
    source: 'Python 3.12, changes; versioneer before 0.20',
    example: "AttributeError: module 'configparser' has no attribute 'SafeConfigParser'",
    gives: 'advice',
  },
  {
    marker: 'numpy.distutils',
    pattern:
      /numpy\.distutils(?: is (?:deprecated|not)|' has no)|No module named 'numpy\.distutils'/,
    tells: 'advice',
    isProbe: true,
    advice:
      'numpy has no distutils on Python 3.12 and later: a newer release of the package, an older Python, or the wheel.',
    source: 'NumPy, status of numpy.distutils',
    example: '`numpy.distutils` is deprecated: numpy.distutils is not there on Python 3.12',
    gives: 'advice',
  },
  {
    marker: '.pyx:',
    pattern: /^\s*\S{1,250}\.p(?:yx|xd):\d{1,6}:\d{1,5}: ./,
    tells: 'advice',
    isProbe: true,
    advice:
      'Cython refuses its sources, and a missing input is not why: they are for an older or a newer Cython (releases from before July 2023 often want one below 3), or for another release of what they import.',
    source: 'Cython, compiler errors',
    example: 'src/a.pyx:705:30: undeclared name not builtin: TimeoutError',
    gives: 'advice',
  },
  {
    marker: 'Error compiling Cython file',
    pattern: /Error compiling Cython file/,
    tells: 'advice',
    advice:
      'Cython refuses its sources, and a missing input is not why: releases from before July 2023 often want Cython below 3 (`cython_0` in nixpkgs), or take the wheel.',
    source: 'Cython, Compiler/Errors.py',
    example: 'Error compiling Cython file:',
    gives: 'advice',
  },
  {
    marker: 'requires a different Python',
    pattern: /Package '([\w.-]{1,80})' requires a different Python: ([\d.]{1,12}) not in/,
    tells: 'advice',
    advice: '$1 does not support Python $2: another release of it, or another Python.',
    source: 'pip, resolution',
    example: "ERROR: Package 'foo' requires a different Python: 3.8.18 not in '>=3.9'",
    gives: 'advice',
  },
  {
    marker: '`project.license`',
    pattern: /(?:`project\.license` must be|invalid pyproject\.toml config: `project\.license`)/,
    tells: 'advice',
    advice:
      "Its pyproject.toml states the licence as PEP 639 has it, which the build's setuptools (before 77) does not read: newer setuptools, or the wheel.",
    source: 'setuptools before 77',
    example: 'ValueError: invalid pyproject.toml config: `project.license`.',
    gives: 'advice',
  },
  {
    marker: 'compiled using NumPy 1.x',
    pattern: /compiled using NumPy 1\.x cannot be run in/,
    tells: 'advice',
    advice:
      'A dependency was built for NumPy 1 and runs with NumPy 2: a newer release of it, or numpy_1.',
    source: 'NumPy 2',
    example: 'A module that was compiled using NumPy 1.x cannot be run in',
    gives: 'advice',
  },
  {
    marker: 'error while attempting to bind',
    pattern: /error while attempting to bind/,
    tells: 'advice',
    advice: 'Its tests open a port that is taken: `doCheck = false`, or leave the test out.',
    source: 'CPython, asyncio',
    example: "OSError: [Errno 98] error while attempting to bind on address ('127.0.0.1', 8000)",
    gives: 'advice',
  },
];
