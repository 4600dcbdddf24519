import type { OverrideRequest, TargetUse } from '../../nix/api.ts';
import { requestedBuildSystems } from '../../nix/api.ts';
import { BUILD_SYSTEM_PKGS } from '../../targets/build-system-pkgs.ts';
import { targetOf } from '../../targets/registry.ts';
import type { Project } from '../model.ts';

/**
 * The build systems of a request that no package set of pyproject.nix has: neither by the lock, nor by
 * build-system-pkgs, nor by an overlay of the use. `resolveBuildSystem` ends the evaluation at such a name. Empty for
 * targets with other sets, and without a lock.
 *
 * @param use null where no Nix file is there to name them
 */
export function unresolvedBuildSystems(
  { lock }: Pick<Project, 'lock'>,
  use: Pick<TargetUse, 'overrides'> | null,
  request: OverrideRequest,
): readonly string[] {
  if (lock === null || targetOf(request.target).provides.buildSystemsOf !== 'build-system-pkgs')
    return [];
  return requestedBuildSystems(request).filter(
    (name) =>
      !BUILD_SYSTEM_PKGS.has(name) &&
      !lock.byName.has(name) &&
      use?.overrides.entries.some(({ normalized }) => normalized === name) !== true,
  );
}

/** The request with them as what no set has; null where nothing else is asked for. */
export function withoutUnresolved(
  project: Pick<Project, 'lock'>,
  use: Pick<TargetUse, 'overrides'>,
  request: OverrideRequest,
): OverrideRequest | null {
  const names = new Set(unresolvedBuildSystems(project, use, request));
  if (names.size === 0) return request;
  const needs = request.needs.filter(
    (need) => need.kind !== 'build-system' || !names.has(need.name),
  );
  return needs.length === 0 ? null : { ...request, needs, unresolved: [...names] };
}
