import type { Span } from '../../text.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import { unwrap } from '../tree.ts';
import type { Place, ReadContext } from './context.ts';
import { distinctPlaces } from './distinct-places.ts';
import type { InsertionPoint } from './insertion.ts';
import type { Composition } from './layers.ts';
import { readOverrides } from './layers.ts';
import { takesPackages } from './overlay.ts';
import { isUsedBeside } from './used-beside.ts';
import type { PackageSet } from './uv2nix-sets.ts';
import { EDITABLE, readOverlays, setsOf } from './uv2nix-sets.ts';

/**
 * Where overrides of every Python set that is made from uv.lock can go. A set that only adds editable packages to
 * another is not one. Where no set shows the lock: the compositions of overlays that may be given to one elsewhere.
 */
export function uv2nixPlaces(context: ReadContext): readonly Place[] {
  const sets = setsOf(context);
  const locked = sets.filter(({ own }) => hasLock(own));
  if (locked.length > 0)
    return distinctPlaces(
      locked.map((set) => extended(context, overlayPlace(context.resolver, set), set, sets)),
    );
  const loose = [...sets.map(compositionOf), ...looseCompositions(context)];
  const withLock = loose.filter(hasLock);
  const chosen =
    withLock.length > 0 ? withLock : loose.filter((one) => !isEditable(one) && isWritten(one));
  return distinctPlaces(
    chosen.map(({ layers, insertion }) => ({
      layers: readOverrides(context.resolver, layers).layers,
      insertion,
      packages: null,
    })),
  );
}

/** Where overrides of a set go that has the lock, or extends a set that has it. */
export function placeIn(context: ReadContext, set: PackageSet, sets: readonly PackageSet[]): Place {
  let locked = set;
  while (!hasLock(locked.own) && locked.base !== null) locked = locked.base;
  return extended(context, overlayPlace(context.resolver, locked), locked, sets);
}

/** How many sets are followed from one to the next: each takes a look at all files. */
const MOST_SETS = 5;

/**
 * A set with the lock, together with the user's overlays that a further `overrideScope` adds, where that one alone uses
 * the set: what goes behind them is in all that is made of it.
 */
function extended(
  context: ReadContext,
  place: Place,
  { call }: PackageSet,
  sets: readonly PackageSet[],
  steps = MOST_SETS,
): Place {
  if (steps === 0) return place;
  const [next, ...more] = sets.filter(({ base }) => base?.call.expr === call.expr);
  if (next === undefined || more.length > 0 || next.isEditable) return place;
  const further = overlayPlace(context.resolver, next);
  // What cannot take the override, or another overlay beside it, is left alone.
  const takes = further.layers.some(({ overlay }) => overlay !== null && takesPackages(overlay));
  if (!takes && further.insertion?.kind !== 'element') return place;
  if (isUsedBeside(call.expr, next.call.expr, context.files, context.resolver)) return place;
  const joined = { ...further, layers: [...place.layers, ...further.layers] };
  return extended(context, joined, next, sets, steps - 1);
}

/** Where an override goes among the overlays of this call alone, and not of the sets that it extends. */
export function overlayPlace(resolver: Resolver, set: PackageSet): Place {
  const { layers, insertion } = compositionOf(set);
  return { layers: readOverrides(resolver, layers).layers, insertion, packages: null };
}

/** The overlays of one call, one more of which can be composed with them. */
function compositionOf({ call: { expr, scope }, own }: PackageSet): Composition {
  const around: InsertionPoint = { kind: 'compose', expr: unwrap(expr.arg), scope };
  return { layers: own.layers, insertion: own.insertion ?? around };
}

const COMPOSITIONS: ReadonlySet<string> = new Set(['composeExtensions', 'composeManyExtensions']);

/** Overlays that are composed outside of any `overrideScope`. */
function looseCompositions({ resolver, files, calls }: ReadContext): readonly Composition[] {
  const found: Composition[] = [];
  for (const file of files) {
    const taken = calls
      .filter(({ callee, scope }) => scope.file === file && callee.startsWith('overrideScope'))
      .map(({ expr }) => expr.arg.span);
    resolver.walk(file, (closure) => {
      const { expr } = closure;
      if (!isComposition(closure) || taken.some((span) => contains(span, expr.span))) return;
      taken.push(expr.span);
      found.push(readOverlays(resolver, closure));
    });
  }
  return found;

  function isComposition({ expr, scope }: Closure): boolean {
    if (expr.kind !== 'apply') return false;
    const callee =
      resolver.calleeName({ expr: expr.fn, scope }) ??
      (expr.fn.kind === 'apply' ? resolver.calleeName({ expr: expr.fn.fn, scope }) : null);
    return callee !== null && COMPOSITIONS.has(callee);
  }
}

function contains(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

function hasLock({ layers }: Composition): boolean {
  return layers.some(({ kind }) => kind === 'defaults');
}

function isEditable({ layers }: Composition): boolean {
  return layers.some((layer) => layer.kind === 'neutral' && layer.name === EDITABLE);
}

/** Whether something of it is written out: an overlay, or the list that it stands in. */
function isWritten({ layers, insertion }: Composition): boolean {
  return layers.some(({ kind }) => kind === 'function') || insertion?.kind === 'element';
}
