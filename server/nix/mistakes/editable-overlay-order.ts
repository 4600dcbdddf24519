import { EDITABLE } from '../read/uv2nix-sets.ts';
import type { NixAnalysis } from '../read/read.ts';
import type { Layer } from '../read/layers.ts';
import type { ListExpr } from '../syntax.ts';
import { parentOf } from '../tree.ts';
import type { NixMistake } from './model.ts';

/**
 * uv2nix's overlay for editable packages before the one of the lock: the lock's overlay defines the same packages again,
 * so the editable ones have no effect.
 */
export function findEditableOverlayOrder({ uses }: NixAnalysis): readonly NixMistake[] {
  return uses.flatMap(({ layers }): readonly NixMistake[] => {
    const lockAt = layers.findLastIndex(({ kind }) => kind === 'defaults');
    const editable = layers.find(
      (layer, index) => index < lockAt && layer.kind === 'neutral' && layer.name === EDITABLE,
    );
    const lock = layers[lockAt];
    if (editable === undefined || lock === undefined) return [];
    const { expr, scope } = editable.closure;
    return [
      {
        file: scope.file.path,
        span: expr.span,
        message:
          'The editable overlay stands before the overlay of the lock, which defines the same packages again: it has no effect.',
        package: null,
        fix: exchange(editable, lock),
      },
    ];
  });
}

/** Changes the places of two elements of one list. */
function exchange(first: Layer, second: Layer): NixMistake['fix'] {
  const { tree, path } = first.closure.scope.file;
  const list = listAround(first);
  if (path !== second.closure.scope.file.path || list === null) return null;
  const other = list.elements.find((element) => element === second.closure.expr);
  if (other === undefined) return null;
  const own = first.closure.expr.span;
  return {
    title: 'Put the editable overlay behind that of the lock',
    edits: [
      { span: own, newText: tree.text.slice(other.span.start, other.span.end) },
      { span: other.span, newText: tree.text.slice(own.start, own.end) },
    ],
  };
}

function listAround({ closure }: Layer): ListExpr | null {
  const parent = parentOf(closure.scope.file.tree, closure.expr);
  return parent?.kind === 'list' ? parent : null;
}
