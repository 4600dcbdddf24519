import type { Span } from '../../text.ts';
import type { BindingsScope, Scope } from '../resolve/scope.ts';
import { isBound, meansTheSame } from '../resolve/scope.ts';
import type { Chain, NewAttribute, SharedBinding } from './addition.ts';

/**
 * Where several calls lack the argument, one binding in a `let` around all of them can serve them all; the calls that it
 * does not reach keep their own. Returns the chains with those that share as one.
 */
export function shareArguments(chains: readonly Chain[]): readonly Chain[] {
  const added = chains.flatMap(({ addition }) =>
    addition?.kind === 'attribute' ? [addition] : [],
  );
  const sets = new Set(added.map(({ set }) => set));
  const [first] = added;
  if (first === undefined || sets.size < 2) return chains;
  const home = commonLet(added);
  const name = ['overrides', 'poetryOverrides'].find(
    (candidate) => home !== null && added.every(({ scope }) => !isBound(candidate, scope)),
  );
  if (home === null || name === undefined) return chains;
  const distinct = added.filter(
    ({ set }, index) => added.findIndex((other) => other.set === set) === index,
  );
  const { valueOf, also } = first;
  const shared: SharedBinding = { kind: 'shared', home, name, valueOf, also, arguments: distinct };
  let done = false;
  return chains.flatMap((chain) => {
    if (chain.addition?.kind !== 'attribute') return [chain];
    if (done) return [];
    done = true;
    return [{ ...chain, addition: shared }];
  });
}

/** The innermost `let` around all sets where poetry2nix is in reach by the same name; null without one. */
function commonLet(added: readonly NewAttribute[]): BindingsScope | null {
  const [first] = added;
  if (first === undefined) return null;
  for (let at: Scope | null = first.scope; at !== null; at = at.parent) {
    if (at.kind !== 'bindings' || at.node.kind !== 'let') continue;
    const { node, file } = at;
    const scope: Scope = at;
    const serves = added.every(
      (attribute) =>
        attribute.scope.file === file &&
        contains(node.span, attribute.set.span) &&
        meansTheSame(attribute.head, attribute.scope, scope),
    );
    if (serves) return at;
  }
  return null;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
