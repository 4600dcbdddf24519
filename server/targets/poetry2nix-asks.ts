import type { Need, PackageFacts } from '../../overrides-db/model.ts';
import type { RequestedNeed } from '../nix/api.ts';
import { PLAIN_ASKS } from './asks.ts';
import type { AskingPackage } from './model.ts';

/**
 * Packages for which poetry2nix's defaults fetch other sources than the sdist (ruff, orjson), or
 * whose Cargo.lock is not at the root (bcrypt, cryptography): a hash for the sdist's crates does
 * not build them (poetry2nix overrides/default.nix at ce2369d).
 */
const SOURCES_OF_THEIR_OWN: ReadonlySet<string> = new Set([
  'bcrypt',
  'cryptography',
  'granian',
  'open-clip-torch',
  'orjson',
  'ruff',
  'watchfiles',
]);

/**
 * The way out of a missing cargo hash is the wheel where the hash alone would not do, and there is one for Linux or
 * macOS: it needs neither build systems nor the inputs of a build.
 */
export function poetry2nixNeeds(
  of: AskingPackage,
  needs: readonly Need[],
): readonly RequestedNeed[] {
  const takesWheel =
    SOURCES_OF_THEIR_OWN.has(of.name) &&
    needs.some(({ kind }) => kind === 'cargo-hash') &&
    of.files.some((file) => /linux|macosx/.test(file) && file.endsWith('.whl'));
  return takesWheel ? [{ kind: 'wheel' }] : PLAIN_ASKS.needs(of, needs);
}

/**
 * Marked where the defaults set outright what it adds to (a list, or the vendored crates): an overlay that runs before
 * them (`overrides.withDefaults`) would be undone. Marked too where they bring what vendored crates are built with, so
 * that the hash alone is missing.
 */
export function markSetByDefaults(
  need: RequestedNeed,
  { poetry2nix: defaults }: PackageFacts,
): RequestedNeed {
  if (defaults === null) return need;
  const { replaces, provides, cargoVersions } = defaults;
  switch (need.kind) {
    case 'input':
      return replaces.includes(need.list) ? { ...need, setByDefaults: true } : need;
    case 'build-system':
      // It goes where the neighbours have theirs.
      return replaces.some((list) => list !== 'propagatedBuildInputs')
        ? { ...need, setByDefaults: true }
        : need;
    case 'dependency':
      return replaces.includes('propagatedBuildInputs') ? { ...need, setByDefaults: true } : need;
    case 'cargo-hash': {
      const isUndone = cargoVersions !== undefined || replaces.includes('nativeBuildInputs');
      const hooksByDefaults = provides.some(
        ({ need: given, named }) =>
          named !== true && given.kind === 'native-input' && given.attr === CARGO_HOOK,
      );
      const hooked = hooksByDefaults ? { ...need, hooksByDefaults } : need;
      return isUndone ? { ...hooked, setByDefaults: true } : hooked;
    }
    default:
      return need;
  }
}

const CARGO_HOOK = 'rustPlatform.cargoSetupHook';
