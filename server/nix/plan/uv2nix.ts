import type { Span } from '../../text.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Chain } from './chain.ts';
import { readChain } from './chain.ts';

const COMPOSITIONS: ReadonlySet<string> = new Set([
  'composeExtensions',
  'composeManyExtensions',
  'overrideScope',
  "overrideScope'",
]);

/**
 * The overlays of every Python set that is made from uv.lock: a composition with what `mkPyprojectOverlay` returns. A set
 * that only adds editable packages to another is not one. Where no composition shows the lock, those that may hold it.
 */
export function uv2nixChains(files: readonly NixFile[], resolver: Resolver): readonly Chain[] {
  const chains = files.flatMap((file) => chainsOf(file, resolver));
  const locked = chains.filter((chain) => has(chain, 'lock'));
  return distinct(
    locked.length > 0
      ? locked
      : chains.filter((chain) => !has(chain, 'editable') && isUserMade(chain)),
  );
}

function chainsOf(file: NixFile, resolver: Resolver): readonly Chain[] {
  const chains: Chain[] = [];
  const composed: Span[] = [];
  resolver.walk(file, ({ expr, scope }) => {
    if (expr.kind !== 'apply' || composed.some((span) => contains(span, expr.span))) return;
    const fn = expr.fn.kind === 'apply' ? expr.fn.fn : expr.fn;
    const callee =
      resolver.calleeName({ expr: expr.fn, scope }) ?? resolver.calleeName({ expr: fn, scope });
    if (callee === null || !COMPOSITIONS.has(callee)) return;
    const isScope = callee.startsWith('overrideScope');
    const written: Closure = { expr: isScope ? expr.arg : expr, scope };
    composed.push(written.expr.span);
    chains.push(readComposed(written, isScope, resolver));
  });
  return chains;
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function readComposed(written: Closure, isScope: boolean, resolver: Resolver): Chain {
  const chain = readChain(written, resolver);
  if (chain.growth !== null || !isScope) return chain;
  return {
    ...chain,
    growth: { kind: 'compose', expr: unwrap(written.expr), scope: written.scope },
  };
}

function has({ layers }: Chain, kind: Chain['layers'][number]['kind']): boolean {
  return layers.some((layer) => layer.kind === kind);
}

/** Whether something of the chain is written out: an overlay, or the list that it stands in. */
function isUserMade(chain: Chain): boolean {
  return has(chain, 'overlay') || chain.growth?.kind === 'element';
}

/** Without those that grow in the same place as an earlier one. */
function distinct(chains: readonly Chain[]): readonly Chain[] {
  const places = chains.map(placeOf);
  return chains.filter((_chain, index) => {
    const place = places[index] ?? null;
    return place === null || places.indexOf(place) === index;
  });
}

function placeOf({ growth }: Chain): object | null {
  if (growth?.kind === 'element') return growth.list;
  return growth?.kind === 'compose' ? growth.expr : null;
}
