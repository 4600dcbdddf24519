import type { Conditions, System } from '../../overrides-db/model.ts';
import { allowsAny } from '../python/constraint.ts';
import type { Constraint, Version } from '../python/model.ts';
import { parseSpecifiers, specifiersContain } from '../python/specifier.ts';
import { compareVersions, parseVersion } from '../python/version.ts';

/** One build of one package: what a fact's conditions are asked of. A null is not known. */
export interface Circumstances {
  /** The locked version, or the range that a dependency allows before it is locked. */
  readonly version: Version | Constraint | null;
  readonly system: System;
  readonly distribution: 'sdist' | 'wheel' | 'unknown';
  /** `3.11`; null where the interpreter is not known. */
  readonly python: string | null;
}

/** Whether `when` holds; null where that is not known. */
export function holds(when: Conditions, at: Circumstances): boolean | null {
  return allOf([
    versionHolds(when, at.version),
    when.systems === undefined || when.systems.includes(at.system),
    distributionHolds(when, at.distribution),
    pythonHolds(when, at.python),
  ]);
}

/** Kleene's conjunction: false wins over not known, not known over true. */
function allOf(answers: readonly (boolean | null)[]): boolean | null {
  if (answers.includes(false)) return false;
  return answers.includes(null) ? null : true;
}

function versionHolds(when: Conditions, version: Circumstances['version']): boolean | null {
  if (when.versions === undefined) return true;
  if (version === null) return null;
  const ranges = when.versions.map(({ from, until }) => ({
    min: from === undefined ? null : parseVersion(from),
    max: until === undefined ? null : parseVersion(until),
  }));
  if ('ranges' in version) {
    const touched = ranges.some(({ min, max }) =>
      allowsAny({ ranges: [{ min, includeMin: true, max, includeMax: false }] }, version),
    );
    return touched ? null : false;
  }
  return ranges.some(
    ({ min, max }) =>
      (min === null || compareVersions(version, min) >= 0) &&
      (max === null || compareVersions(version, max) < 0),
  );
}

function distributionHolds(
  when: Conditions,
  distribution: Circumstances['distribution'],
): boolean | null {
  if (when.distribution === undefined) return true;
  return distribution === 'unknown' ? null : when.distribution === distribution;
}

function pythonHolds(when: Conditions, python: string | null): boolean | null {
  if (when.python === undefined) return true;
  const version = python === null ? null : parseVersion(python);
  if (version === null) return null;
  const specifiers = parseSpecifiers(when.python);
  return 'problem' in specifiers ? null : specifiersContain(specifiers, version, true);
}
