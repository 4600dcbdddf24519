import type { LockedPackage } from '../../locks/model.ts';
import type { Dependency } from '../../manifests/model.ts';
import type { OverrideRequest, TargetId } from '../../nix/api.ts';
import { buildsOf } from '../verdicts/builds.ts';
import type { Project, Verdict } from '../model.ts';
import { projectVerdicts } from '../verdicts/project-verdicts.ts';
import { withLockFor, withTarget } from '../verdicts/other-target.ts';
import { pythonFor } from './python-for.ts';
import { requestFor } from './request.ts';
import { overridesOf } from './targets.ts';
import { unpinnedDependencies } from '../verdicts/unpinned.ts';

/**
 * Every override that a project needs with a target that it has no Nix file of: distributions are
 * chosen as the target does by default, and what its defaults provide is left out. In the order of
 * the lock; empty without a lock.
 */
export function standaloneRequests(project: Project, target: TargetId): readonly OverrideRequest[] {
  const built = withLockFor(project, target);
  const python = pythonFor(built, target);
  return requestsOf(withTarget(built, target, python).verdicts(), built, target, python);
}

/** The overrides of one package alone, as it stands in the project's lock, or of a dependency that is not locked. */
export function packageRequests(
  project: Project,
  target: TargetId,
  only: LockedPackage | Dependency,
): readonly OverrideRequest[] {
  const python = pythonFor(project, target);
  const verdicts = withTarget(project, target, python).verdictsFor(only);
  return requestsOf(verdicts, project, target, python);
}

/**
 * Every override that a project needs in its Nix files of a target. More than is warned of, for a
 * target whose defaults are not all known: who asks for them means to read what is printed.
 */
export function requestsInUse(project: Project, target: TargetId): readonly OverrideRequest[] {
  const unpinned = unpinnedDependencies(
    project,
    buildsOf(null, project.manifest, project.settings),
  );
  const verdicts = [
    ...projectVerdicts(project),
    ...project.verdicts(),
    ...unpinned.flatMap((dependency) => project.verdictForUnlocked(dependency)),
  ].filter(({ use }) => use?.target === target);
  return requestsOf(verdicts, project, target, project.settings.python);
}

function requestsOf(
  verdicts: readonly Verdict[],
  { input, manifest }: Project,
  target: TargetId,
  python: string | null,
): readonly OverrideRequest[] {
  const { instead, beyond } = overridesOf(target);
  const settings = { ...input.settings, python };
  const wanted = verdicts.filter(
    ({ package: { name } }) => !settings.ignoredPackages.includes(name),
  );
  const requests = wanted.flatMap((verdict) => {
    const builds = buildsOf(verdict.use, manifest, settings);
    const other = instead(verdict, { target, versions: input.nixpkgsVersions, builds });
    const request = other === null ? requestFor(verdict, target, 'everyUnprovided') : other;
    return request === null || request === 'nothing' || verdict.built.state === 'no'
      ? []
      : [request];
  });
  return [...requests, ...beyond(verdicts, settings)];
}
