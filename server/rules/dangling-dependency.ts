import { markerReachable, parseMarker } from '../python/marker.ts';
import type { Lock, LockedDependency, LockedPackage } from '../locks/model.ts';
import type { Project } from '../project/model.ts';
import { runLockCommand } from './lock-command.ts';
import type { Rule } from './model.ts';
import { memoized } from '../memoize.ts';

/**
 * Poetry writes no lock in which a package depends on one that is not there, so that a dangling
 * one is a trace of a hand or of a bad merge. Poetry before 1.2 left out what it took to be part of
 * every environment.
 */
export const danglingDependency: Rule = {
  id: 'dangling-dependency',
  about: 'lock',
  defaultSeverity: 'warning',
  summary: 'A locked package depends on one that is not in the lock.',
  *check(project) {
    const { lock } = project;
    if (lock?.kind !== 'poetry' || !lock.complete) return;
    for (const { locked, dependency } of absentFrom(lock)) {
      if (!mustBeLocked(dependency, project)) continue;
      yield {
        file: lock.file,
        span: dependency.nameSpan,
        message: `${locked.name} depends on ${dependency.name}, which is not in the lock.${runLockCommand(lock)}`,
        package: locked.name,
      };
    }
  },
};

/** What a locked package depends on and the lock does not have. */
interface Absent {
  readonly locked: LockedPackage;
  readonly dependency: LockedDependency;
}

/** Bench: `didChange`. */
const absentFrom = memoized((lock: Lock): readonly Absent[] =>
  lock.packages.flatMap((locked) =>
    locked.dependencies
      .filter(({ name }) => !lock.byName.has(name))
      .map((dependency) => ({ locked, dependency })),
  ),
);

/** Left out of locks by Poetry before 1.2 (its `unsafe packages`). */
const PART_OF_ENVIRONMENTS: ReadonlySet<string> = new Set([
  'distribute',
  'pip',
  'setuptools',
  'wheel',
]);

function mustBeLocked({ name, marker, optional }: LockedDependency, project: Project): boolean {
  if (optional || PART_OF_ENVIRONMENTS.has(name)) return false;
  if (name === project.manifest.name?.normalized) return false;
  if (marker === null) return true;
  const parsed = parseMarker(marker);
  const python = project.manifest.requiresPython?.parsed;
  if ('problem' in parsed || python === undefined || 'problem' in python) return false;
  return markerReachable(parsed, { python });
}
