import type { Lock } from '../locks/model.ts';
import type { StalenessCause } from './staleness-cause.ts';
import { askedCauses, pythonCause } from './staleness-causes.ts';
import type { WantedProject } from './wanted.ts';

/**
 * Why a `Pipfile.lock` that is stale is so, as far as it lets one know: it keeps `[requires]` as it
 * was, and of packages what they came to.
 */
export function pipfileCauses(project: WantedProject, lock: Lock): readonly StalenessCause[] {
  const isPythonKnown = project.requiresPython !== null && lock.pythonVersions !== null;
  return [
    ...(isPythonKnown ? pythonCause(project, lock) : []),
    ...project.dependencies.flatMap((dependency) => askedCauses(dependency, project, lock)),
  ];
}
