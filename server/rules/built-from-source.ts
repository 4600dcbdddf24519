import type { Project } from '../project/model.ts';
import type { Target } from '../targets/model.ts';
import { targetOf } from '../targets/registry.ts';

/** Whether some use of a target of the kind builds the package of this name from its sdist. */
export function isBuiltFromSource(
  name: string,
  project: Project,
  isOfKind: (target: Target) => boolean,
): boolean {
  return (project.lock?.byName.get(name) ?? []).some((locked) =>
    project
      .verdictsFor(locked)
      .some(
        ({ target, distribution }) =>
          target !== null && isOfKind(targetOf(target)) && distribution.kind === 'sdist',
      ),
  );
}
