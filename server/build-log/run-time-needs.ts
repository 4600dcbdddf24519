import type { Lock } from '../locks/model.ts';
import type { RequestedNeed, TargetId } from '../nix/api.ts';
import { takesOf } from '../nix/api.ts';
import { isValidName } from '../python/names.ts';
import type { LogFinding, LogPackage } from './model.ts';
import { isOfDriver, wheelWith } from '../../overrides-db/sibling-wheels.ts';

/**
 * What an override can say of what a package lacks when it runs, where it is surely the way: a dependency that is
 * locked, so that the set has it; a version that is not compared; a library that the driver or another wheel of the
 * lock brings. The rest is told alone.
 */
export function runTimeNeeds(
  of: LogPackage,
  findings: readonly LogFinding[],
  lock: Lock | null,
  target: TargetId,
): readonly RequestedNeed[] {
  const takes = takesOf(target);
  const locked = lock?.byName ?? new Map<string, unknown>();
  return findings
    .flatMap(({ runTime }) => runTime)
    .flatMap((need): readonly RequestedNeed[] => {
      const { kind, name } = need;
      switch (kind) {
        case 'dependency':
          return takes.dependencies && locked.has(name) && name !== of.name
            ? [{ kind: 'dependency', name }]
            : [];
        case 'other-version':
          return takes.relaxedDependencies && isValidName(name)
            ? [{ kind: 'relaxed-dependency', name }]
            : [];
        case 'library':
          return takes.ignoredLibraries &&
            (isOfDriver(name) || wheelWith(name, locked.keys()) !== null)
            ? [{ kind: 'ignored-library', name }]
            : [];
      }
    });
}
