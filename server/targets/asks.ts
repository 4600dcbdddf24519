import { specifierHolds } from '../../overrides-db/conditions.ts';
import type { Need } from '../../overrides-db/model.ts';
import type { RequestedNeed } from '../nix/api.ts';
import type { AskingPackage, TargetAsks } from './model.ts';

/** What most targets ask for: each need by itself, of single packages. */
export const PLAIN_ASKS: TargetAsks = {
  subject: 'package',
  needs: (of, needs) => needs.map((need) => requestedNeed(need, of)),
  minding: (need) => need,
};

export function requestedNeed(need: Need, of: AskingPackage): RequestedNeed {
  switch (need.kind) {
    case 'native-input':
      return { kind: 'input', list: need.as, attr: need.attr };
    case 'wheel-library':
      return { kind: 'input', list: 'buildInputs', attr: need.attr };
    case 'ignored-library':
      return { kind: 'ignored-library', name: need.name };
    case 'build-system':
    case 'any-build-system':
      return { kind: 'build-system', name: need.attr };
    case 'cargo-hash':
      return { kind: 'cargo-hash', root: cargoRootOf(of), hooksByDefaults: false };
    case 'environment':
      return { kind: 'environment', name: need.name, value: need.value };
  }
}

/** Where Cargo.lock is in sdists that do not have it at their root, and of which versions (poetry2nix overrides/default.nix). */
const CARGO_ROOTS: ReadonlyMap<string, { readonly path: string; readonly versions: string }> =
  new Map([
    ['bcrypt', { path: 'src/_bcrypt', versions: '>=4' }],
    ['cryptography', { path: 'src/rust', versions: '>=3.4,<44' }],
  ]);

function cargoRootOf({ name, version }: AskingPackage): string | null {
  const root = CARGO_ROOTS.get(name);
  const isThere = root !== undefined && specifierHolds(root.versions, version) === 'yes';
  return isThere ? root.path : null;
}
