import type { TargetUse } from '../nix/api.ts';
import { allows } from '../python/constraint.ts';
import type { Constraint } from '../python/model.ts';
import { parseVersion } from '../python/version.ts';

/**
 * The CPython minors that a nixpkgs of the last years may build with, ascending. A minor is in a
 * range with one of these releases: its first and late ones.
 */
const MINORS = [7, 8, 9, 10, 11, 12, 13, 14].map((minor) => ({
  name: `3.${minor}`,
  releases: [0, 8, 99].flatMap((micro) => parseVersion(`3.${minor}.${micro}`) ?? []),
}));

/**
 * The interpreters that a use may build with, as `3.11` or `pypy3.10`, ascending: the one that it
 * names (`pkgs.python311`), else the one that the user states, else every minor of CPython in the
 * project's range, since `python3` moves with nixpkgs. Empty where the range leaves out every minor.
 */
export function candidateInterpreters(
  use: TargetUse | null,
  projectPython: Constraint | null,
  stated: string | null,
): readonly string[] {
  if (use !== null && use.python.known && use.python.value !== null) {
    const attribute = use.python.value.split('.').at(-1) ?? '';
    const [, name, minor] = /^(python|pypy)3(\d{1,2})/.exec(attribute) ?? [];
    if (minor !== undefined) return [name === 'pypy' ? `pypy3.${minor}` : `3.${minor}`];
  }
  if (stated !== null) return [stated];
  return MINORS.filter(
    ({ releases }) =>
      projectPython === null || releases.some((release) => allows(projectPython, release)),
  ).map(({ name }) => name);
}
