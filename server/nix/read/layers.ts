import type { Known, OverridesReading, Reason } from '../model.ts';
import { bodyOf, isInDefault, unwrapBody } from '../resolve/body.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure, Scope } from '../resolve/scope.ts';
import { lookUp } from '../resolve/scope.ts';
import type { Expr } from '../syntax.ts';
import { unwrap } from '../tree.ts';
import { foldOf } from './folds.ts';
import type { InsertionPoint } from './insertion.ts';
import { insertionAt } from './insertion.ts';
import type { Overlay } from './overlay.ts';
import { readOverlay } from './overlay.ts';
import { whyUnread } from './reason.ts';

/** One overlay of those that are composed, in the order in which they run. */
export type Layer =
  /** The target's own: poetry2nix's defaults, uv.lock's packages. `makesPackages`: what runs before it has no effect. */
  | { readonly kind: 'defaults'; readonly closure: Closure; readonly makesPackages: boolean }
  /** A written function. With `replacesDefaults`, a package that it names has nothing of the defaults (`overrideOverlay`). */
  | {
      readonly kind: 'function';
      readonly closure: Closure;
      /** The expression in the composition that leads to it. */
      readonly written: Closure;
      readonly replacesDefaults?: boolean;
      /** Whether a condition that is not evaluated decides on it. */
      readonly conditional?: boolean;
    }
  /** Known by what made it (`mkEditablePyprojectOverlay`), without effect on what packages need. */
  | { readonly kind: 'neutral'; readonly name: string; readonly closure: Closure }
  | {
      readonly kind: 'unknown';
      readonly reason: Reason;
      readonly why: string;
      readonly closure: Closure;
    };

/** Overlays composed, and where one more goes. */
export interface Composition {
  /** In the order in which they run. */
  readonly layers: readonly Layer[];
  /** Null where no place for another overlay is in reach. */
  readonly insertion: InsertionPoint | null;
}

/** How a target names its overlays. */
export interface LayerNames {
  /** What a value that is not a list, a function or a composition stands for. Null: not known. */
  recognize(closure: Closure): Composition | null;
  /** Whether a call answers a list of overlays, which cannot be an element of another. */
  isListCall?(closure: Closure): boolean;
}

/** The overlays that `closure` composes: a list, a function, `composeManyExtensions [ … ]`, `a ++ b`, … */
export function readLayers(resolver: Resolver, closure: Closure, names: LayerNames): Composition {
  return resolver.nested(
    () => readHere(resolver, closure, names),
    () => unknown('computed', 'it refers to itself', closure),
  );
}

function readHere(resolver: Resolver, closure: Closure, names: LayerNames): Composition {
  const again = (inner: Closure): Composition => readLayers(resolver, inner, names);
  const named = names.recognize(closure);
  if (named !== null) return named;
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  switch (expr.kind) {
    case 'list':
      return {
        layers: expr.elements.flatMap((element) => elementLayers(resolver, element, scope, names)),
        insertion: isInDefault({ expr, scope }) ? null : { kind: 'element', list: expr, scope },
      };
    case 'lambda': {
      const wrapped = wrappedOverlay(resolver, forced);
      if (wrapped !== null) return again(wrapped);
      return { layers: [{ kind: 'function', closure: forced, written: closure }], insertion: null };
    }
    case 'binary':
      if (expr.operator === '++') {
        const [left, right] = [expr.left, expr.right].map((side) => again({ expr: side, scope }));
        return joined(left, right);
      }
      break;
    case 'if': {
      const branches = [expr.then, expr.else].map((branch) => again({ expr: branch, scope }));
      return closed(branches.flatMap(({ layers }) => layers.map(maybe)));
    }
    case 'apply': {
      const composed = composition(resolver, forced, again);
      if (composed !== null) return composed;
      const optional = optionalLayers(resolver, forced);
      if (optional !== null) return closed(again(optional).layers.map(maybe));
      break;
    }
    default:
  }
  const recognized = names.recognize(forced);
  if (recognized !== null) return recognized;
  // An argument that several callers give: each of their overlays may be there.
  const given = expr.kind === 'identifier' ? resolver.perCaller(forced) : [];
  if (given.length > 1)
    return closed(distinctLayers(given.flatMap((each) => again(each).layers)).map(maybe));
  const { reason, why } = whyUnread(resolver, closure, 'the overrides');
  return unknown(reason, why, forced);
}

function elementLayers(
  resolver: Resolver,
  element: Expr,
  scope: Scope,
  names: LayerNames,
): readonly Layer[] {
  const inner = resolver.force({ expr: element, scope });
  // A list in a list is not an overlay.
  const isList = inner.expr.kind === 'list' || names.isListCall?.(inner) === true;
  return (isList ? notAFunction(inner) : readLayers(resolver, { expr: element, scope }, names))
    .layers;
}

/** What several callers give alike stands there once. */
function distinctLayers(layers: readonly Layer[]): readonly Layer[] {
  return [...new Map(layers.map((layer) => [layer.closure.expr, layer])).values()];
}

/** `a ++ b`: one more goes to the last list that is written. */
function joined(left: Composition | undefined, right: Composition | undefined): Composition {
  return {
    layers: [...(left?.layers ?? []), ...(right?.layers ?? [])],
    insertion: right?.insertion ?? left?.insertion ?? null,
  };
}

function closed(layers: readonly Layer[]): Composition {
  return { layers, insertion: null };
}

/** What is made of a list or of an element by `optionals condition …` or `optional condition …`. */
function optionalLayers(resolver: Resolver, { expr, scope }: Closure): Closure | null {
  if (expr.kind !== 'apply' || expr.fn.kind !== 'apply') return null;
  const callee = resolver.calleeName({ expr: expr.fn.fn, scope });
  return callee === 'optionals' || callee === 'optional' ? { expr: expr.arg, scope } : null;
}

/** A layer under a condition: of the target's own, nothing is then known. */
function maybe(layer: Layer): Layer {
  switch (layer.kind) {
    case 'function':
      return { ...layer, conditional: true };
    case 'defaults':
      return {
        kind: 'unknown',
        reason: 'condition',
        why: 'a condition chooses the overrides',
        closure: layer.closure,
      };
    case 'neutral':
    case 'unknown':
      return layer;
  }
}

/** `overlay` of `final: prev: overlay final prev`, where that is no function whose own body says more; null for any other function. */
function wrappedOverlay(resolver: Resolver, { expr, scope }: Closure): Closure | null {
  if (expr.kind !== 'lambda') return null;
  const inner = unwrapBody(bodyOf({ scope }, expr));
  if (inner.expr.kind !== 'lambda') return null;
  const { expr: body, scope: inside } = unwrapBody(bodyOf(inner, inner.expr));
  if (body.kind !== 'apply' || body.fn.kind !== 'apply') return null;
  const isGiven = [
    [expr, body.fn.arg],
    [inner.expr, body.arg],
  ] as const;
  const areOwn = isGiven.every(([lambda, arg]) => {
    const given = unwrap(arg);
    if (given.kind !== 'identifier') return false;
    const definition = lookUp(given.name, inside);
    return (
      definition.kind === 'parameter' &&
      definition.formal === null &&
      definition.scope.lambda === lambda
    );
  });
  const overlay = { expr: body.fn.fn, scope: inside };
  return areOwn && resolver.force(overlay).expr.kind !== 'lambda' ? overlay : null;
}

/** The overlays of `composeManyExtensions list`, `composeExtensions a b` and a list that is folded with the latter. */
function composition(
  resolver: Resolver,
  { expr, scope }: Closure,
  read: (closure: Closure) => Composition,
): Composition | null {
  if (expr.kind !== 'apply') return null;
  const argument = { expr: expr.arg, scope };
  if (resolver.calleeName({ expr: expr.fn, scope }) === 'composeManyExtensions')
    return read(argument);
  if (expr.fn.kind !== 'apply') return null;
  const folded = foldOf(resolver, { expr, scope });
  if (folded !== null && resolver.calleeName(folded.operator) === 'composeExtensions') {
    const [first, list] = [folded.initial, folded.list].map(read);
    return folded.fromRight ? joined(list, first) : joined(first, list);
  }
  if (resolver.calleeName({ expr: expr.fn.fn, scope }) !== 'composeExtensions') return null;
  const both = [{ expr: expr.fn.arg, scope }, argument].map(read);
  return {
    layers: both.flatMap(({ layers }) => layers),
    insertion: insertionAt('compose', { expr, scope }),
  };
}

/** A composition of which nothing is known. */
export function unknown(reason: Reason, why: string, closure: Closure): Composition {
  return closed([{ kind: 'unknown', reason, why, closure }]);
}

/** For what stands where only an overlay may. */
export function notAFunction(closure: Closure): Composition {
  return unknown('form', 'an override is not a function', closure);
}

/** A layer with the overlay that it is, where it is a function that is one. */
export type ReadLayer = Layer & { readonly overlay: Overlay | null };

/** What the layers do together. */
export interface LayersReading {
  readonly reading: OverridesReading;
  readonly layers: readonly ReadLayer[];
  /** The overlays among the layers. */
  readonly overlays: readonly Overlay[];
}

/** Reads the overlays among `layers`. Those that run before the last defaults are marked so. */
export function readOverrides(resolver: Resolver, layers: readonly Layer[]): LayersReading {
  const lastDefaults = layers.findLastIndex(({ kind }) => kind === 'defaults');
  const lastPackages = lastMaking(layers);
  const read = layers.map((layer, index): ReadLayer => {
    if (layer.kind !== 'function') return { ...layer, overlay: null };
    const overlay = readOverlay(resolver, layer.closure, {
      beforeDefaults: index < lastDefaults,
      beforePackages: index < lastPackages,
      replacesDefaults: layer.replacesDefaults === true,
      conditional: layer.conditional === true,
    });
    return { ...layer, overlay };
  });
  const why = read.map(whyUnreadLayer).find((found) => found !== '') ?? '';
  const overlays = read.flatMap(({ overlay }) => overlay ?? []);
  return {
    layers: read,
    overlays,
    reading: {
      understood: why === '',
      why,
      defaults: hasDefaults(layers),
      entries: overlays.flatMap(({ packages }) => packages.map(({ entry }) => entry)),
    },
  };
}

/** Where the last layer stands that makes packages anew; -1 where none does. */
export function lastMaking(layers: readonly Layer[]): number {
  return layers.findLastIndex((layer) => layer.kind === 'defaults' && layer.makesPackages);
}

/** Empty where all of the layer is read. */
function whyUnreadLayer(layer: ReadLayer): string {
  if (layer.kind === 'unknown') return layer.why;
  if (layer.kind !== 'function') return '';
  const { overlay } = layer;
  if (overlay === null) return 'an override is not a function of two package sets';
  if (overlay.unread !== null) return overlay.unread.why;
  return overlay.file.tree.errors.length > 0 ? 'the file has syntax errors' : '';
}

function hasDefaults(layers: readonly Layer[]): Known<boolean> {
  if (layers.some(({ kind }) => kind === 'defaults')) return { known: true, value: true };
  const unread = layers.find((layer) => layer.kind === 'unknown');
  if (unread !== undefined) return { known: false, why: unread.why };
  return { known: true, value: false };
}
