import { join } from 'node:path/posix';
import type { LockedPackage } from '../../locks/model.ts';
import type { OverridePlan } from '../../nix/api.ts';
import { planOverrides, subjectName } from '../../nix/api.ts';
import type { Project } from '../model.ts';
import { packageRequests, requestsInUse, standaloneRequests } from './standalone.ts';

/**
 * What `requirements_override.nix` lacks, planned into the one that is there or into a new one beside the manifest.
 * Null where nothing is lacking. What `-E` and `-s` give is in it too: they count while
 * pypi2nix runs, and later only as far as its `requirements.nix` has kept them.
 *
 * @param only for this locked package alone.
 */
export function planPypi2nixOverrides(
  project: Project,
  only: LockedPackage | null = null,
): { readonly file: string; readonly plan: OverridePlan } | null {
  const { uses, root, input } = project;
  const use = uses.find(({ target }) => target === 'pypi2nix');
  const wanted =
    use?.overrides.understood === true
      ? requestsInUse(project, 'pypi2nix')
      : only === null
        ? standaloneRequests(project, 'pypi2nix')
        : packageRequests(project, 'pypi2nix', only);
  const requests = wanted.filter((request) => only === null || subjectName(request) === only.name);
  if (requests.length === 0) return null;
  const file = use?.file ?? join(root, 'requirements_override.nix');
  return { file, plan: planOverrides(input.nixFiles, file, requests, root) };
}
