import type { Message } from './model.ts';

/** pkg-config's own words, and those of what asks it. */
export const pkgConfigMessages: readonly Message[] = [
  {
    marker: 'pkg-config',
    pattern: /["'`]?\bpkg-config["'`]? (?:is )?(?:unavailable\b|command could not be found\b)/,
    tells: 'program',
    names: ['pkg-config'],
    source: 'setup scripts that look for pkg-config (fuse-python, pystemd)',
    example: '"pkg-config" command could not be found. Please ensure it is installed.',
    gives: 'pkg-config',
  },
  {
    marker: 'pkg-config search path',
    pattern: /Package '?([\w.+-]{1,80})'? was not found in the pkg-config search path/,
    tells: 'pkg-config',
    source: 'pkg-config 0.29, pkgconf',
    example: 'Package cairo was not found in the pkg-config search path.',
    gives: 'pkg-config, cairo',
  },
  {
    marker: ", required by '",
    pattern: /^\s*Package '([\w.+-]{1,80})', required by '[^']{1,80}', not found/,
    tells: 'pkg-config',
    source: 'pkg-config, pkgconf',
    example: "Package 'libffi', required by 'virtual:world', not found",
    gives: 'pkg-config, libffi',
  },
  {
    marker: "' not found",
    pattern: /^\s*Package '([\w.+-]{1,80})' not found/,
    tells: 'pkg-config',
    source: 'pkgconf 2',
    example: "Package 'libsystemd' not found",
    gives: 'pkg-config, systemd',
  },
  {
    marker: "pkg-config package '",
    pattern: /pkg-config package '([\w.+-]{1,80})(?: [<>=]{1,2} [\w.-]{1,30})?' not found/,
    tells: 'pkg-config',
    source: 'setup scripts that ask pkg-config (hidapi)',
    example: "Exception: pkg-config package 'cairo >= 1.15' not found",
    gives: 'pkg-config, cairo',
  },
  {
    marker: 'pkg-config --',
    pattern:
      /\bpkg-config(?: --[\w-]{1,30}){1,6} ([\w.+-]{1,80})["'`]{1,2},? (?:failed|returned non-zero|exited)/,
    tells: 'pkg-config',
    source: 'setup scripts that run pkg-config (gphoto2)',
    example: 'RuntimeError: ERROR: command "pkg-config --modversion cairo" failed',
    gives: 'pkg-config, cairo',
  },
  {
    marker: "No package '",
    pattern: /No package '([\w.+-]{1,80})' found/,
    tells: 'pkg-config',
    source: 'pkg-config',
    example: "No package 'cairo' found",
    gives: 'pkg-config, cairo',
  },
  {
    marker: 'Package requirements (',
    pattern: /Package requirements \(([\w.+-]{1,80})[^)]{0,200}\) were not met/,
    tells: 'pkg-config',
    source: 'autoconf, pkg.m4',
    example: 'configure: error: Package requirements (dbus-1 >= 1.8) were not met:',
    gives: 'pkg-config, dbus',
  },
  {
    marker: 'PackageNotFoundError',
    pattern: /pkgconfig\.PackageNotFoundError: ([\w.+-]{1,80}) not found/,
    tells: 'pkg-config',
    source: "Python's pkgconfig",
    example: 'pkgconfig.pkgconfig.PackageNotFoundError: xmlsec1 not found',
    gives: 'pkg-config, xmlsec',
  },
  {
    marker: 'required by crate',
    pattern: /The system library `([\w.+-]{1,80})` required by crate `[^`]{1,80}` was not found/,
    tells: 'pkg-config',
    source: "Rust's pkg-config crate",
    example: 'The system library `libzmq` required by crate `zmq-sys` was not found.',
    gives: 'pkg-config, zeromq',
  },
  {
    marker: "' returned non-zero exit status 1",
    pattern:
      /Command '(?:\[')?pkg-config'?,? .{0,100}?'?([\w.+-]{2,60})'?\]?' returned non-zero exit status 1\b/,
    tells: 'pkg-config',
    source: 'CPython, subprocess.CalledProcessError',
    example:
      "subprocess.CalledProcessError: Command 'pkg-config --cflags fuse3' returned non-zero exit status 1.",
    gives: 'pkg-config, fuse3',
  },
  {
    marker: "]' returned non-zero exit status 1",
    pattern:
      /Command '\['pkg-config',.{0,100}'([\w.+-]{2,60})'\]' returned non-zero exit status 1\b/,
    tells: 'pkg-config',
    source: 'CPython, subprocess.CalledProcessError',
    example:
      "subprocess.CalledProcessError: Command '['pkg-config', '--cflags', 'pangocairo']' returned non-zero exit status 1.",
    gives: 'pkg-config, pango',
  },
  {
    marker: 'valid pkg-config name',
    pattern: /Can ?not find valid pkg-config name/,
    tells: 'pkg-config',
    names: ['mysqlclient'],
    source: 'mysqlclient 2.2, setup.py',
    example: 'Exception: Can not find valid pkg-config name.',
    gives: 'pkg-config, libmysqlclient',
  },
  {
    marker: "but version of '",
    pattern:
      /(?:Requested|Package dependency requirement) '([\w.+-]{1,80}) [^']{1,60}' (?:but version of|could not be satisfied)/,
    tells: 'advice',
    advice:
      '$1 is there, but older than the build asks for: a newer nixpkgs, or an older release of the package.',
    source: 'pkg-config',
    example: "Requested 'libgit2 >= 1.8' but version of 'libgit2' is 1.5.1",
    gives: 'advice',
  },
];
