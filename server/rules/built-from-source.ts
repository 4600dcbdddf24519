import type { TargetId } from '../nix/api.ts';
import type { Project } from '../project/model.ts';

/** Whether some use of the target builds the package of this name from its sdist. */
export function isBuiltFromSource(name: string, target: TargetId, project: Project): boolean {
  return (project.lock?.byName.get(name) ?? []).some((locked) =>
    project
      .verdictsFor(locked)
      .some((verdict) => verdict.target === target && verdict.distribution.kind === 'sdist'),
  );
}
