import type { Lock } from '../locks/model.ts';
import type { StalenessCause } from './model.ts';
import { askedCauses, pythonCause } from './poetry-causes.ts';
import type { Manifest } from '../manifests/model.ts';

/**
 * Why a `Pipfile.lock` that is stale is so, as far as it lets one know: it keeps `[requires]` as it
 * was, and of packages what they came to.
 */
export function pipfileCauses(manifest: Manifest, lock: Lock): readonly StalenessCause[] {
  const isPythonKnown = manifest.requiresPython !== null && lock.pythonVersions !== null;
  return [
    ...(isPythonKnown ? pythonCause(manifest, lock) : []),
    ...manifest.dependencies.flatMap((dependency) => askedCauses(dependency, manifest, lock)),
  ];
}
