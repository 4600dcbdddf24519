import type { Evidence } from '../evidence.ts';
import { pkgConfigModules } from '../pkg-config-words.ts';
import { lineOf } from './toml-access.ts';

const CALL =
  /\b(PKG_CHECK_MODULES|AC_CHECK_LIB|AC_SEARCH_LIBS|AC_PROG_CXX|AC_PROG_FC|AC_PROG_F77|AC_CHECK_PROG|AC_PATH_PROG|AM_PATH_PYTHON|PKG_PROG_PKG_CONFIG)\b(?:\(([^()]{0,400}))?/g;

/** Reads `configure.ac` by the macros that look for things (the manual of Autoconf, of pkg-config's for `PKG_…`). */
export function readAutoconf(text: string, file: string): Evidence[] {
  return [...text.matchAll(CALL)].flatMap((match): Evidence[] => {
    const [, macro = '', rest = ''] = match;
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    if (/^\s*(?:#|dnl\b)/.test(text.slice(lineStart, match.index + 1))) return [];
    const place = { file, line: lineOf(text, match.index) };
    const args = rest.split(',').map((one) => one.replaceAll(/[[\]]/g, '').trim());
    const [first = '', second = ''] = args;
    // A third argument is what is done where it is found, a fourth where it is not: then it can go without.
    const isHandled = args.length > 3;
    const condition = isHandled ? 'found or not' : null;
    switch (macro) {
      case 'PKG_CHECK_MODULES':
        return pkgConfigModules(second.split(/\s+/)).map((name) => ({
          kind: 'pkg-config',
          name,
          place,
          condition,
        }));
      case 'AC_CHECK_LIB':
        return /^[\w.+-]+$/.test(first)
          ? [{ kind: 'library', name: first, place, condition: 'found or not' }]
          : [];
      case 'AC_CHECK_PROG':
      case 'AC_PATH_PROG':
        return /^[\w.+-]+$/.test(second)
          ? [{ kind: 'program', name: second, place, condition: 'found or not' }]
          : [];
      case 'AC_PROG_CXX':
        return [{ kind: 'language', name: 'cpp', place, condition: null }];
      case 'AC_PROG_FC':
      case 'AC_PROG_F77':
        return [{ kind: 'language', name: 'fortran', place, condition: null }];
      default:
        return [];
    }
  });
}
