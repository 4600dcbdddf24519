import type { TargetUse } from '../nix/model.ts';
import { allows } from '../python/constraint.ts';
import type { Constraint } from '../python/model.ts';
import { parseVersion } from '../python/version.ts';

/** The CPython minors that a nixpkgs of the last years may build with, ascending. */
const MINORS = [7, 8, 9, 10, 11, 12, 13, 14];

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
  return MINORS.filter((minor) => projectPython === null || inRange(projectPython, minor)).map(
    (minor) => `3.${minor}`,
  );
}

/** Whether some release of the minor is in the range: its first or a late one. */
function inRange(range: Constraint, minor: number): boolean {
  return [`3.${minor}.0`, `3.${minor}.8`, `3.${minor}.99`].some((text) => {
    const version = parseVersion(text);
    return version !== null && allows(range, version);
  });
}
