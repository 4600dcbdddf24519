import type { LockedPackage } from '../locks/model.ts';
import type { OverrideRequest, TargetId } from '../nix/model.ts';
import type { Project } from './model.ts';
import { joinProject } from './project.ts';
import { requestFor } from './request.ts';

/**
 * Every override that a project needs with a target that it has no Nix file of: distributions are
 * chosen as the target does by default, and what its defaults provide is left out. In the order of
 * the lock; empty without a lock.
 *
 * @param only of this locked package alone.
 */
export function standaloneRequests(
  { input }: Project,
  target: TargetId,
  only: LockedPackage | null = null,
): readonly OverrideRequest[] {
  const settings = { ...input.settings, target };
  const alone = joinProject({ ...input, settings, nixFiles: new Map(), pinFiles: new Map() });
  const verdicts = only === null ? alone.verdicts() : alone.verdictsFor(only);
  return verdicts.flatMap((verdict) => {
    if (settings.ignoredPackages.includes(verdict.package.name)) return [];
    const request = requestFor(verdict, target, 'everyUnprovided');
    return request === null || verdict.built.state === 'no' ? [] : [request];
  });
}
