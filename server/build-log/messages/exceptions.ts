import type { Message } from './model.ts';

const OTHER_VERSION =
  'another version of it for the build, a newer release of what is built, or its wheel.';

const OTHER_LAYOUT =
  'the sources are of another version, or laid out in another way, than its phases were written for (`postPatch`, `preBuild`, `postInstall`): an override that changes the version has to change these too.';

/**
 * What ends a build without a tool that says what is missing: exceptions, sources that do not compile, commands of a
 * phase that fail. Each counts only where nothing else does; builds that succeed print some of them too.
 */
export const exceptionMessages: readonly Message[] = (
  [
    {
      marker: "' has no attribute '",
      pattern:
        /AttributeError: (?:partially initialized )?module '([\w.]{1,80})' has no attribute '(\w{1,80})'/,
      tells: 'advice',
      advice: `$1 is there and has no $2, which what imports it expects: ${OTHER_VERSION}`,
      source: 'CPython, attributes of modules',
      example: "AttributeError: module 'foo' has no attribute 'bar'",
      gives: 'advice',
    },
    {
      marker: 'cannot import name ',
      pattern: /ImportError: cannot import name '(\w{1,80})' from '([\w.]{1,120})'/,
      tells: 'advice',
      advice: `$2 is there and has no $1, which what imports it expects: ${OTHER_VERSION}`,
      source: 'CPython, importlib',
      example: "ImportError: cannot import name 'bar' from 'foo' (/nix/store/x/foo.py)",
      gives: 'advice',
    },
    {
      marker: 'unexpected keyword argument',
      pattern: /TypeError: ([\w.]{1,120})\(\) got an unexpected keyword argument '(\w{1,80})'/,
      tells: 'advice',
      advice: `$1 does not take $2, which what calls it expects: ${OTHER_VERSION}`,
      source: 'CPython, calls',
      example: "TypeError: setup() got an unexpected keyword argument 'bar'",
      gives: 'advice',
    },
    {
      marker: 'SyntaxError: ',
      pattern: /^\s{0,20}(?:[E>] {1,8})?SyntaxError: (?!Non-UTF)/,
      tells: 'advice',
      advice:
        'This Python does not read the source: it is written for another one, newer than this, or for Python 2. Another python for the set, another release of the package, or its wheel.',
      source: 'CPython, parser',
      example: 'SyntaxError: invalid syntax',
      gives: 'advice',
    },
    {
      marker: 'ationError: ',
      pattern: /^\s{0,20}(?:[E>] {1,8})?IndentationError: /,
      tells: 'advice',
      advice:
        'A Python file of the sources is broken, mostly by a patch or a `substituteInPlace` that was made for another version of it: an override that changes the version has to replace `patches` and `postPatch` too, and a default of the target may be older than the release.',
      source: 'CPython, parser',
      example: 'IndentationError: unexpected indent',
      gives: 'advice',
    },
    {
      marker: '[Errno 2] ',
      pattern: /\[Errno 2\] [^:'\n]{5,80}: '(\/[^'\s]{1,200}\/bin\/([\w.+-]{1,40}))'/,
      tells: 'advice',
      advice:
        '$2 does not start, though a file of that name may be there: programs of wheels are made for systems with a loader in /lib64, which NixOS, sandboxes and images of Nix lack. Take $2 from nixpkgs.',
      source: 'CPython, subprocess',
      example: "FileNotFoundError: [Errno 2] No such file or directory: '/tmp/env/bin/foo-build'",
      gives: 'advice',
    },
    {
      marker: '[Errno 2] ',
      pattern: /\[Errno 2\] [^:'\n]{5,80}: '((?:[\w.+-]{1,60}\/){0,8}[\w+-]{1,60}\.[\w.]{1,20})'/,
      tells: 'advice',
      advice:
        'What is built reads $1, and its sources have no such file: `src` (or a fileset) leaves it out, git does not track it, or the sdist lacks it (then a release or a git source that has it, or the wheel).',
      source: 'CPython, open',
      example: "FileNotFoundError: [Errno 2] No such file or directory: 'requirements.txt'",
      gives: 'advice',
    },
    {
      marker: 'homeless-shelter',
      pattern: /(?:Error|error|denied|cannot|fail).{0,200}\/homeless-shelter/,
      tells: 'advice',
      advice:
        'It writes into the home folder, which a build has not: `export HOME=$TMPDIR` in `preBuild`, or in `preCheck` where its tests do.',
      source: 'Nix, the HOME of builds',
      example: "PermissionError: [Errno 13] Permission denied: '/homeless-shelter'",
      gives: 'advice',
    },
    {
      marker: 'ead-only file system',
      pattern: /(?:Error|error|cannot|can't|fail).{0,200}[Rr]ead-only file system/,
      tells: 'advice',
      advice:
        'It writes into the store, or into another folder that no build may change: what it writes there belongs into `$out`, or it is to be told another folder.',
      source: 'strerror(EROFS)',
      example: "OSError: [Errno 30] Read-only file system: '/nix/store/x/cache'",
      gives: 'advice',
    },
    {
      marker: ': error: ',
      pattern:
        /^\s{0,20}\S{1,250}\.(?:c|cc|cpp|cxx|h|hpp|hh|pyx)(?::\d{1,7}){1,2}: (?:fatal )?error: .{0,200}\b_?Py[A-Z_]\w/,
      tells: 'advice',
      advice:
        'Its C sources do not fit this Python, whose C interface changes with each minor version: a newer release of the package, an older Python, its wheel; or Cython among the build systems where it makes the sources anew.',
      source: 'GCC and Clang, of the names of the C interface of Python',
      example:
        "src/a.c:12:16: error: returning 'int' from a function with return type 'PyObject *'",
      gives: 'advice',
    },
    {
      marker: ': error: ',
      pattern:
        /^\s{0,20}\S{1,250}\.(?:c|cc|cpp|cxx|h|hpp|hh|m|mm|cu|f|f90)(?::\d{1,7}){1,2}: (?:fatal )?error: (?!.{1,200}: No such file)/,
      tells: 'advice',
      advice:
        'Its sources do not compile, and nothing that they include is missing: they are for an older compiler or Python, or for another version of a library. A newer release of the package, its wheel, or an older compiler or Python.',
      source: 'GCC and Clang',
      example: 'src/a.c:3:21: error: lvalue required as unary & operand',
      gives: 'advice',
    },
    {
      marker: 'error[E',
      pattern: /^\s{0,20}error\[E\d{4}\]: /,
      tells: 'advice',
      advice:
        'Its Rust sources do not compile with this rustc, or with a crate of another version than its Cargo.lock names: another release of the package, another nixpkgs, or the wheel.',
      source: 'rustc',
      example: 'error[E0282]: type annotations needed for `Box<_>`',
      gives: 'advice',
    },
    {
      marker: 'file not found',
      pattern: /: cannot execute: required file not found$/,
      tells: 'advice',
      advice:
        'A script of the sources begins with an interpreter that a build does not have (`#!/usr/bin/env`, `#!/bin/bash`): `patchShebangs .` in `postPatch`; where it is not meant to run at all (a `configure` beside a setup.py), `dontConfigure = true`.',
      source: 'GNU Bash 5.2',
      example: 'setup: line 12: ./configure: cannot execute: required file not found',
      gives: 'advice',
    },
    {
      marker: 'bad interpreter',
      pattern: /: bad interpreter: /,
      tells: 'advice',
      advice:
        'A script begins with an interpreter that a build does not have (`#!/usr/bin/env`, `#!/bin/bash`): `patchShebangs .` in `postPatch`, or in `postInstall` where it is installed.',
      source: 'GNU Bash',
      example: './autogen.sh: /usr/bin/perl: bad interpreter: No such file or directory',
      gives: 'advice',
    },
    {
      marker: ': No such file or directory',
      pattern:
        /^(?:\S{1,200}: line \d{1,6}: )?(rm|cp|mv|ln|cd|chmod|cat|install|sed|touch|patch|tar|head|grep|rmdir|pushd|substitute\(\)|can't find file)\b: .{1,300}: No such file or directory/,
      tells: 'advice',
      advice: `A command of its phases ($1) does not find a file: ${OTHER_LAYOUT}`,
      source: 'GNU coreutils, sed, Bash',
      example: "rm: cannot remove 'src/old.py': No such file or directory",
      gives: 'advice',
    },
    {
      marker: ': ERROR: file ',
      pattern: /substitute(?:Stream)?\(\).{0,100}: ERROR: file '([^'\s]{1,200})' does not exist/,
      tells: 'advice',
      advice: `A \`substituteInPlace\` of its expression does not find $1: ${OTHER_LAYOUT}`,
      source: 'nixpkgs, stdenv/setup.sh',
      example: "substitute(): ERROR: file 'src/old.py' does not exist",
      gives: 'advice',
    },
    {
      marker: 'No rule to make target',
      pattern: /make(?:\[\d{1,3}\])?: \*\*\* No rule to make target [`']([^'\s]{1,200})'/,
      tells: 'advice',
      advice: `make is asked for $1, and its Makefile knows no such target, or a source of it is missing: ${OTHER_LAYOUT}`,
      source: 'GNU make',
      example: "make: *** No rule to make target 'install'.  Stop.",
      gives: 'advice',
    },
    {
      marker: 'unbound variable',
      pattern: /: line \d{1,6}: (\w{1,80}): unbound variable/,
      tells: 'advice',
      advice:
        'A script of the build uses $1, which nobody sets: it is of another version than the nixpkgs that runs it, or of another package than it was written for. Update the input that it comes from.',
      source: 'GNU Bash, with `set -u`',
      example: 'builder.sh: line 18: someFlags: unbound variable',
      gives: 'advice',
    },
    {
      marker: 'not know how to unpack',
      pattern: /do not know how to unpack source archive (\S{1,250})/,
      tells: 'advice',
      advice:
        'No unpacker knows the archive: a zip wants `unzip` among the nativeBuildInputs, a wheel wants `format = "wheel"` (or the target has to know that it is one), and a file that is none wants `dontUnpack = true`.',
      source: 'nixpkgs, stdenv/setup.sh',
      example: 'do not know how to unpack source archive /nix/store/x-foo-1.0.zip',
      gives: 'advice',
    },
    {
      marker: 'unpacker ',
      pattern: /unpacker (?:appears to have produced no directories|produced multiple directories)/,
      tells: 'advice',
      advice:
        'The archive holds no folder, or several: `sourceRoot` names the one to build (`"."` for none), or the source is no archive of a package.',
      source: 'nixpkgs, stdenv/setup.sh',
      example: 'unpacker appears to have produced no directories',
      gives: 'advice',
    },
    {
      marker: '[Errno 2] ',
      pattern: /\[Errno 2\] [^:'\n]{5,80}: '(?:[^'\s]{1,250}\/)(setup\.py|pyproject\.toml)'/,
      tells: 'advice',
      advice:
        'Where it is built there is no $1: `sourceRoot` names the folder that has it, `src` (or a fileset) leaves it out, or what was unpacked is no source of a package.',
      source: 'CPython, open, called by pip',
      example: "IOError: [Errno 2] No such file or directory: '/build/foo/setup.py'",
      gives: 'advice',
    },
    {
      marker: 'MemoryError',
      pattern: /^\s{0,20}(?:[\w.]{1,80}\.)?_?(?:Array)?MemoryError\b/,
      tells: 'advice',
      advice:
        'The memory was too little: fewer jobs at once (`--cores 1`, `--max-jobs 1`) need less. No override provides what is missing.',
      source: 'CPython',
      example: 'MemoryError',
      gives: 'advice',
    },
    {
      marker: 'a Python project',
      pattern: /does not appear to be a Python project/,
      tells: 'advice',
      advice:
        'Where it is built there is neither a pyproject.toml nor a setup.py: `sourceRoot` names the folder that has it, `src` (or a fileset) leaves it out, or the sdist was packed without it.',
      source: 'pip, build',
      example:
        'ERROR Source /build/foo does not appear to be a Python project: no pyproject.toml or setup.py',
      gives: 'advice',
    },
    {
      marker: "open file '",
      pattern: /can't open file '(?:[^'\s]{0,200}\/)?(setup\.py|nix_run_setup)'/,
      tells: 'advice',
      advice:
        'Where it is built there is no setup.py: it has a pyproject.toml and wants `pyproject = true` (before 2023-12 `format = "pyproject"`), or `sourceRoot` names the folder.',
      source: 'CPython, called by setuptools-build-hook',
      example:
        "python3: can't open file '/build/foo/setup.py': [Errno 2] No such file or directory",
      gives: 'advice',
    },
    {
      marker: 'vendored-meson',
      pattern: /Could not find the specified meson: /,
      tells: 'advice',
      advice:
        'The sources come from git without their submodules: `fetchSubmodules = true` (with the hash made anew), or the sdist, which has them.',
      source: 'meson-python, of the meson that NumPy brings',
      example:
        'meson-python: error: Could not find the specified meson: "vendored-meson/meson/meson.py"',
      gives: 'advice',
    },
    {
      marker: "' not found (required by ",
      pattern: /version [`']((?:GLIBC|GLIBCXX|CXXABI|GCC)_[\d.]{1,12})' not found \(required by/,
      tells: 'advice',
      advice:
        'A library that is loaded needs $1, and an older C or C++ library is found before: LD_LIBRARY_PATH, or parts of two nixpkgs in one process. Take all from one nixpkgs, and leave LD_LIBRARY_PATH away.',
      source: 'ld.so of the GNU C library',
      example:
        "python: /lib/libstdc++.so.6: version `GLIBCXX_3.4.30' not found (required by /nix/store/x/a.so)",
      gives: 'advice',
    },
    {
      marker: '_sysconfigdata',
      pattern: /Could not find _sysconfigdata\S{0,10} in /,
      tells: 'advice',
      advice:
        'It is built for another machine, and pyo3 does not find the configuration of the Python of that machine: `PYO3_CROSS_LIB_DIR` names the folder that has _sysconfigdata…py, or build on that machine (or a builder of its kind).',
      source: 'pyo3-build-config, cross compilation',
      example: 'error: Could not find _sysconfigdata*.py in /nix/store/x-python3/lib/python3.13',
      gives: 'advice',
    },
    {
      marker: 'Error: ',
      pattern: /^\s{0,20}(?:[\w.]{1,80}\.)?([A-Z]\w{1,40}Error): \S/,
      tells: 'advice',
      advice:
        'A script that the build runs ends with $1; the lines above it name the file. Where it says nothing of an input, it is for another Python or another version of what it imports: another release of the package, or its wheel.',
      source: 'CPython, exceptions that nothing catches',
      example: 'ValueError: substring not found',
      gives: 'advice',
    },
  ] satisfies readonly Message[]
).map((message) => ({ ...message, isProbe: true as const }));
