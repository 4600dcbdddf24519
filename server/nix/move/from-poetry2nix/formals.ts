import type { Span, TextEdit } from '../../../text.ts';
import type { Expr } from '../../syntax.ts';
import { withoutFormal } from './flake.ts';
import { isInside, nodesOf, usesOf } from './leftovers.ts';
import { isUnbound } from './shared-bindings.ts';
import type { ReadCall } from './read-call.ts';

/**
 * A file that is called with `{ poetry2nix }` is called with `{ pkgs }` in its place, as `callPackage` knows both
 * by their names; null where it says already where nixpkgs is, or names poetry2nix still.
 */
export function packagesFormal(
  root: Expr,
  text: string,
  calls: readonly ReadCall[],
  replaced: readonly Span[],
  leftovers: readonly TextEdit[],
): TextEdit | null {
  if (root.kind !== 'lambda' || root.parameter.kind !== 'formals-parameter') return null;
  const formal = root.parameter.formals.find(({ name }) => name.name === 'poetry2nix');
  if (formal === undefined) return null;
  const gone = [...replaced, ...leftovers.map(({ span }) => span), formal.span];
  const isUsed = usesOf(nodesOf(root), 'poetry2nix', text).some(
    (use) => !gone.some((span) => isInside(use, span)),
  );
  if (isUsed) return null;
  if (isUnbound('pkgs', calls, text)) return { span: formal.span, newText: 'pkgs' };
  if (formal.default !== null) return null;
  return withoutFormal(root.parameter, formal, text);
}
