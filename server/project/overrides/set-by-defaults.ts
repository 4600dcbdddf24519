import type { KnowledgeBase, Poetry2nixDefaults } from '../../../overrides-db/model.ts';
import type { OverrideRequest, RequestedNeed } from '../../nix/api.ts';

/**
 * The request, each need marked where poetry2nix's defaults set outright what it adds to (a list, or the vendored
 * crates): an overlay that runs before them (`overrides.withDefaults`) would be undone. Marked too where the defaults
 * bring what vendored crates are built with, so that the hash alone is missing.
 */
export function markSetByDefaults(
  request: OverrideRequest,
  knowledge: KnowledgeBase,
): OverrideRequest {
  const { target, subject, needs } = request;
  if (target !== 'poetry2nix' || subject.kind === 'shell') return request;
  const defaults = knowledge.lookup(subject.name)?.poetry2nix ?? null;
  if (defaults === null) return request;
  const marked = needs.map((need) => markNeed(need, defaults));
  return marked.every((need, index) => need === needs[index])
    ? request
    : { ...request, needs: marked };
}

function markNeed(need: RequestedNeed, defaults: Poetry2nixDefaults): RequestedNeed {
  const { replaces, provides, cargoVersions } = defaults;
  switch (need.kind) {
    case 'input':
      return replaces.includes(need.list) ? { ...need, setByDefaults: true } : need;
    case 'build-system':
      // It goes where the neighbours have theirs.
      return replaces.some((list) => list !== 'propagatedBuildInputs')
        ? { ...need, setByDefaults: true }
        : need;
    case 'cargo-hash': {
      const isUndone = cargoVersions !== undefined || replaces.includes('nativeBuildInputs');
      const hooksByDefaults = provides.some(
        ({ need: given }) => given.kind === 'native-input' && given.attr === CARGO_HOOK,
      );
      const hooked = hooksByDefaults ? { ...need, hooksByDefaults } : need;
      return isUndone ? { ...hooked, setByDefaults: true } : hooked;
    }
    default:
      return need;
  }
}

const CARGO_HOOK = 'rustPlatform.cargoSetupHook';
