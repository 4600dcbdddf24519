import type { Pins } from '../pins.ts';
import type { NixAnalysis } from '../read/read.ts';
import { withoutLastName } from '../read/reference.ts';
import { unwrap } from '../tree.ts';
import type { NixMistake } from './model.ts';
import { hasChange, pinnedOn } from './nixpkgs-date.ts';

const OLD = 'fetchCargoTarball';
const NEW = 'fetchCargoVendor';

/** `rustPlatform.fetchCargoTarball`, which throws since NixOS/nixpkgs#394012. */
export function findFetchCargoTarballRemoved(
  { calls }: NixAnalysis,
  pins: Pins,
): readonly NixMistake[] {
  if (!hasChange(pins, 'fetchCargoTarballRemoved')) return [];
  return calls
    .filter(({ callee }) => callee === OLD)
    .map(({ expr, scope }) => {
      const fn = unwrap(expr.fn);
      const last = fn.kind === 'select' ? withoutLastName(fn)?.last : undefined;
      const span = last?.span ?? fn.span;
      return {
        file: scope.file.path,
        span,
        message: `Nix says ‘rustPlatform.${OLD} has been removed in 25.05, use rustPlatform.${NEW} instead’ (${pinnedOn(pins)}). The hash is another one.`,
        package: null,
        fix:
          last === undefined
            ? null
            : { title: `Use ${NEW}, with a new hash`, edits: [{ span, newText: NEW }] },
      };
    });
}
