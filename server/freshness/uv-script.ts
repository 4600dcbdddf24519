import { allowsAll } from '../python/constraint.ts';
import type { UvLock } from '../locks/uv.ts';
import type { UvDeclared } from './uv-declared.ts';
import type { UvDifference } from './uv-difference.ts';
import { differingPlaces } from './uv-places.ts';
import { boundingPythons, constraintOf, differingNames } from './uv-requirements.ts';

/** What a script (PEP 723) asks for otherwise than its lock, which has that beside its packages. */
export function* scriptDifferences(declared: UvDeclared, lock: UvLock): Iterable<UvDifference> {
  const theirs = lock.pythonVersions === null ? null : constraintOf(lock.pythonVersions.text);
  const { requiresPython } = declared;
  const ours = requiresPython === null ? null : constraintOf(requiresPython);
  if (ours !== null && theirs !== null) {
    const [here, there] = [boundingPythons(ours), boundingPythons(theirs)];
    if (!allowsAll(here, there) || !allowsAll(there, here))
      yield { kind: 'requires-python', name: null, place: null };
  }
  const requirements = declared.requirements.get(null) ?? [];
  const { requirements: locked } = lock.manifest;
  for (const name of new Set([
    ...differingNames(requirements, locked, theirs, null),
    ...differingPlaces(requirements, locked),
  ]))
    yield { kind: 'requirement', name, place: null };
}
