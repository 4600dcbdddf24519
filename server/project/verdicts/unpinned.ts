import type { Lock } from '../../locks/model.ts';
import type { Dependency, Manifest } from '../../manifests/model.ts';
import { chosen, EITHER, ruledKind, ruleFor } from '../../targets/files.ts';
import type { BuildSettings, Distribution } from '../../targets/model.ts';
import { mayHold } from './built.ts';
import type { Project } from '../model.ts';

/**
 * Whether a manifest is its own lock, so that what it does not pin will not be locked elsewhere:
 * pip chooses a version when it installs.
 */
export function isOwnLock({ kind, file }: Manifest, lock: Lock | null): boolean {
  return kind === 'requirements' && lock?.file === file;
}

/** What pip installs in a shell of a requirement that no line pins. */
export function unpinnedDistribution(
  { normalized, reference }: Dependency,
  builds: BuildSettings,
): Distribution {
  if (reference !== null)
    return /\.whl(?:[?#]|$)/.test(reference.location)
      ? chosen('wheel', null, 'its address is a wheel')
      : chosen('sdist', null, 'it comes from a place, not from an index');
  const rule = ruleFor(normalized, builds);
  return rule === undefined ? EITHER : ruledKind(rule);
}

/**
 * The requirements that no line pins, where that is all that is known of them; what only other
 * systems and interpreters install is left out.
 */
export function unpinnedDependencies(
  { manifest, lock, dependencies }: Pick<Project, 'manifest' | 'lock' | 'dependencies'>,
  builds: BuildSettings,
): readonly Dependency[] {
  if (!isOwnLock(manifest, lock)) return [];
  return dependencies
    .filter(
      ({ dependency, locked }) =>
        locked.length === 0 &&
        lock?.byName.has(dependency.normalized) !== true &&
        mayHold(dependency.marker?.text ?? null, builds),
    )
    .map(({ dependency }) => dependency);
}
