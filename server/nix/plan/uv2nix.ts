import { setOfFunction } from '../read/python-set.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, NixFile } from '../resolve/scope.ts';
import type { Apply, Expr } from '../syntax.ts';
import type { Span } from '../../text.ts';
import { unwrap } from '../tree.ts';
import type { Chain } from './chain.ts';
import { readChain } from './chain.ts';
import { takesEntries } from './place.ts';
import { isUsedBeside } from './used-beside.ts';

const COMPOSITIONS: ReadonlySet<string> = new Set([
  'composeExtensions',
  'composeManyExtensions',
  'overrideScope',
  "overrideScope'",
]);

/** Overlays composed, and the call that makes a set of them. */
interface Composition {
  readonly chain: Chain;
  /** Null where no `overrideScope` takes it here. */
  readonly call: Apply | null;
  /** The call that made the set which this one extends. */
  readonly base: Expr | null;
}

/**
 * The overlays of every Python set that is made from uv.lock: a composition with what `mkPyprojectOverlay` returns, and
 * what further overlays extend it with. A set that only adds editable packages to another is not one. Where no
 * composition shows the lock, those that may hold it.
 */
export function uv2nixChains(files: readonly NixFile[], resolver: Resolver): readonly Chain[] {
  const compositions = files.flatMap((file) => compositionsOf(file, resolver));
  const locked = compositions.filter(({ chain }) => has(chain, 'lock'));
  return distinct(
    locked.length > 0
      ? locked.map((composition) => extended(composition, compositions, files, resolver))
      : compositions.flatMap(({ chain }) =>
          !has(chain, 'editable') && isUserMade(chain) ? [chain] : [],
        ),
  );
}

function compositionsOf(file: NixFile, resolver: Resolver): readonly Composition[] {
  const compositions: Composition[] = [];
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
    const set = isScope ? setOfFunction(resolver, { expr: expr.fn, scope }) : null;
    compositions.push({
      chain: readComposed(written, isScope, resolver),
      call: isScope ? expr : null,
      base: set?.expr ?? null,
    });
  });
  return compositions;
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

/** How many sets are followed from one to the next: each takes a look at all files. */
const MOST_SETS = 5;

/**
 * `set.overrideScope lock` with the user's overlays that a further `overrideScope` adds, where that one alone uses the set:
 * what goes behind them is in all that is made of it.
 */
function extended(
  { chain, call, base }: Composition,
  all: readonly Composition[],
  files: readonly NixFile[],
  resolver: Resolver,
  steps = MOST_SETS,
): Chain {
  if (call === null || steps === 0) return chain;
  const [next, ...more] = all.filter((other) => other.base === call);
  if (next?.call == null || more.length > 0) return chain;
  // What cannot take the entry, or another overlay beside it, is left alone.
  if (!takesEntries(next.chain) && next.chain.growth?.kind !== 'element') return chain;
  if (has(next.chain, 'editable') || isUsedBeside(call, next.call, files, resolver)) return chain;
  const layers = [...chain.layers, ...next.chain.layers];
  const { growth } = next.chain;
  const further = { chain: { layers, growth }, call: next.call, base };
  return extended(further, all, files, resolver, steps - 1);
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
