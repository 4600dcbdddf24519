import type { Message } from './model.ts';

/** What Nix says that no expression of a package is to blame for: files, flakes, settings, stores, outputs. */
export const nixMessages: readonly Message[] = (
  [
    {
      marker: 'error: opening file ',
      pattern: /error: opening file '\/nix\/store\/[a-z0-9]{32}-[\w.+-]{1,200}\.drv'/,
      tells: 'advice',
      advice:
        'Nix remembers a derivation that is gone from the store: `--option eval-cache false` makes it anew, `nix-store --verify --repair` mends a store that lost files.',
      source: 'Nix, store',
      example:
        "error: opening file '/nix/store/cccccccccccccccccccccccccccccccc-a-0.1.drv': No such file or directory",
      gives: 'advice',
    },
    {
      marker: 'error: opening file ',
      pattern: /^\s{0,20}error: opening file '(\/[^'\s]{1,250})': No such file or directory/,
      tells: 'advice',
      advice:
        'A Nix expression reads $1, and it is not there: a file that another repository should have, or one of your own that git does not track (a flake sees no other).',
      source: 'Nix, evaluator',
      example: "error: opening file '/home/me/p/src.json': No such file or directory",
      gives: 'advice',
    },
    {
      marker: 'error: getting status of ',
      pattern:
        /^\s{0,20}error: getting status of ['"](\/[^'"\s]{1,250})['"]: No such file or directory/,
      tells: 'advice',
      advice:
        'A Nix expression reads $1, and it is not there: a file that another repository should have, or one of your own that git does not track (a flake sees no other).',
      source: 'Nix, evaluator',
      example: "error: getting status of '/home/me/p/uv.lock': No such file or directory",
      gives: 'advice',
    },
    {
      marker: "' does not exist",
      pattern: /path '\/nix\/store\/[a-z0-9]{32}-source\/([\w./-]{1,200})' does not exist/,
      tells: 'advice',
      advice:
        'A flake sees only what git tracks: `git add $1` (`git add -N` will do), where it is in the folder.',
      source: 'Nix, flakes',
      example:
        "error: path '/nix/store/cccccccccccccccccccccccccccccccc-source/uv.lock' does not exist",
      gives: 'advice',
    },
    {
      marker: "' does not exist",
      pattern: /^\s{0,20}error: path '(\/[^'\s]{1,250})' does not exist/,
      tells: 'advice',
      advice:
        'A Nix expression reads $1, and it is not there: a path that is misspelt, or a file that another folder has.',
      source: 'Nix, evaluator',
      example: "error: path '/home/me/p/overrides.nix' does not exist",
      gives: 'advice',
    },
    {
      marker: 'is not tracked by Git',
      pattern: /[Pp]ath '([\w./-]{1,200})' in the repository .{1,300} is not tracked by Git/,
      tells: 'advice',
      advice: 'A flake sees only what git tracks: `git add $1` (`git add -N` will do).',
      source: 'Nix 2.20 and later, flakes',
      example: 'error: Path \'uv.lock\' in the repository "/home/me/p" is not tracked by Git.',
      gives: 'advice',
    },
    {
      marker: 'error: ',
      pattern:
        /^\s{0,12}error: (?:expected a derivation|expression does not evaluate to a derivation|not an app definition)/,
      tells: 'advice',
      advice:
        'A package is expected, and the flake or file has something else there: a set of packages one level too deep (`packages.<system>.<name>`), or a function that was not called.',
      source: 'Nix, flakes and installables',
      example: '       error: expected a derivation',
      gives: 'advice',
    },
    {
      marker: 'does not provide attribute',
      pattern: /^\s{0,12}error: flake '([^'\s]{1,250})' does not provide attribute /,
      tells: 'advice',
      advice:
        'The flake has no output of that name, perhaps not for this system: `nix flake show` lists what it has; what git does not track it has not.',
      source: 'Nix, flakes',
      example:
        "error: flake 'git+file:///p' does not provide attribute 'packages.x86_64-linux.default'",
      gives: 'advice',
    },
    {
      marker: 'cannot write modified lock file',
      pattern: /cannot write modified lock file of flake/,
      tells: 'advice',
      advice:
        'Its flake.lock does not go with its flake.nix (an input is missing in it), and a flake that is not in your folders cannot be written: `nix flake lock` in a checkout of it, or `--no-write-lock-file` to take today’s state of that input.',
      source: 'Nix, flakes',
      example:
        "error: cannot write modified lock file of flake 'github:o/r' (use '--no-write-lock-file' to ignore)",
      gives: 'advice',
    },
    {
      marker: 'unable to execute ',
      pattern:
        /^\s{0,12}error: unable to execute '\/nix\/store\/[a-z0-9]{32}-[\w.+-]{1,150}\/bin\/([\w.+-]{1,100})'/,
      tells: 'advice',
      advice:
        'The package has no program $1: `nix run` takes `meta.mainProgram`, else the name of the package. Set `meta.mainProgram`, give the flake an `apps` output, or use `nix shell … -c PROGRAM`.',
      source: 'Nix, nix run',
      example:
        "error: unable to execute '/nix/store/cccccccccccccccccccccccccccccccc-a-1.0/bin/a': No such file or directory",
      gives: 'advice',
    },
    {
      marker: 'is not allowed to ',
      pattern:
        /output '\/nix\/store\/[a-z0-9]{32}-([\w.+-]{1,200})' is not allowed to (?:refer to|have direct references)/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'What was built mentions paths that its expression forbids (`disallowedReferences`, `allowedReferences`): mostly a shebang or a recorded path of what it was built with. `remove-references-to`, or `patchShebangs --host`, in `postFixup`.',
      isBuilt: true,
      source: 'Nix, output checks',
      example:
        "error: output '/nix/store/cccccccccccccccccccccccccccccccc-python3.13-foo-8.4' is not allowed to refer to the following paths:",
      gives: 'advice',
    },
    {
      marker: 'failed to produce output path',
      pattern:
        /builder for '\/nix\/store\/[a-z0-9]{32}-[\w.+-]{1,200}\.drv' failed to produce output path for output '(\w{1,40})'/,
      tells: 'advice',
      advice:
        'The build ended well and left nothing in its output $1: an `installPhase` that does not install, or that was replaced; with several `outputs`, one that nothing is put in.',
      source: 'Nix, derivation goal',
      example:
        "error: builder for '/nix/store/cccccccccccccccccccccccccccccccc-a-1.drv' failed to produce output path for output 'out' at '/nix/store/x'",
      gives: 'advice',
    },
    {
      marker: 'cycle detected in ',
      pattern: /cycle detected in (?:build of|the references of)/,
      tells: 'advice',
      advice:
        'Outputs of one package refer to each other: put what mentions the other output (`.pc` files, scripts) into the same one, or build it with one output (`outputs = [ "out" ]`).',
      isBuilt: true,
      source: 'Nix, output registration',
      example:
        "error: cycle detected in build of '/nix/store/x-a.drv' in the references of output 'dev'",
      gives: 'advice',
    },
    {
      marker: 'is disabled; ',
      pattern: /experimental (?:Nix )?feature '([\w-]{1,60})' is disabled/,
      tells: 'advice',
      advice:
        'This Nix is not allowed to use $1: `experimental-features = nix-command flakes` in nix.conf, or `--extra-experimental-features $1`.',
      source: 'Nix, settings',
      example:
        "error: experimental Nix feature 'flakes' is disabled; add '--extra-experimental-features flakes'",
      gives: 'advice',
    },
    {
      marker: 'syntax error, ',
      pattern: /^\s{0,12}error: syntax error, /,
      tells: 'advice',
      advice:
        'The Nix file does not parse there: a `;`, a bracket or an `in` is missing just before, or one too many.',
      source: 'Nix, parser',
      example: "error: syntax error, unexpected '}', expecting ';'",
      gives: 'advice',
    },
    {
      marker: 'stack overflow',
      pattern: /^\s{0,12}error: stack overflow/,
      tells: 'advice',
      advice:
        'The evaluation calls itself without end: an override that takes a package from the final set (`final.x`) in place of the previous one (`prev.x`), or two overlays that each take from the other.',
      source: 'Nix, evaluator',
      example: 'error: stack overflow; max-call-depth exceeded',
      gives: 'advice',
    },
    {
      marker: 'was not found in the Nix search path',
      pattern: /file '([^'\s]{1,100})' was not found in the Nix search path/,
      tells: 'advice',
      advice:
        'There is no channel $1: give `pkgs` as an argument or import a pinned nixpkgs, or set NIX_PATH (`-I $1=…`).',
      source: 'Nix, evaluator',
      example:
        "error: file 'home-manager' was not found in the Nix search path (add it using $NIX_PATH or -I)",
      gives: 'advice',
    },
    {
      marker: 'pure evaluation mode',
      pattern: /(?:forbidden|cannot look up .{1,100}) in pure (?:eval|evaluation)(?: mode)?/,
      tells: 'advice',
      advice:
        'A flake reads nothing outside of itself: `<nixpkgs>` becomes the input, a file of yours one that git tracks, and a fetch gets a hash; `--impure` lets it through for once.',
      source: 'Nix, pure evaluation',
      example:
        "error: cannot look up '<nixpkgs>' in pure evaluation mode (use '--impure' to override)",
      gives: 'advice',
    },
    {
      marker: 'cannot coerce ',
      pattern:
        /^\s{0,12}error: cannot coerce (a function|a set|a list|null|an integer|a Boolean)\b.{0,200} to a string/,
      tells: 'advice',
      advice:
        'A text, path or package is expected and $1 is there: an attribute of a package that it lacks (null), a set in place of the package in it, or a function that was not called.',
      source: 'Nix, evaluator',
      example: 'error: cannot coerce null to a string: null',
      gives: 'advice',
    },
    {
      marker: ' expected',
      pattern:
        /^\s{0,12}error: (?:expected (?:a|an) [\w ]{2,20} but found|value is) (a function|a set|a list|null|a string|an integer|a Boolean|a path)\b/,
      tells: 'advice',
      advice:
        'What is given there is $1 and not what is expected; the place and the trace (`--show-trace`) say which argument or attribute it is.',
      source: 'Nix, evaluator',
      example: 'error: value is a string while a list was expected',
      gives: 'advice',
    },
    {
      marker: ' already defined',
      pattern: /(?:dynamic )?attribute '([^'\s]{1,100})' already defined/,
      tells: 'advice',
      advice: 'One set has $1 twice: put both together, or take one away.',
      source: 'Nix, parser',
      example: "error: attribute 'zlib' already defined at /p/flake.nix:12:5",
      gives: 'advice',
    },
    {
      marker: "in field 'narHash'",
      pattern: /mismatch in field 'narHash' of input/,
      tells: 'advice',
      advice:
        'An input of the flake is not what flake.lock says: a tag or archive that was changed, or a cache that keeps an old one. `nix flake update INPUT` takes what is there now.',
      source: 'Nix, flakes',
      example: 'error: mismatch in field \'narHash\' of input \'{"type":"tarball"}\'',
      gives: 'advice',
    },
    {
      marker: 'unable to download ',
      pattern: /^\s{0,12}error: unable to download '([^'\s]{1,250})'/,
      tells: 'advice',
      advice:
        '$1 could not be fetched: the address has moved or is gone, it wants a login (netrc, access-tokens), or the network is not there.',
      source: 'Nix, file transfer',
      example: "error: unable to download 'https://example.org/a.tar.gz': HTTP error 404",
      gives: 'advice',
    },
    {
      marker: 'in the flake registries',
      pattern: /cannot find flake '(?:flake:)?([^'\s]{1,100})' in the flake registries/,
      tells: 'advice',
      advice:
        'No flake is called $1: an address is meant (`github:owner/repository`), or a path (`./$1`).',
      source: 'Nix, flakes',
      example: "error: cannot find flake 'flake:foo' in the flake registries",
      gives: 'advice',
    },
    {
      marker: 'follows a non-existent input',
      pattern: /input '([^'\s]{1,100})' follows a non-existent input/,
      tells: 'advice',
      advice:
        '`follows` of $1 names an input that the flake does not have: add that input, or take the line away.',
      source: 'Nix, flakes',
      example: "error: input 'foo/bar' follows a non-existent input 'bar'",
      gives: 'advice',
    },
    {
      marker: 'Python version mismatch in ',
      pattern: /Python version mismatch in '([\w.+-]{1,200})'/,
      tells: 'advice',
      namesPackage: true,
      advice:
        'A dependency of it is of another Python’s set: take every Python package from one set (`pkgs.python312Packages`, the final set of the overlay), and programs that are none of Python from `pkgs` as nativeBuildInputs.',
      source: 'nixpkgs, mk-python-derivation.nix',
      example: "error: Python version mismatch in 'python3.12-foo-0.2.3':",
      gives: 'advice',
    },
    {
      marker: 'error: ',
      pattern:
        /^\s{0,12}error: ['"‘]?([\w.+-]{1,80})['"’]? (?:has been|was|is now|is no longer|are no longer) (?:removed|renamed|replaced|deprecated|moved|maintained|supported|available|part)/,
      tells: 'advice',
      advice:
        'nixpkgs no longer has $1: the line says what takes its place. What asks for it, an override of yours or an input that is older than this nixpkgs, has to be changed or updated.',
      source: 'nixpkgs, aliases.nix',
      example: "error: 'foo' has been renamed to/replaced by 'bar'",
      gives: 'advice',
    },
    {
      marker: 'The option `',
      pattern:
        /The option `([^'\s]{1,150})' (?:does not exist|is used but not defined|was accessed but has no value defined)/,
      tells: 'advice',
      advice:
        'The module system knows no option $1, or nobody gave it a value: it is misspelt, has moved in this version, or the module that declares it is not imported.',
      source: 'nixpkgs, lib/modules.nix',
      example: "error: The option `mkDerivation.foo' does not exist. Definition values:",
      gives: 'advice',
    },
    {
      marker: ' is not of type `',
      pattern: /A definition for option `([^'\s]{1,150})' is not of type `([^'\n]{1,100})'/,
      tells: 'advice',
      advice:
        'The option $1 takes $2, and what is defined is something else; the lines below name the file that defines it.',
      source: 'nixpkgs, lib/modules.nix',
      example: "error: A definition for option `pip.foo' is not of type `list of path'.",
      gives: 'advice',
    },
    {
      marker: 'cached failure of attribute',
      pattern: /cached failure of attribute '([^'\s]{1,200})'/,
      tells: 'advice',
      advice:
        'Nix repeats that $1 failed before, without saying why: `--option eval-cache false` says it again.',
      source: 'Nix, evaluation cache',
      example: "error: cached failure of attribute 'packages.x86_64-linux.default'",
      gives: 'advice',
    },
    {
      marker: 'daemon disconnected unexpectedly',
      pattern: /Nix daemon disconnected unexpectedly/,
      tells: 'advice',
      advice:
        'Nix itself ended, mostly for want of memory: fewer jobs at once (`--max-jobs 1`), or more memory.',
      source: 'Nix, remote store',
      example: 'error: Nix daemon disconnected unexpectedly (maybe it crashed?)',
      gives: 'advice',
    },
  ] satisfies readonly Message[]
).map((message) => ({ ...message, inEvaluation: true as const }));
