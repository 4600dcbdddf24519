import type { Span, TextEdit } from '../../../text.ts';
import type { Expr } from '../../syntax.ts';
import { isInside, nodesOf, usesOf } from './leftovers.ts';
import { isUnbound } from './python-set.ts';
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
  const { start } = formal.span;
  const end = formal.comma?.end ?? formal.span.end;
  const blanks = formal.comma === null ? '' : (/^\s*/.exec(text.slice(end))?.[0] ?? '');
  if (formal.comma !== null) return { span: { start, end: end + blanks.length }, newText: '' };
  const before = /(?:,\s*)?$/.exec(text.slice(0, start))?.[0] ?? '';
  return { span: { start: start - before.length, end }, newText: '' };
}
