import type { Message } from './model.ts';

/** What Nix, nixpkgs, poetry2nix and uv2nix say before or instead of a build. */
export const evaluationMessages: readonly Message[] = (
  [
    {
      marker: 'Please update getCargoHash',
      pattern: /Unknown ([\w.-]{1,100}) version: '([^']{1,60})'/,
      tells: 'rust',
      namesPackage: true,
      source: 'poetry2nix, overrides/default.nix',
      example: "error: Unknown cryptography version: '99.0'. Please update getCargoHash.",
      gives: 'cargo-hash',
    },
    {
      marker: 'fetchCargoTarball',
      pattern: /fetchCargoTarball[^\n]{0,200}(?:removed|no longer)/,
      tells: 'rust',
      advice:
        "poetry2nix's default still calls fetchCargoTarball: the override must come behind the defaults (defaultPoetryOverrides.extend).",
      source: 'nixpkgs 25.05, aliases.nix',
      example: 'error: fetchCargoTarball has been removed, use fetchCargoVendor',
      gives: 'cargo-hash',
    },
    {
      marker: "attribute '",
      pattern: /attribute '("?[^'"]{1,100}"?)' missing/,
      tells: 'attribute',
      source: 'Nix, evaluator',
      example: "error: attribute 'overridePythonAttrs' missing",
      gives: 'advice',
    },
    {
      marker: "' does not exist",
      pattern: /^\s{0,12}error: attribute '([\w.-]{1,100})' does not exist/,
      tells: 'attribute',
      source: 'Nix, flakes',
      example: "error: attribute 'devShells.foo' does not exist",
      gives: 'advice',
    },
    {
      marker: 'Missing suitable source/wheel file entry',
      pattern: /Missing suitable source\/wheel file entry for ([\w.-]{1,100})/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'The lock names no file of it that poetry2nix can take: where the lock has no hashes, run `poetry lock`; where it has wheels alone, none fits the interpreter and system.',
      source: 'poetry2nix, mk-poetry-dep.nix',
      example: 'error: Missing suitable source/wheel file entry for gmsh',
      gives: 'advice',
    },
    {
      marker: 'No compatible wheel, nor sdist found',
      pattern: /nor sdist found for package '([\w.-]{1,100})' ?([\w.+!]{0,60})/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'No wheel in uv.lock has tags that fit the interpreter and system, and there is no sdist.',
      source: 'uv2nix, lib/build.nix',
      example: "error: No compatible wheel, nor sdist found for package 'torch' 2.1.0",
      gives: 'advice',
    },
    {
      marker: 'No compatible wheel, nor sdist found',
      pattern: /nor sdist found/,
      tells: 'advice',
      advice:
        'No wheel in uv.lock has tags that fit the interpreter and system, and there is no sdist.',
      source: 'uv2nix, lib/build.nix',
      example: 'error: No compatible wheel, nor sdist found',
      gives: 'advice',
    },
    {
      marker: 'unsupported build system requirement',
      pattern: /unsupported build system requirement ([\w.-]{1,100})/,
      tells: 'advice',
      advice:
        'No package of the Python set is called $1; the build system of the project asks for it.',
      source: 'poetry2nix, lib.nix',
      example: 'error: unsupported build system requirement foo-backend',
      gives: 'advice',
    },
    {
      marker: 'No build-system.build-backend section',
      pattern: /No build-system\.build-backend section in pyproject\.toml/,
      tells: 'advice',
      advice: 'The pyproject.toml that is built needs `[build-system]` with a `build-backend`.',
      source: 'poetry2nix, lib.nix',
      example: 'error: No build-system.build-backend section in pyproject.toml. Add such a section',
      gives: 'advice',
    },
    {
      marker: 'mismatches pyarrow version',
      pattern: /arrow-cpp version \([^)]{0,60}\) mismatches (pyarrow) version \(([^)]{1,60})\)/,
      tells: 'advice',
      namesPackage: true,
      preferWheel: true,
      source: 'poetry2nix, overrides/default.nix',
      example: 'error: arrow-cpp version (14.0.1) mismatches pyarrow version (15.0.0)',
      gives: 'wheel',
    },
    {
      marker: 'format == null',
      pattern: /assertion '\(+pyproject != null\)? -> \(?format == null\)+' failed/,
      tells: 'advice',
      advice:
        '`pyproject` and `format` are both said of one package, and nixpkgs takes one of them: an override that sets `pyproject = true` also sets `format = null`, or leaves `pyproject` away where the target says `format` itself.',
      source: 'nixpkgs, mk-python-derivation.nix',
      example: "error: assertion '((pyproject != null) -> (format == null))' failed",
      gives: 'advice',
    },
    {
      marker: 'pep440',
      pattern: /^\s{0,20}error: assertion '.{0,200}pep440.{0,300}' failed/,
      tells: 'advice',
      advice:
        'The interpreter is none that `requires-python` of the lock allows: another `python` for the package set (`pkgs.python312`), or `requires-python` as it is meant and the lock anew.',
      source: 'pyproject.nix and uv2nix, requires-python',
      example:
        "error: assertion '(all (spec: ((pep440).comparators.x pythonVersion spec.version)) requires-python)' failed",
      gives: 'advice',
    },
    {
      marker: 'build-system.build-backend',
      pattern: /cannot find attribute `build-system\.build-backend'/,
      tells: 'advice',
      advice: 'The pyproject.toml that is built needs `[build-system]` with a `build-backend`.',
      source: 'poetry2nix before 2020-04',
      example:
        "error: evaluation aborted with the following error message: 'cannot find attribute `build-system.build-backend''",
      gives: 'advice',
    },
    {
      marker: 'evaluation aborted with the following error message',
      pattern: /evaluation aborted with the following error message: '(.{1,160})/,
      tells: 'advice',
      advice:
        'A Nix expression gives up by itself (`abort`); what it says of why stands in the line.',
      source: 'Nix, builtins.abort',
      example: "error: evaluation aborted with the following error message: 'no such group'",
      gives: 'advice',
    },
    {
      marker: "' failed",
      byPlace: true,
      pattern: /^\s*error: assertion '(.{1,300})' failed/,
      tells: 'advice',
      advice:
        'An `assert` of a Nix expression does not hold; the place below the message says which, and what stands in it is what is expected.',
      source: 'Nix, evaluator',
      example: "error: assertion '(a != null)' failed",
      gives: 'advice',
    },
    {
      marker: 'infinite recursion encountered',
      pattern: /infinite recursion encountered/,
      tells: 'advice',
      advice:
        'Where it comes from an override: one that changes a package takes it from the previous set (`prev.x`), never from the final one (`final.x`).',
      source: 'Nix, evaluator',
      example: 'error: infinite recursion encountered',
      gives: 'advice',
    },
    {
      marker: 'while a set was expected',
      pattern:
        /(?:value is|got) (?:a function|a list|null|a string)[^\n]{0,80}while a set was expected|expected a set but found a function/,
      tells: 'advice',
      advice:
        'A set is expected and something else is there: often a function that was not called (a file that begins `{ pkgs, … }:` is `import`ed and given its arguments), or an overlay where a set belongs.',
      source: 'Nix, evaluator',
      example: 'error: value is a function while a set was expected',
      gives: 'advice',
    },
    {
      marker: 'expected a set but found',
      pattern: /expected a set but found (a function|a list|null|a string)/,
      tells: 'advice',
      advice:
        'A set is expected and $1 is there: a function was not called (a file that begins `{ pkgs, … }:` is `import`ed and given its arguments), or an overlay stands where a set belongs.',
      source: 'Nix 2.19 and later, evaluator',
      example: 'error: expected a set but found a function: «lambda @ /x/flake.nix:3:5»',
      gives: 'advice',
    },
    {
      marker: 'attempt to call something which is not a function',
      pattern: /attempt to call something which is not a function but (a set|a list|a string|null)/,
      tells: 'advice',
      advice:
        '$1 is called as a function: `withDefaults`, `extend` and `overrideScope` take an overlay (`final: prev: { … }`), and a package that was replaced by a set is one no more.',
      source: 'Nix, evaluator',
      example: 'error: attempt to call something which is not a function but a set',
      gives: 'advice',
    },
    {
      marker: 'called with unexpected argument',
      byPlace: true,
      pattern: /called with unexpected argument '([\w'-]{1,80})'/,
      tells: 'advice',
      advice:
        'The function does not know the argument $1: its name is misspelt, or it came with another version.',
      source: 'Nix, evaluator',
      example:
        "error: function 'mkPoetryApplication' called with unexpected argument 'preferWheel'",
      gives: 'advice',
    },
    {
      marker: 'called without required argument',
      byPlace: true,
      pattern: /called without required argument '([\w'-]{1,80})'/,
      tells: 'advice',
      advice:
        'The function is given no $1: `callPackage` gives only what its set has, so that the name may be of another set, or have moved.',
      source: 'Nix, evaluator',
      example: "error: function 'anonymous lambda' called without required argument 'libpq'",
      gives: 'advice',
    },
    {
      marker: 'undefined variable',
      byPlace: true,
      pattern: /undefined variable '([\w'-]{1,80})'/,
      tells: 'advice',
      advice:
        '$1 is not in scope where it is written: an input that is not taken as an argument, or a name without `pkgs.` in front.',
      source: 'Nix, evaluator',
      example: "error: undefined variable 'zlib'",
      gives: 'advice',
    },
    {
      marker: 'does not configure a `format`',
      pattern: /((?:python|pypy)[\d.]{1,5}-[\w.+-]{1,100}) does not configure a `format`/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'nixpkgs no longer assumes how it is built: set `pyproject = true` with `build-system = [ … ]` (what its pyproject.toml requires; setuptools where it has none).',
      source: 'nixpkgs 25.11, mk-python-derivation.nix',
      example: 'error: python3.13-foo-0.25.1 does not configure a `format`.',
      gives: 'advice',
    },
    {
      marker: 'not supported for interpreter',
      pattern: /([\w.+-]{1,100}) not supported for interpreter (?:python|pypy)([\d.]{1,6})/,
      tells: 'advice',
      advice:
        'nixpkgs marks $1 as `disabled` for Python $2: another python (newer, mostly), or another version of the package.',
      source: 'nixpkgs, mk-python-derivation.nix',
      example: 'error: ipython-8.12.0 not supported for interpreter python3.8',
      gives: 'advice',
    },
    {
      marker: 'is marked as broken',
      pattern: /Package [‘'"]((?:[\w.+-]){1,120})[’'"] in .{1,300} is marked as broken/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'nixpkgs knows that it does not build: another version of it or of nixpkgs, or the wheel; `allowBroken` (NIXPKGS_ALLOW_BROKEN=1) tries nevertheless.',
      source: 'nixpkgs, check-meta.nix',
      example:
        'error: Package ‘python3.12-foo-2.13.0’ in /nix/store/x/default.nix:570 is marked as broken, refusing to evaluate.',
      gives: 'advice',
    },
    {
      marker: 'has an unfree license',
      pattern: /Package [‘'"]((?:[\w.+-]){1,120})[’'"] in .{1,300} has an unfree license/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'Its licence is unfree, which nixpkgs asks a consent for: `config.allowUnfreePredicate` for this one, or `allowUnfree` (NIXPKGS_ALLOW_UNFREE=1 with --impure).',
      source: 'nixpkgs, check-meta.nix',
      example:
        'error: Package ‘cuda_cudart-12.4’ in /nix/store/x/default.nix:12 has an unfree license (‘CUDA EULA’), refusing to evaluate.',
      gives: 'advice',
    },
    {
      marker: 'is marked as insecure',
      pattern: /Package [‘'"]((?:[\w.+-]){1,120})[’'"] in .{1,300} is marked as insecure/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'It has known vulnerabilities: a newer version, or `permittedInsecurePackages` with exactly this name and version.',
      source: 'nixpkgs, check-meta.nix',
      example:
        'error: Package ‘openssl-1.1.1w’ in /nix/store/x/default.nix:190 is marked as insecure, refusing to evaluate.',
      gives: 'advice',
    },
    {
      marker: 'is not available on the requested hostPlatform',
      pattern:
        /Package [‘'"]((?:[\w.+-]){1,120})[’'"] in .{1,300} is not available on the requested hostPlatform/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'nixpkgs does not have it for this system (`meta.platforms`): where it is optional, leave it out there (`lib.optionals`).',
      source: 'nixpkgs, check-meta.nix',
      example:
        'error: Package ‘alsa-lib-1.2’ in /nix/store/x/default.nix:9 is not available on the requested hostPlatform:',
      gives: 'advice',
    },
    {
      marker: 'is required to build',
      pattern: /a '([\w-]{3,40})' with features \{[^}]{0,80}\} is required to build/,
      tells: 'advice',
      advice:
        'It is for $1, and no builder of that system is known: add a remote builder or linux-builder, ask for this system (`--system`), or avoid import from derivation for another system.',
      source: 'Nix, derivation goal',
      example:
        "error: a 'x86_64-linux' with features {} is required to build '/nix/store/x-foo.drv', but I am a 'aarch64-darwin'",
      gives: 'advice',
    },
    {
      marker: 'Required system: ',
      pattern: /Required system: '([\w-]{3,40})'/,
      tells: 'advice',
      advice:
        'It is for $1, and no builder of that system is known: add a remote builder or linux-builder, ask for this system (`--system`), or avoid import from derivation for another system.',
      source: 'Nix 2.30 and later, derivation goal',
      example: "       Required system: 'x86_64-linux'",
      gives: 'advice',
    },
    {
      marker: 'while parsing TOML',
      pattern: /while parsing (?:a )?TOML/,
      tells: 'advice',
      advice:
        'Nix reads TOML 1.0 at most (what TOML 1.1 added, such as an inline table over several lines or with a comma at its end, it does not): write the inline table on one line, or use a newer Nix.',
      source: 'Nix, builtins.fromTOML',
      example: 'error: while parsing TOML: [error] toml::parse_inline_table: missing closing brace',
      gives: 'advice',
    },
    {
      marker: 'allow-import-from-derivation',
      pattern: /allow-import-from-derivation/,
      tells: 'advice',
      advice:
        'The evaluation builds something to read it (import from derivation), which is forbidden here: poetry2nix does so for packages in folders and git; set allow-import-from-derivation = true, or check for this system alone.',
      source: 'Nix, evaluator',
      example:
        "error: cannot build '/nix/store/x-foo.drv' during evaluation because the option 'allow-import-from-derivation' is disabled",
      gives: 'advice',
    },
  ] satisfies readonly Message[]
).map((message) => ({ ...message, inEvaluation: true as const }));
