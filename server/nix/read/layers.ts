import type { Known, OverridesReading } from '../model.ts';
import type { Resolver } from '../resolve/resolver.ts';
import type { Closure } from '../resolve/scope.ts';
import type { Overlay } from './overlay.ts';
import { readOverlay } from './overlay.ts';

/** One overlay of those that are composed, in the order in which they run. */
export type Layer =
  /** The target's own: poetry2nix's defaults, uv.lock's packages. */
  | { readonly kind: 'defaults'; readonly closure: Closure }
  /** A written function. With `replacesDefaults`, a package that it names has nothing of the defaults (`overrideOverlay`). */
  | {
      readonly kind: 'function';
      readonly closure: Closure;
      readonly replacesDefaults?: boolean;
      /** Whether a condition that is not evaluated decides on it. */
      readonly conditional?: boolean;
    }
  /** Known by what made it (`mkEditablePyprojectOverlay`), without effect on what packages need. */
  | { readonly kind: 'neutral'; readonly name: string; readonly closure: Closure }
  | { readonly kind: 'unknown'; readonly why: string; readonly closure: Closure };

/** How a target names its overlays. */
export interface LayerNames {
  /** What a value that is not a list, a function or a composition stands for. Null: not known. */
  recognize(closure: Closure): readonly Layer[] | null;
  /** Whether a call answers a list of overlays, which cannot be an element of another. */
  isListCall?(closure: Closure): boolean;
}

/** The overlays that `closure` composes: a list, a function, `composeManyExtensions [ … ]`, `a ++ b`, … */
export function readLayers(
  resolver: Resolver,
  closure: Closure,
  names: LayerNames,
): readonly Layer[] {
  return resolver.nested(
    () => readHere(resolver, closure, names),
    () => unknown('it refers to itself', closure),
  );
}

function readHere(resolver: Resolver, closure: Closure, names: LayerNames): readonly Layer[] {
  const again = (inner: Closure): readonly Layer[] => readLayers(resolver, inner, names);
  const named = names.recognize(closure);
  if (named !== null) return named;
  const forced = resolver.force(closure);
  const { expr, scope } = forced;
  switch (expr.kind) {
    case 'list':
      return expr.elements.flatMap((element) => {
        const inner = resolver.force({ expr: element, scope });
        // A list in a list is no overlay.
        const isList = inner.expr.kind === 'list' || names.isListCall?.(inner) === true;
        return isList ? notAFunction(inner) : again({ expr: element, scope });
      });
    case 'lambda':
      return [{ kind: 'function', closure: forced }];
    case 'binary':
      if (expr.operator === '++')
        return [...again({ expr: expr.left, scope }), ...again({ expr: expr.right, scope })];
      break;
    case 'if':
      return [...again({ expr: expr.then, scope }), ...again({ expr: expr.else, scope })].map(
        maybe,
      );
    case 'apply': {
      const composed = composition(resolver, forced);
      if (composed !== null) return composed.flatMap(again);
      const optional = optionalLayers(resolver, forced);
      if (optional !== null) return again(optional).map(maybe);
      break;
    }
    default:
  }
  return names.recognize(forced) ?? unknown('the overrides are made elsewhere', forced);
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
        why: 'a condition decides on the overrides',
        closure: layer.closure,
      };
    case 'neutral':
    case 'unknown':
      return layer;
  }
}

/** The overlays of `composeManyExtensions list` and `composeExtensions a b`. */
function composition(resolver: Resolver, { expr, scope }: Closure): readonly Closure[] | null {
  if (expr.kind !== 'apply') return null;
  const arg = { expr: expr.arg, scope };
  if (resolver.calleeName({ expr: expr.fn, scope }) === 'composeManyExtensions') return [arg];
  if (expr.fn.kind !== 'apply') return null;
  const isPair = resolver.calleeName({ expr: expr.fn.fn, scope }) === 'composeExtensions';
  return isPair ? [{ expr: expr.fn.arg, scope }, arg] : null;
}

export function unknown(why: string, closure: Closure): readonly Layer[] {
  return [{ kind: 'unknown', why, closure }];
}

/** For what stands where only an overlay may. */
export function notAFunction(closure: Closure): readonly Layer[] {
  return unknown('an override is not a function', closure);
}

/** What the layers do together, and the overlays that were read for it. */
export interface LayersReading {
  readonly reading: OverridesReading;
  readonly overlays: readonly Overlay[];
}

/** Reads the overlays among `layers`. Those that run before the last defaults are marked so. */
export function readOverrides(resolver: Resolver, layers: readonly Layer[]): LayersReading {
  const lastDefaults = layers.findLastIndex(({ kind }) => kind === 'defaults');
  const overlays: Overlay[] = [];
  const reasons: string[] = [];
  for (const [index, layer] of layers.entries()) {
    if (layer.kind === 'unknown') reasons.push(layer.why);
    if (layer.kind !== 'function') continue;
    const overlay = readOverlay(resolver, layer.closure, {
      beforeDefaults: index < lastDefaults,
      replacesDefaults: layer.replacesDefaults === true,
      conditional: layer.conditional === true,
    });
    if (overlay === null) reasons.push('an override is not a function of two package sets');
    else {
      overlays.push(overlay);
      if (overlay.why !== '') reasons.push(overlay.why);
      if (overlay.file.tree.errors.length > 0) reasons.push('the file has syntax errors');
    }
  }
  return {
    overlays,
    reading: {
      understood: reasons.length === 0,
      why: reasons[0] ?? '',
      defaults: hasDefaults(layers),
      entries: overlays.flatMap(({ packages }) => packages.map(({ entry }) => entry)),
    },
  };
}

function hasDefaults(layers: readonly Layer[]): Known<boolean> {
  if (layers.some(({ kind }) => kind === 'defaults')) return { known: true, value: true };
  const unread = layers.find((layer) => layer.kind === 'unknown');
  if (unread !== undefined) return { known: false, why: unread.why };
  return { known: true, value: false };
}
