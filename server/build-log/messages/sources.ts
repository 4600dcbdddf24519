import type { Message } from './model.ts';

const NETWORK =
  'It wants something from the network, which a build in the sandbox does not have: what it downloads is to be an input, or the wheel is taken.';

/** The network that a sandbox lacks, and sources that are not whole. */
export const sourceMessages: readonly Message[] = [
  {
    marker: ': /simple/',
    pattern: /after connection broken by .{1,600}: \/simple\/([A-Za-z0-9][\w.-]{0,99})\/$/,
    tells: 'requirement',
    isProbe: true,
    source: 'pip, which asks the index for what the build requires',
    example:
      "WARNING: Retrying (Retry(total=4)) after connection broken by 'NewConnectionError()': /simple/setuptools-scm/",
    gives: 'setuptools-scm',
  },
  {
    marker: 'working download links found for ',
    pattern:
      /No local packages or working download links found for ([A-Za-z0-9][\w.-]{0,99}\S{0,60})/,
    tells: 'requirement',
    source: 'setuptools, easy_install, for what setup_requires names',
    example: 'No local packages or working download links found for setuptools-scm>1.5.4',
    gives: 'setuptools-scm',
  },
  {
    marker: 'suitable distribution for Requirement',
    pattern: /Could not find suitable distribution for Requirement\.parse\('([^']{1,100})'\)/,
    tells: 'requirement',
    source: 'setuptools, easy_install, for what setup_requires names',
    example:
      "distutils.errors.DistutilsError: Could not find suitable distribution for Requirement.parse('pytest-runner')",
    gives: 'pytest-runner',
  },
  {
    marker: 'Max retries exceeded with url',
    pattern: /Max retries exceeded with url/,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'urllib3, requests',
    example:
      "requests.exceptions.ConnectionError: HTTPSConnectionPool(host='example.org', port=443): Max retries exceeded with url: /",
    gives: 'advice',
  },
  {
    marker: 'Failed to clone repository',
    pattern: /Failed to clone repository: '/,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'CMake, FetchContent and ExternalProject',
    example: "  Failed to clone repository: 'https://example.org/a.git'",
    gives: 'advice',
  },
  {
    marker: 'name resolution',
    pattern: /Temporary failure in name resolution/,
    tells: 'advice',
    advice: NETWORK,
    source: 'getaddrinfo of the GNU C library',
    example: '<urlopen error [Errno -3] Temporary failure in name resolution>',
    gives: 'advice',
  },
  {
    marker: 'ameServerFailure',
    pattern: /\bTemporaryNameServerFailure\b/,
    tells: 'advice',
    advice: NETWORK,
    source: 'Zig, std.net',
    example: 'error: unable to discover remote git server: TemporaryNameServerFailure',
    gives: 'advice',
  },
  {
    marker: 'getaddrinfo E',
    pattern: /getaddrinfo (?:ENOTFOUND|EAI_AGAIN)(?: |$)/,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'Node.js, dns',
    example: 'npm error request failed, reason: getaddrinfo EAI_AGAIN example.org',
    gives: 'advice',
  },
  {
    marker: 'dial tcp: lookup ',
    pattern: /dial tcp: lookup \S{1,200}: /,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'Go, net',
    example: 'Get "https://example.org/": dial tcp: lookup example.org: no such host',
    gives: 'advice',
  },
  {
    marker: 'Failed to establish a new connection',
    pattern: /Failed to establish a new connection: \[Errno -?\d{1,3}\]/,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'urllib3',
    example: 'Failed to establish a new connection: [Errno -2] Name or service not known',
    gives: 'advice',
  },
  {
    marker: 'resolve host',
    pattern: /Could ?n.t resolve host|Could not resolve host/,
    tells: 'advice',
    isProbe: true,
    advice: NETWORK,
    source: 'curl, git',
    example: "fatal: unable to access 'https://example.org/': Could not resolve host: example.org",
    gives: 'advice',
  },
  {
    marker: 'Unable to determine which files to ship',
    pattern: /Unable to determine which files to ship inside the wheel/,
    tells: 'advice',
    advice:
      'hatchling finds no folder that is called as the project is: `[tool.hatch.build.targets.wheel]` with `packages = [ … ]` names it; or the sources that Nix is given (`src`, a fileset) leave it out.',
    source: 'hatchling, builders/wheel.py',
    example:
      'ValueError: Unable to determine which files to ship inside the wheel using the following heuristics',
    gives: 'advice',
  },
  {
    marker: 'Multiple top-level packages discovered',
    pattern: /Multiple top-level packages discovered in a flat-layout/,
    tells: 'advice',
    advice:
      'setuptools cannot tell which folders are the package: `[tool.setuptools] packages = [ … ]` names them.',
    source: 'setuptools, discovery.py',
    example: "error: Multiple top-level packages discovered in a flat-layout: ['a', 'b'].",
    gives: 'advice',
  },
  {
    marker: 'package directory ',
    pattern: /error: package directory '([\w./-]{1,100})' does not exist/,
    tells: 'advice',
    advice:
      'The sources that are built have no folder $1: the sources that Nix is given (`src`, a fileset) leave it out, or it is not tracked by git.',
    source: 'setuptools, build_py',
    example: "error: package directory 'src' does not exist",
    gives: 'advice',
  },
  {
    marker: 'does not exist',
    pattern: /(?:Readme|License) file does not exist: ([\w./-]{1,100})/,
    tells: 'advice',
    advice:
      'The sources that are built have no $1: `src` (or a fileset) leaves it out, or it is not tracked by git.',
    source: 'hatchling, metadata/core.py',
    example: 'OSError: Readme file does not exist: README.md',
    gives: 'advice',
  },
  {
    marker: 'No file/folder found for package',
    pattern: /No file\/folder found for package ([\w.-]{1,100})/,
    tells: 'advice',
    advice:
      'poetry-core finds no folder for $1: `packages` in `[tool.poetry]` names it; or the sources that Nix is given leave it out.',
    source: 'poetry-core, masonry/utils/module.py',
    example: 'ValueError: No file/folder found for package demo',
    gives: 'advice',
  },
  {
    marker: 'Expected a Python module',
    pattern:
      /Expected a Python module (?:with an `__init__\.py` at|directory at|at): `([^`]{1,200})`/,
    tells: 'advice',
    advice:
      'uv_build looks for the module at $1 and does not find it (an __init__.py): `module-root` and `module-name` in `[tool.uv.build-backend]` say where it is; or the sources that Nix is given (`src`, a fileset) leave it out.',
    source: 'uv_build',
    example: 'Error: Expected a Python module with an `__init__.py` at: `src/foo`',
    gives: 'advice',
  },
];
