import type { Message } from './model.ts';

const OUT_OF_MEMORY =
  'The build ran out of memory: no override provides what is missing. Fewer jobs at once (`--cores 1`, `--max-jobs 1`) need less.';

/** Compilers and linkers, in whatever language they speak. */
export const compilerMessages: readonly Message[] = [
  {
    marker: 'longintrepr.h',
    pattern: /fatal error: '?longintrepr\.h'?(?:: No such file|' file not found| file not found)/,
    tells: 'advice',
    advice:
      'Its C sources were made by a Cython that does not know Python 3.11, which moved this header: a newer release of the package, an older Python, or Cython among the build systems where it can make them anew.',
    source: 'CPython 3.11, changes in the C API',
    example: 'sasl/saslwrapper.cpp:196:12: fatal error: longintrepr.h: No such file or directory',
    gives: 'advice',
  },
  {
    marker: ': No such file or directory',
    pattern: /(?:fatal error|erreur fatale): '?([\w+./-]{1,200})'? ?: No such file or directory/,
    tells: 'header',
    source: 'GCC, c-family',
    example: 'src/a.c:3:10: fatal error: libpq-fe.h: No such file or directory',
    gives: 'libpq',
  },
  {
    marker: 'file not found',
    pattern: /fatal error: '([\w+./-]{1,200})' file not found/,
    tells: 'header',
    source: 'Clang',
    example: "./a.h:1:10: fatal error: 'openssl/ssl.h' file not found",
    gives: 'openssl',
  },
  {
    // `schwerwiegender Fehler: lber.h: Datei oder Verzeichnis nicht gefunden`: any language, by its shape.
    marker: '.h',
    pattern:
      /:\d{1,7}:\d{1,5}: ?[^:：'"\n]{2,40}[:：] ?([\w+./-]{1,200}\.h(?:h|pp|xx)?) ?[:：] ?[^\s\d]/,
    tells: 'header',
    source: 'GCC with its translations',
    example: 'm.c:15:10: schwerwiegender Fehler: lber.h: Datei oder Verzeichnis nicht gefunden',
    gives: 'openldap',
  },
  {
    marker: 'cannot find -l',
    pattern: /cannot find -l([\w.+-]{1,80})/,
    tells: 'library',
    source: 'GNU ld',
    example: '/nix/store/x-binutils/bin/ld: cannot find -lxml2: No such file or directory',
    gives: 'libxml2',
  },
  {
    // GNU ld's translations keep the name and put it at the end or before a colon.
    marker: 'ld: ',
    pattern: /\bld: (?!warning)[^\d\n:]{3,60} -l([\w.+-]{1,80})(?: |:|$)/,
    tells: 'library',
    source: 'GNU ld with its translations',
    example: '/usr/bin/ld: impossible de trouver -lpq',
    gives: 'libpq',
  },
  {
    marker: 'not found for -l',
    pattern: /library not found for -l([\w.+-]{1,80})/,
    tells: 'library',
    source: 'ld64',
    example: 'ld: library not found for -lpq',
    gives: 'libpq',
  },
  {
    marker: 'library -l',
    pattern: /unable to find library -l([\w.+-]{1,80})/,
    tells: 'library',
    source: 'lld',
    example: 'ld.lld: error: unable to find library -lz',
    gives: 'zlib',
  },
  {
    marker: 'library not found: ',
    pattern: /mold: (?:fatal: )?library not found: ([\w.+-]{1,80})/,
    tells: 'library',
    source: 'mold',
    example: 'mold: fatal: library not found: z',
    gives: 'zlib',
  },
  {
    marker: "' not found",
    pattern: /^ld: library '([\w.+-]{1,80})' not found/,
    tells: 'library',
    source: 'ld of Xcode 15',
    example: "ld: library 'z' not found",
    gives: 'zlib',
  },
  {
    marker: 'implicit declaration of function',
    pattern: /error: implicit declaration of function .([\w]{1,80})/,
    tells: 'advice',
    advice:
      'GCC 14 and Clang 16 refuse what older ones warned of ($1 is not declared): a newer release of the package, or NIX_CFLAGS_COMPILE with -Wno-error=implicit-function-declaration.',
    source: 'GCC 14, release notes on porting',
    example:
      "x.c:3:5: error: implicit declaration of function 'strcpy' [-Wimplicit-function-declaration]",
    gives: 'advice',
  },
  {
    marker: '[-Wincompatible-pointer-types]',
    pattern: /error: .{1,300}\[-Wincompatible-pointer-types\]/,
    tells: 'advice',
    advice:
      'GCC 14 and Clang 16 refuse pointers of another type: a newer release of the package, or NIX_CFLAGS_COMPILE with -Wno-error=incompatible-pointer-types.',
    source: 'GCC 14, release notes on porting',
    example:
      'x.c:9:7: error: assignment to ‘char *’ from incompatible pointer type ‘int *’ [-Wincompatible-pointer-types]',
    gives: 'advice',
  },
  {
    marker: 'terminated program cc1',
    pattern: /(?:Killed|Terminated) signal terminated program cc1/,
    tells: 'advice',
    advice: OUT_OF_MEMORY,
    source: 'GCC driver',
    example: 'c++: fatal error: Killed signal terminated program cc1plus',
    gives: 'advice',
  },
  {
    marker: 'annot allocate memory',
    pattern:
      /(?:virtual memory exhausted|out of memory|ENOMEM|OSError|MemoryError|fatal).{0,80}[Cc]annot allocate memory/,
    tells: 'advice',
    advice: OUT_OF_MEMORY,
    source: 'strerror(ENOMEM)',
    example: 'virtual memory exhausted: Cannot allocate memory',
    gives: 'advice',
  },
  {
    marker: 'No space left on device',
    pattern: /(?:error|Error|OSError|failed|writing).{0,200}No space left on device/,
    tells: 'advice',
    advice: 'The disk that it was built on is full (the store, or the folder for builds).',
    source: 'strerror(ENOSPC)',
    example: "OSError: [Errno 28] No space left on device: 'build/x.o'",
    gives: 'advice',
  },
  {
    marker: 'egmentation fault',
    pattern: /Segmentation fault(?: \(core dumped\)|$)|internal compiler error: Segmentation fault/,
    tells: 'advice',
    advice:
      'A program that the build ran crashed: no override provides what is missing. Libraries of two versions in one process do this, and interpreters that a wheel was not made for.',
    source: 'GNU Bash, GCC',
    example: '/build/run: line 3: 12 Segmentation fault (core dumped) python setup.py build',
    gives: 'advice',
  },
  {
    marker: ': No such file or directory',
    pattern:
      /^\s{0,20}\S{0,200}?(?:cc|c\+\+|gcc|g\+\+|clang|clang\+\+|cc1|cc1plus)(?:-[\d.]{1,8})?: (?:fatal )?error: (\S{1,200}\.(?:c|cc|cpp|cxx)): No such file/,
    tells: 'advice',
    advice:
      'The sources lack $1. Where a $1 is made of a .pyx, Cython belongs into the build systems (and the sources need the .pyx); else `src` leaves it out, or it is the sdist that has it.',
    source: 'GCC and Clang, of a source file on the command line',
    example: 'gcc: error: src/fast.c: No such file or directory',
    gives: 'advice',
  },
  {
    marker: 'no acceptable C',
    pattern: /no acceptable C(?:\+\+)? compiler found|C compiler cannot create executables/,
    tells: 'program',
    names: ['cc'],
    source: 'autoconf, AC_PROG_CC',
    example: 'configure: error: no acceptable C compiler found in $PATH',
    gives: 'advice',
  },
];
