import { isValidName, normalizeName } from '../python/names.ts';
import type { LogPackage } from './model.ts';

const LONGEST = 300;

/**
 * The Python package that a derivation builds: `/nix/store/…-python3.11-psycopg2-2.9.9.drv`,
 * `psycopg2-2.9.9`, `python3.11-psycopg2`. Null for a name that no package can have.
 *
 * nixpkgs and poetry2nix put the interpreter with its version before the name; uv2nix puts nothing,
 * and many packages are called `python-…` (python-magic) or `python3-…`: those keep their names.
 * An environment (`python3-3.12.1-env`, `default-venv`) is no package.
 */
export function packageOfDerivation(name: string): LogPackage | null {
  if (name.length > LONGEST) return null;
  const bare = name
    .replace(/^.*\//, '')
    .replace(/^[0-9a-z]{32}-/, '')
    .replace(/\.drv$/, '')
    .replace(INTERPRETER, '')
    .replace(MACHINE, '');
  if (ENVIRONMENT.test(bare)) return null;
  // As Nix does: the version begins behind the first dash that a digit follows.
  const dash = bare.search(/-\d/);
  if (dash === -1) {
    const project = bare.replace(ARCHIVE, '');
    return isValidName(project) ? { name: normalizeName(project), version: null } : null;
  }
  const project = bare.slice(0, dash);
  const version = /^[\w.+!]*/.exec(bare.slice(dash + 1).replace(ARCHIVE, ''))?.[0] ?? null;
  return isValidName(project) ? { name: normalizeName(project), version } : null;
}

/** `t`: without the global lock. */
const INTERPRETER = /^(?:python|pypy)\d{1,2}\.\d{1,2}t?-(?=[A-Za-z])/;
/** The machine that it is built for, where that is another one. */
const MACHINE =
  /-(?:x86_64|i686|aarch64|armv\w{2,4}|riscv64|powerpc64\w{0,2}|s390x)-(?:\w{1,20}-)?(?:linux|darwin|freebsd)(?:-\w{1,20})?(?=-|$)/;
/** What puts packages together and is none. */
const ENVIRONMENT = /-v?env$/;
const ARCHIVE = /\.(?:tar\.\w{1,4}|tgz|zip|whl)$/;
