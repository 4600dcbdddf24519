import { holds as holdsInSituation } from '../../overrides-db/conditions.ts';
import type { Conditions, System } from '../../overrides-db/model.ts';
import { allowsAny } from '../python/constraint.ts';
import { parseInterpreter } from '../python/interpreter.ts';
import type { Constraint, Version } from '../python/model.ts';
import { parseVersion } from '../python/version.ts';

/** One build of one package: what a fact's conditions are asked of. A null is not known. */
export interface Circumstances {
  /** The locked version, or the range that a dependency allows before it is locked. */
  readonly version: Version | Constraint | null;
  readonly system: System;
  readonly distribution: 'sdist' | 'wheel' | null;
  /** `3.11`, `pypy3.10`; null where the interpreter is not known. */
  readonly python: string | null;
}

/** Whether `when` holds; null where that is not known. */
export function holds(when: Conditions, at: Circumstances): boolean | null {
  const { version } = at;
  const isRange = version !== null && 'ranges' in version;
  if (isRange && !mayBeIn(when.versions, version)) return false;
  const answer = holdsInSituation(when, {
    version: version === null || isRange ? null : version.text,
    system: at.system,
    distribution: at.distribution,
    python: at.python === null ? null : (parseInterpreter(at.python)?.python ?? at.python),
  });
  return answer === 'unknown' ? null : answer === 'yes';
}

/** Whether a version that the range allows may be among the versions of a condition. */
function mayBeIn(versions: Conditions['versions'], range: Constraint): boolean {
  if (versions === undefined) return true;
  return versions.some(({ from, until }) => {
    const min = from === undefined ? null : parseVersion(from);
    const max = until === undefined ? null : parseVersion(until);
    return allowsAny({ ranges: [{ min, includeMin: true, max, includeMax: false }] }, range);
  });
}
