import type { InputList, KnowledgeBase } from '../../../overrides-db/model.ts';
import type { OverrideRequest } from '../../nix/api.ts';

/**
 * The request, marked where poetry2nix's defaults set outright what it adds to (a list, or the vendored crates): an
 * overlay that runs before them (`overrides.withDefaults`) would be undone. Marked too where the defaults bring what
 * vendored crates are built with, so that the hash alone is missing.
 */
export function markSetByDefaults(
  request: OverrideRequest,
  knowledge: KnowledgeBase,
): OverrideRequest {
  if (request.target !== 'poetry2nix' || request.package === null) return request;
  const defaults = knowledge.lookup(request.package)?.poetry2nix ?? null;
  if (defaults === null) return request;
  const isUndone =
    defaults.replaces.some((list) => addsTo(request, list)) ||
    (request.cargo && defaults.cargoVersions !== undefined);
  const hooksByDefaults =
    request.cargo &&
    defaults.provides.some(
      ({ need }) => need.kind === 'native-input' && need.attr === 'rustPlatform.cargoSetupHook',
    );
  if (!isUndone && !hooksByDefaults) return request;
  return {
    ...request,
    ...(isUndone ? { setByDefaults: true } : {}),
    ...(hooksByDefaults ? { hooksByDefaults } : {}),
  };
}

/** Whether the override may add to the list. Build tools go where the neighbours have theirs. */
function addsTo(request: OverrideRequest, list: InputList): boolean {
  if (request[list].length > 0) return true;
  if (list === 'nativeBuildInputs' && request.cargo) return true;
  return list !== 'propagatedBuildInputs' && request.buildSystems.length > 0;
}
