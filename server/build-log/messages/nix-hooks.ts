import type { Message } from './model.ts';

const TESTS =
  'Tests of it failed, and what was built may be whole: `disabledTests` leaves some out, `doCheck = false` all; tests that want the network or a time limit fail in every sandbox.';

/** What Nix's own hooks and builders say inside of a build. */
export const nixHookMessages: readonly Message[] = [
  {
    marker: 'could not satisfy dependency',
    pattern: /could not satisfy dependency (\S{1,120}) wanted by/,
    tells: 'linked-library',
    isBuilt: true,
    source: 'nixpkgs, auto-patchelf.py',
    example:
      'error: auto-patchelf could not satisfy dependency libstdc++.so.6 wanted by /nix/store/x/a.so',
    gives: 'stdenv.cc.cc.lib',
  },
  {
    marker: 'not satisfied by version',
    pattern:
      /- ([A-Za-z0-9][\w.-]{0,99})(?:\[[\w,-]{1,60}\])?[^\s]{0,80} ?not satisfied by version ([\w.+!]{1,40})/,
    tells: 'other-version',
    advice:
      'The set has $1 $2, which its metadata does not allow: `pythonRelaxDeps = [ "$1" ]` takes it nevertheless (the name as its metadata writes it; nixpkgs before June 2024 wants `pythonRelaxDepsHook` among the nativeBuildInputs for it), `pythonRemoveDeps` forgets it, and `dontCheckRuntimeDeps = true` looks at none; surer is a $1 of the right version.',
    isBuilt: true,
    source: 'nixpkgs, python-runtime-deps-check-hook.py',
    example: '  - httpx<0.28,>=0.26 not satisfied by version 0.28.1',
    gives: 'advice',
  },
  {
    marker: ' not installed',
    pattern:
      /^\s*- ([A-Za-z0-9][\w.-]{0,99})(?:\[[\w,-]{1,60}\])?(?:[<>=!~]\S{0,60})? not installed$/,
    tells: 'distribution',
    isBuilt: true,
    source: 'nixpkgs, python-runtime-deps-check-hook.py',
    example: '  - rich not installed',
    gives: 'advice',
  },
  {
    marker: 'duplicated packages in closure',
    pattern: /Found duplicated packages in closure for dependency '([\w.-]{1,100})'/,
    tells: 'advice',
    advice:
      'Two versions of $1 are among its dependencies: one was overridden beside the set. Override it in the set itself (`packageOverrides`, `pythonPackagesExtensions`, an overlay), so that all take the same; `catchConflicts = false` only hides it.',
    isBuilt: true,
    source: 'nixpkgs, catch_conflicts.py',
    example: "Found duplicated packages in closure for dependency 'attrs':",
    gives: 'advice',
  },
  {
    marker: 'Files: /nix/store/',
    pattern:
      /Files: \/nix\/store\/[a-z0-9]{32}-([\w.+-]{1,100})\/(\S{1,200})(?: \/nix\/store\/[a-z0-9]{32}-([\w.+-]{1,100})\/)?/,
    tells: 'collision',
    advice:
      '$1 and $3 both have $2, and not the same. Where nobody reads it, `venvIgnoreCollisions = [ "$2" ]` on the environment; else `postInstall` of one of them removes it (`rm`), or the environment leaves it out (`venvSkip`).',
    source: 'pyproject.nix, make_venv.py: FileCollisionError',
    example:
      'Files: /nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-foo-3.2.0/LICENSE /nix/store/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-bar-4.2.1/LICENSE',
    gives: 'advice',
  },
  {
    marker: 'conflicting subpath',
    pattern: /two given paths contain a conflicting subpath/,
    tells: 'advice',
    advice:
      'Two packages of the environment have a file of the same name: `ignoreCollisions = true` takes the first, and surer is to remove the file from one of them (`postInstall`).',
    source: 'nixpkgs, buildEnv builder.pl',
    example: 'pkgs.buildEnv error: two given paths contain a conflicting subpath:',
    gives: 'advice',
  },
  {
    marker: 'collision between',
    pattern: /^(?:error: )?collision between [`'](\/nix\/store\/\S{1,250}?)' and/,
    tells: 'advice',
    advice:
      'Two packages of the environment have a file of the same name: `ignoreCollisions = true` takes the first, and surer is to remove the file from one of them (`postInstall`).',
    source: 'Nix, buildenv; nixpkgs, builder.pl, which once had no `error: ` in front',
    example:
      "error: collision between `/nix/store/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa-a-1/bin/x' and `/nix/store/bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb-b-1/bin/x'",
    gives: 'advice',
  },
  {
    marker: 'FileExistsError',
    pattern: /FileExistsError: File already exists: (\/nix\/store\/\S{1,250})/,
    tells: 'advice',
    advice:
      'It installs a file twice, or over one that is there: two hooks install it (`format` and a hook of its own), or its sources have a build folder (`rm -r build dist`).',
    source: 'installer, destinations.py',
    example:
      'FileExistsError: File already exists: /nix/store/x-foo/lib/python3.11/site-packages/foo.py',
    gives: 'advice',
  },
  {
    marker: 'E   ',
    pattern: /^E {3,12}ModuleNotFoundError: No module named '([\w.]{1,120})'/,
    tells: 'advice',
    advice:
      'A test imports $1, which is not there: what tests alone need belongs into `nativeCheckInputs` (or a group of the lock), what the package itself imports into its dependencies; `doCheck = false` runs no tests.',
    isBuilt: true,
    source: 'pytest, of an exception',
    example: "E       ModuleNotFoundError: No module named 'hypothesis'",
    gives: 'advice',
  },
  {
    marker: 'error: unrecognized arguments: -',
    pattern: /error: unrecognized arguments: (--?[\w-]{1,60})/,
    tells: 'advice',
    advice:
      'pytest does not know $1, which a plug-in brings (pytest-cov for --cov, pytest-timeout for --timeout, pytest-xdist for -n, pytest-asyncio for --asyncio-mode): it belongs into `nativeCheckInputs`; or take the argument out of `addopts` in its pyproject.toml or pytest.ini.',
    isBuilt: true,
    source: 'pytest, command line',
    example: '__main__.py: error: unrecognized arguments: --timeout=45',
    gives: 'advice',
  },
  {
    marker: 'FAILED ',
    pattern: /^(?:\[gw\d{1,3}\].{0,40} )?FAILED [\w./+-]{1,200}\.py(?:::|$)/,
    tells: 'advice',
    advice: TESTS,
    isProbe: true,
    isBuilt: true,
    source: 'pytest, short test summary',
    example: 'FAILED tests/test_a.py::test_first - AssertionError: assert 1 == 2',
    gives: 'advice',
  },
  {
    marker: ' failed',
    pattern: /^=+ .{0,40}\d{1,6} failed[, ].{0,160} in [\d.]{1,12}s/,
    tells: 'advice',
    advice: TESTS,
    isProbe: true,
    isBuilt: true,
    source: 'pytest, last line',
    example: '= 2 failed, 40 passed, 1 skipped in 3.90s =',
    gives: 'advice',
  },
  {
    marker: 'FAILED (',
    pattern: /^FAILED \((?:failures|errors)=\d/,
    tells: 'advice',
    advice: TESTS,
    isProbe: true,
    isBuilt: true,
    source: 'unittest, last line',
    example: 'FAILED (failures=2, errors=1)',
    gives: 'advice',
  },
  {
    marker: "doesn't match anything in file",
    pattern: /ERROR: pattern (.{1,80}) doesn't match anything in file/,
    tells: 'advice',
    advice:
      'A `substituteInPlace` of its expression is for another version of the sources: the override that changes the version has to replace `postPatch` too.',
    source: 'nixpkgs, stdenv/setup.sh',
    example:
      "substituteStream() in derivation foo-1.0: ERROR: pattern old doesn't match anything in file 'setup.py'",
    gives: 'advice',
  },
  {
    marker: ' FAILED at ',
    pattern: /Hunk #\d{1,5} FAILED at \d{1,9}/,
    tells: 'advice',
    advice:
      'A patch of its expression is for another version of the sources: the override that changes the version has to replace `patches` too (`patches = [ ]` drops them).',
    source: 'GNU patch',
    example: 'Hunk #1 FAILED at 12.',
    gives: 'advice',
  },
  {
    marker: 'NIX_CURL_FLAGS: unbound variable',
    pattern: /NIX_CURL_FLAGS: unbound variable/,
    tells: 'advice',
    advice:
      'This poetry2nix fetches with a script that a newer nixpkgs no longer suits: update the poetry2nix input to a newer revision.',
    source: 'poetry2nix, fetch-from-pypi.sh before 2023-10',
    example: 'fetch-from-pypi.sh: line 18: NIX_CURL_FLAGS: unbound variable',
    gives: 'advice',
  },
  {
    marker: 'Could not start dynamically linked executable',
    pattern: /Could not start dynamically linked executable: (\S{1,300})/,
    tells: 'advice',
    advice:
      'A program that was made for other systems does not start on NixOS. Let uv take the interpreter of Nix: UV_PYTHON_DOWNLOADS=never with `pkgs.python3` in the shell (UV_PYTHON may name it), or enable programs.nix-ld.',
    source: 'NixOS, stub-ld',
    example: 'Could not start dynamically linked executable: /home/me/.local/bin/python3.13',
    gives: 'advice',
  },
  {
    marker: 'timed out after',
    pattern: /timed out after (\d{1,9}) seconds(?: of silence)?/,
    tells: 'advice',
    advice:
      'Nix ended the build after $1 seconds (`timeout`, `max-silent-time`): it may wait for the network or for an answer.',
    isProbe: true,
    source: 'Nix, build goals',
    example: "error: building of '/nix/store/x-foo.drv' timed out after 3600 seconds",
    gives: 'advice',
  },
  {
    marker: 'failed due to signal ',
    pattern: /failed due to signal (\d{1,2}) \(([\w ]{1,30})\)/,
    tells: 'advice',
    advice:
      'The builder was ended by signal $1 ($2). A crash or too little memory does this, and no override provides what is missing: fewer jobs at once (`--cores 1`) need less.',
    source: 'Nix, derivation goal',
    example: "error: builder for '/nix/store/x-foo-1.0.drv' failed due to signal 9 (Killed)",
    gives: 'advice',
  },
  {
    marker: 'Disabled tests path ',
    pattern: /Disabled tests path "([^"]{1,200})" does not exist/,
    tells: 'advice',
    advice:
      '`disabledTestPaths` names $1, which this version of the sources does not have: the override that changes the version has to replace that list too, or sets `doCheck = false`.',
    isBuilt: true,
    source: 'nixpkgs, pytest-check-hook.sh',
    example: 'Disabled tests path "tests/test_old.py" does not exist. Aborting',
    gives: 'advice',
  },
  {
    marker: 'FileCollisionError: ',
    pattern: /FileCollisionError: Two or more packages are trying to provide the same file/,
    tells: 'advice',
    advice:
      'Two packages of the environment have one file, and not the same; the lines below name it. Where nobody reads it, `venvIgnoreCollisions = [ "…" ]` on the environment; else `postInstall` of one of them removes it, or the environment leaves it out (`venvSkip`).',
    isProbe: true,
    source: 'pyproject.nix, make_venv.py',
    example:
      'FileCollisionError: Two or more packages are trying to provide the same file with different contents',
    gives: 'advice',
  },
  {
    marker: ' -> not found!',
    pattern: /^\s{1,12}(lib[\w.+-]{1,100}\.so[\d.]{0,12}) -> not found!/,
    tells: 'linked-library',
    isProbe: true,
    source: 'nixpkgs, auto-patchelf.py, as it looks for it',
    example: '    libstdc++.so.6 -> not found!',
    gives: 'stdenv.cc.cc.lib',
  },
  {
    marker: 'test failed, to rerun pass',
    pattern: /^error: (?:\d{1,4} )?(?:doc)?tests? failed, to rerun pass/,
    tells: 'advice',
    advice:
      'Tests of its Rust crates fail: `cargoTestFlags` with `--skip`, or `doCheck = false`, leaves them out; a test that wants the network or a home folder fails in every sandbox.',
    isBuilt: true,
    source: 'cargo test',
    example: 'error: test failed, to rerun pass `--test test_socket`',
    gives: 'advice',
  },
  {
    marker: "'env' attributes are intended",
    pattern: /Python 'env' attributes are intended for interactive nix-shell sessions/,
    tells: 'advice',
    advice:
      'What is built is the `.env` of an interpreter, which is for `nix-shell` alone: build the environment itself (without `.env`), or open it with `nix-shell` or as `devShells`.',
    source: 'nixpkgs, python/wrapper.nix',
    example:
      "*** Python 'env' attributes are intended for interactive nix-shell sessions, not for building! ***",
    gives: 'advice',
  },
];
